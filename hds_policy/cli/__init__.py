"""The command line: stdout is the report, stderr everything else. A stage is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from hds_policy import __version__
from hds_policy.errors import ExitCode, HdsPolicyError
from hds_policy.language import from_environment, speak

_COMMANDS = {
    "aws-policy": ("hds_policy.cli.aws_policy", "aws_policy"),
    "baseline": ("hds_policy.cli.baseline", "baseline"),
    "check": ("hds_policy.cli.check", "check"),
    "diff": ("hds_policy.cli.diff", "diff"),
    "evidence": ("hds_policy.cli.evidence", "evidence"),
    "explain": ("hds_policy.cli.rules", "explain"),
    "forecast": ("hds_policy.cli.forecast", "forecast"),
    "graph": ("hds_policy.cli.graph", "graph"),
    "inventory": ("hds_policy.cli.inventory", "inventory"),
    "hosters": ("hds_policy.cli.hosters", "hosters"),
    "init": ("hds_policy.cli.init", "init"),
    "policies": ("hds_policy.cli.policies", "policies"),
    "rules": ("hds_policy.cli.rules", "rules"),
    "scan": ("hds_policy.cli.scan", "scan"),
    "types": ("hds_policy.cli.types", "types"),
    "why": ("hds_policy.cli.why", "why"),
}


class _LazyGroup(click.Group):
    """Imports the module of a command only when it is asked for, so that ``--version`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module  # noqa: PLC0415

        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hds-policy", message="%(prog)s %(version)s")
def cli() -> None:
    """Who operates each HDS layer of what carries health data, where, and does a valid certificate cover it?

    Exit codes: 0 all in scope determined and none fails; 1 a fail; 2 usage or configuration; 3 undetermined results or
    incomplete coverage; 4 nothing to check; 70 internal error.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; only ``--debug`` shows tracebacks."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        speak(from_environment(os.environ))
        code = cli.main(args=given, prog_name="hds-policy", standalone_mode=False)
        return int(code or 0)
    except HdsPolicyError as error:
        return _report(error.message, error.hint, error.exit_code, given, error.details)
    except click.ClickException as error:
        # click's own message names the option and the nearest one; its exit code for usage is ours too.
        error.show(sys.stderr)
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        return _report("interrupted", "", ExitCode.INTERRUPTED, given)
    except BrokenPipeError:
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last net: no traceback reaches a user, and never exit code 0
        hint = "run again with --debug and report the traceback"
        return _report(f"internal error: {type(error).__name__}: {error}", hint, ExitCode.INTERNAL, given)


def _report(message: str, hint: str, code: ExitCode, arguments: Sequence[str], details: Sequence[str] = ()) -> int:
    from hds_policy.report.printable import printable  # noqa: PLC0415 - only needed when something went wrong

    if "--debug" in arguments:
        import traceback  # noqa: PLC0415

        traceback.print_exc()
    click.echo(f"{click.style('error', fg='red', bold=True)}: {printable(message)}", err=True)
    for line in details:
        click.echo(f"  {printable(line)}", err=True)
    if hint:
        click.echo(f"{click.style('hint', bold=True)}: {printable(hint)}", err=True)
    return code

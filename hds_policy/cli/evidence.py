"""``hds-policy evidence``: bundles that prove what was checked."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = {
    "diff": ("hds_policy.cli.evidence_diff", "diff"),
    "export": ("hds_policy.cli.evidence_export", "export"),
    "keygen": ("hds_policy.cli.evidence_keygen", "keygen"),
    "restamp": ("hds_policy.cli.evidence_restamp", "restamp"),
    "show": ("hds_policy.cli.evidence_verify", "show"),
    "verify": ("hds_policy.cli.evidence_verify", "verify"),
}


class _LazyGroup(click.Group):
    """Imports the module of a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_LazyGroup)
def evidence() -> None:
    """Bundles that prove what was checked, against what, when; see docs/evidence.md."""

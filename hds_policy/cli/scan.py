"""``hds-policy scan``: read what runs, and judge it as ``check`` judges files; a command for each installed scanner."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from hds_policy.cli.engine import engine_maker, engine_options
from hds_policy.cli.progress import ScanLine
from hds_policy.cli.reading import estate_options, ground_of, rule_options
from hds_policy.cli.verdict import assessed, colour_of, report_options
from hds_policy.cli.writing import destinations, looks_of, rendered, write_reports, write_whole
from hds_policy.errors import UsageError
from hds_policy.journal import open_journal
from hds_policy.model import InputStatus, Inventory
from hds_policy.scanning import OptionKind, Scanner, ScanOption, ScanRequest, load_scanner, scanner_names, settings_of

_OWN = "scanner_"
"""Before the name of a scanner's option in Python, so that none hides an option of ours."""


class _Scanners(click.Group):
    """One command for each scanner that is installed, made from its options."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(scanner_names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        try:
            return _command(cmd_name, load_scanner(cmd_name))
        except UsageError as error:
            # The list of commands has to stand when one of them cannot be loaded.
            return _broken(cmd_name, error)


def _broken(name: str, error: UsageError) -> click.Command:
    @click.command(name, help="Cannot be loaded.", context_settings={"ignore_unknown_options": True})
    @click.argument("_", nargs=-1)
    def command(_: tuple[str, ...]) -> None:
        raise error

    return command


@click.group(cls=_Scanners)
def scan() -> None:
    """Read what runs, live, and judge it as `hds-policy check` judges files.

    Only listing and reading calls are made, and no content of a store is read. Options of a scan can stand in
    [collectors.NAME] of the estate file: hds-policy.toml in the current folder, or --config. Formats and exit codes
    are those of check; what could not be read is named, and is exit code 3.
    """


def _command(name: str, scanner: Scanner) -> click.Command:
    @click.command(name, help=scanner.title)
    @click.option(
        "--save",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write what was read to a file, for `hds-policy check FILE`.",
    )
    @click.option(
        "--resume",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Note in a file what is finished; with the file of a scan that broke off, go on from there.",
    )
    @estate_options
    @rule_options
    @engine_options
    @report_options
    @click.option("--debug", is_flag=True, help="Show tracebacks.")
    @click.pass_context
    def command(context: click.Context, /, debug: bool, **values: Any) -> int:  # noqa: ARG001 - --debug is main's
        given = {
            option.key: values.pop(_OWN + option.key)
            for option in scanner.options
            if context.get_parameter_source(_OWN + option.key) is ParameterSource.COMMANDLINE
        }
        rest = {key: value for key, value in values.items() if not key.startswith(_OWN)}
        return _run(name, scanner, given, **rest)

    own = [_flag(option) for option in scanner.options]
    taken = {flag for parameter in command.params for flag in parameter.opts}
    for flag in (flag for parameter in own for flag in parameter.opts):
        if flag in taken:
            raise UsageError(f"scanner {name} cannot be loaded: {flag} is the name of another option")
        taken.add(flag)
    command.params = [*own, *command.params]
    return command


def _flag(option: ScanOption) -> click.Option:
    flag = f"--{option.flag or option.key.replace('_', '-')}"
    text = option.help if option.typed else f"{option.help} [{option.key}]"
    kinds: dict[OptionKind, dict[str, Any]] = {
        OptionKind.TEXT: {},
        OptionKind.TEXTS: {"multiple": True},
        OptionKind.NUMBER: {"type": click.IntRange(min=1)},
        OptionKind.FLAG: {"is_flag": True},
    }
    return click.Option([flag, _OWN + option.key], help=text, metavar=option.metavar or None, **kinds[option.kind])


def _run(  # noqa: PLR0913 - one argument for each option
    name: str,
    scanner: Scanner,
    given: dict[str, Any],
    *,
    save: Path | None,
    resume: Path | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    strict: bool,
    verbose: bool,
    explain: bool,
    **others: Any,
) -> int:
    where = destinations(formats, outputs)
    engine = engine_maker(others)
    looks = looks_of(where, colour=colour_of(where))
    ground = ground_of((Path(),), **others)
    settings = settings_of(name, scanner, ground.estate, given)
    _refuse_unwritable(save)
    inventory = _read(name, scanner, settings, ground.day, resume)
    from hds_policy.collection import Collected  # noqa: PLC0415 - after the arguments are known to be right

    if save is not None:
        from hds_policy.saved import saved_bytes  # noqa: PLC0415 - only then

        # Before anything is judged: what was read in an hour is not lost by a rule that cannot be loaded.
        write_whole(save, saved_bytes(inventory, name, ground.day), private=True)
    read = ground.with_inventory(Collected(inventory, Path.cwd()))
    assessment = assessed(read, engine, strict=strict, explain=explain)
    write_reports(where, rendered(assessment, looks, read.collected.source, verbose=verbose, explain=explain))
    if resume is not None:
        _finish(resume, inventory)
    return assessment.exit_code


def _read(name: str, scanner: Scanner, settings: dict[str, Any], day: date, resume: Path | None) -> Inventory:
    if resume is not None and not scanner.resumable:
        raise UsageError(f"--resume: scanner {name} cannot take up a scan that broke off")
    journal = open_journal(resume, name, settings, datetime.now(UTC)) if resume else None
    if journal and journal.finished:
        # What is not asked now may have changed since: nobody should have to guess that it was not.
        click.echo(f"{len(journal.finished)} units were read by an earlier run and are not asked again", err=True)
    line = ScanLine()
    try:
        return scanner.scan(ScanRequest(settings, day, line, journal))
    finally:
        line.close()
        if journal:
            journal.close()


def _finish(journal: Path, inventory: Inventory) -> None:
    """Nothing is left to resume when everything answered; what did not is asked again."""
    failures = sum(entry.status is InputStatus.FAILED for entry in inventory.inputs)
    if failures:
        click.echo(
            f"{failures} of {len(inventory.inputs)} not read; {journal} is kept: run again to ask those", err=True
        )
    else:
        journal.unlink(missing_ok=True)


def _refuse_unwritable(save: Path | None) -> None:
    """A slip in the name is told before the scan, not after it."""
    if save is not None and (save.is_dir() or not save.absolute().parent.is_dir()):
        raise UsageError(f"--save {save}: no file can be written there")

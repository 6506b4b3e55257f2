"""``hds-policy hosters``: what the registry says of hosters, where that was read, and how old it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hds_policy.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from hds_policy.hosters import Registry

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DAY = click.DateTime(["%Y-%m-%d"])


def _common(command: _Command) -> _Command:
    """Options that every one of these commands has."""
    formats = click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text."
    )
    file = click.option(
        "--registry", type=click.Path(path_type=Path), metavar="FILE", help="Read this registry, not the shipped one."
    )
    debug = click.option("--debug", is_flag=True, expose_value=False, help="Show tracebacks.")
    return formats(file(debug(command)))


@click.group(invoke_without_command=True)
@_common
@click.pass_context
def hosters(context: click.Context, form: str, registry: Path | None) -> int:
    """List the hosters of the registry; a status that is not known is not "not certified"."""
    if context.invoked_subcommand is not None:
        return 0
    from hds_policy.hosters.listing import hosters_json, hosters_table  # noqa: PLC0415 - --help needs none of this

    found = _registry(registry)
    _print(hosters_json(found) if form == "json" else hosters_table(found))
    return ExitCode.OK


@hosters.command()
@click.argument("name")
@_common
def show(name: str, form: str, registry: Path | None) -> int:
    """Every fact of one hoster, with source, date and grade; NAME is an id, a name or a brand."""
    from hds_policy.hosters import facts_about  # noqa: PLC0415
    from hds_policy.hosters.listing import facts_text, find_hoster  # noqa: PLC0415

    found = _registry(registry)
    identity, nearest = find_hoster(found, name)
    if identity is None:
        raise UsageError(f"no hoster {name!r} in the registry", hint=f"nearest: {nearest}")
    facts = [*facts_about(found, identity), *_from_catalogue(identity)]
    _print([fact.document() for fact in facts] if form == "json" else facts_text(facts))
    return ExitCode.OK


def _from_catalogue(hoster: str) -> list[Any]:
    """The Terraform providers that lead to a hoster: the catalogue knows them."""
    from hds_policy.catalogue import load_catalogue  # noqa: PLC0415
    from hds_policy.hosters import Fact, load_registry  # noqa: PLC0415
    from hds_policy.model import Grade, Source  # noqa: PLC0415

    catalogue = load_catalogue()
    providers = [(file, catalogue.provider(file)) for file in catalogue.provider_files]
    names = [file for file, found in providers if found and hoster in {found.hoster, *found.partitions.values()}]
    if not names:
        return []
    source = Source("catalogue of hds-policy", load_registry().updated, Grade.B)
    return [Fact(hoster, "terraform providers", ", ".join(names), source)]


@hosters.command()
@click.option("--on", type=_DAY, help="Day to look at; default: today.")
@click.option("--within", default=90, metavar="DAYS", type=click.IntRange(0, 3650), help="Ends soon; default: 90.")
@click.option("--max-age", default=365, metavar="DAYS", type=click.IntRange(0, 3650), help="Stale; default: 365.")
@_common
def check(on: datetime | None, within: int, max_age: int, form: str, registry: Path | None) -> int:
    """Say what each certificate is worth on a day: what has ended or is superseded, what ends soon.

    Exit codes: 1 a hoster's certificates have all ended, or were superseded, suspended or withdrawn; 3 whether one
    counts is not known, or the registry is older than --max-age; 0 otherwise.
    """
    from hds_policy.hosters import load_law  # noqa: PLC0415
    from hds_policy.hosters.life import lives, verdict  # noqa: PLC0415
    from hds_policy.hosters.listing import lives_text  # noqa: PLC0415

    found, day = _registry(registry), _day(on)
    rows = lives(found, load_law(), day, within=within)
    if not rows:
        raise UsageError("the registry has no certificate", hint="a check over nothing is no check")
    stale = (day - found.updated).days > max_age
    _print([row.document() for row in rows] if form == "json" else lives_text(rows, found.updated, day, stale=stale))
    return verdict(rows, stale=stale)


@hosters.command()
@click.argument("old", type=click.Path(path_type=Path))
@_common
def diff(old: Path, form: str, registry: Path | None) -> int:
    """List what changed since an older registry file, fact by fact; the exit code is 0 whatever it is."""
    from hds_policy.hosters.changes import changes  # noqa: PLC0415
    from hds_policy.hosters.listing import changes_text  # noqa: PLC0415

    found = changes(_registry(old), _registry(registry))
    _print([change.document() for change in found] if form == "json" else changes_text(found))
    return ExitCode.OK


@hosters.command()
@click.option("--older-than", default=180, metavar="DAYS", type=click.IntRange(0, 36500), help="Old; default: 180.")
@click.option("--on", type=_DAY, help="Day to look from; default: today.")
@_common
def audit(older_than: int, on: datetime | None, form: str, registry: Path | None) -> int:
    """List facts that were read long ago, or that only a bare claim or general knowledge tells (grade C, K).

    Exit codes: 3 there are such facts; 0 there are none.
    """
    from hds_policy.hosters import facts_of  # noqa: PLC0415
    from hds_policy.hosters.listing import audit_text, doubtful  # noqa: PLC0415

    found = doubtful(facts_of(_registry(registry)), _day(on), older_than)
    rows = [{**fact.document(), "why": why} for fact, why in found]
    _print(rows if form == "json" else audit_text(found))
    return ExitCode.UNDETERMINED if found else ExitCode.OK


@hosters.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Registry file to write; default: none.")
@click.option("--source", required=True, metavar="TEXT", help="Where the list comes from, e.g. an address.")
@click.option("--checked-on", required=True, type=_DAY, help="The day the list was taken from there.")
@click.option("--grade", type=click.Choice(["A", "B", "C"]), default="B", help="A: a primary source; default: B.")
@click.option("--csp-numbers", is_flag=True, help="Activities given by number follow CSP R.1111-9.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show tracebacks.")
def import_(  # noqa: PLR0913, PLR0917 - one argument for each option
    file: Path, output: Path | None, source: str, checked_on: datetime, grade: str, csp_numbers: bool, form: str
) -> int:
    """Turn a list of certified hosters, as CSV or JSON, into a registry file that an estate can name.

    Exit codes: 0 all rows were understood; 3 something of them was not, and is not known in the result.
    """
    import hashlib  # noqa: PLC0415

    from hds_policy.cli.writing import write_whole  # noqa: PLC0415
    from hds_policy.hosters import load_registry  # noqa: PLC0415
    from hds_policy.hosters.document import read  # noqa: PLC0415
    from hds_policy.hosters.importing import import_list  # noqa: PLC0415
    from hds_policy.hosters.listing import import_text  # noqa: PLC0415
    from hds_policy.model import Grade, Source  # noqa: PLC0415

    origin = Source(source, checked_on.date(), Grade(grade))
    if not source.strip() or checked_on.date() > date.today():
        raise UsageError("--source and --checked-on say where and when the list was taken", hint="not in the future")
    result = import_list(file, read(file), load_registry(), origin, numbered=csp_numbers)
    digest = hashlib.sha256(result.text.encode()).hexdigest()
    if output is not None:
        write_whole(output, result.text)
    _print({**result.document(), "sha256": digest} if form == "json" else import_text(result, output, digest))
    return ExitCode.UNDETERMINED if result.notes or result.left_out else ExitCode.OK


def _registry(file: Path | None) -> Registry:
    from hds_policy.hosters import load_registry  # noqa: PLC0415

    return load_registry(file)


def _day(given: datetime | None) -> date:
    return given.date() if given else date.today()


def _print(found: str | Sequence[Any] | dict[str, Any]) -> None:
    from hds_policy.report.printable import printable  # noqa: PLC0415

    if isinstance(found, str):
        click.echo("\n".join(printable(line) for line in _lines(found)))
    else:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _lines(text: str) -> Iterable[str]:
    return text.rstrip("\n").split("\n")

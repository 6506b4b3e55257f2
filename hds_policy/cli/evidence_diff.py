"""``hds-policy evidence diff``: what changed from one bundle to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hds_policy.cli.evidence_files import read_file
from hds_policy.errors import UsageError

if TYPE_CHECKING:
    from hds_policy.evidence.verification import Verified

_RESULTS = ("worse", "new", "better", "gone")
_KINDS = ("waivers", "certificates", "hosters", "rules", "facts")
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def diff(old: Path, new: Path, form: str, debug: bool) -> int:  # noqa: ARG001 - --debug is main's
    """What became worse, better, new or gone, and which waivers, certificates, hosters, rules and facts changed.

    The files of each bundle must agree with each other; who made them is for `evidence verify`. Exit codes: 0 shown;
    2 usage, or a file that is no whole bundle.
    """
    import msgspec  # noqa: PLC0415 - --help needs none of this

    from hds_policy.evidence.comparison import compare  # noqa: PLC0415
    from hds_policy.report.encoding import records_json  # noqa: PLC0415

    before, after = _read(old), _read(new)
    followed = after.run is not None and after.run.previous == before.head
    record: dict[str, Any] = msgspec.to_builtins(compare(before.files, after.files, followed=followed))
    if form == "json":
        click.echo(records_json({"schema": "hds-policy/evidence-diff/1", **record}), nl=False)
    else:
        click.echo(_text(record, before, after))
    return 0


def _read(path: Path) -> Verified:
    from hds_policy.evidence.archive import MAX_ARCHIVE  # noqa: PLC0415 - as above
    from hds_policy.evidence.verification import inspect  # noqa: PLC0415

    found = inspect(read_file(path, MAX_ARCHIVE))
    if found.run is None:
        raise UsageError(f"{path}: not a whole bundle: {found.steps[-1].detail}")
    return found


def _text(record: dict[str, Any], before: Verified, after: Verified) -> str:
    from hds_policy.report.printable import printable  # noqa: PLC0415 - as above

    lines = []
    if before.run and after.run:
        lines += [
            f"verdict {before.run.exit_code} on {before.run.evaluated_on} → {after.run.exit_code} on "
            f"{after.run.evaluated_on}"
        ]
    for kind in _RESULTS:
        for one in record[kind]:
            about = " ".join(part for part in (one["rule"], one["subject"], one["layer"]) if part)
            moved = f"{one['before'] or 'not asked'} → {one['after'] or 'not asked'}"
            lines.append(f"{kind:6} {about}: {moved}: {one['message']}")
    for kind in _KINDS:
        for change, sign in _SIGNS.items():
            lines += [f"{kind}: {sign} {name}" for name in record[kind][change]]
    if not record["followed"]:
        lines.append("the new bundle does not name the old one as the one before it")
    counts = ", ".join(f"{len(record[kind])} {kind}" for kind in _RESULTS)
    return "\n".join([*(printable(line) for line in lines), counts])

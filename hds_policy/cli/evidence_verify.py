"""``hds-policy evidence verify`` and ``show``: whether a bundle is what it says, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hds_policy.cli.evidence_files import read_file
from hds_policy.errors import ExitCode

if TYPE_CHECKING:
    from hds_policy.evidence.shape import Run
    from hds_policy.evidence.verification import Verified

_BUNDLE = click.argument("bundle", type=click.Path(path_type=Path), metavar="BUNDLE")
_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
_DEBUG = click.option("--debug", is_flag=True, help="Show tracebacks.")


@click.command()
@_BUNDLE
@click.option(
    "--trust", type=click.Path(path_type=Path), metavar="FILE", help="Keys and authorities you rely on (TOML)."
)
@click.option(
    "--replay",
    "sources",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="What was checked: run the rules again, and demand the same findings.",
)
@_FORMAT
@_DEBUG
def verify(bundle: Path, trust: Path | None, sources: Path | None, form: str, debug: bool) -> int:  # noqa: ARG001 - --debug is main's
    """Verify a bundle: signature, time, every file, and that counts and verdict follow from the findings.

    The bundle is read in memory: nothing is extracted, opened or run. Exit codes: 0 valid; 1 invalid; 2 usage;
    3 could not be verified (no trust file, no time-stamping root, not signed, a later format). They are about the
    bundle, and not about its verdict.
    """
    from hds_policy.evidence.archive import MAX_ARCHIVE  # noqa: PLC0415 - --help needs none of this
    from hds_policy.evidence.trust import read_trust  # noqa: PLC0415
    from hds_policy.evidence.verification import verify as check  # noqa: PLC0415

    relied_on = None if trust is None else read_trust(trust)
    found = check(read_file(bundle, MAX_ARCHIVE), relied_on, datetime.now(UTC))
    if sources is not None and found.run is not None:
        from msgspec.structs import replace  # noqa: PLC0415 - only then

        from hds_policy.cli.evidence_replay import replay  # noqa: PLC0415

        found = replace(found, steps=(*found.steps, replay(found.run, found.files, sources)))
    _print(_record(found), form, _text)
    return {"ok": ExitCode.OK, "invalid": ExitCode.FAIL, "unknown": ExitCode.UNDETERMINED}[found.outcome.value]


@click.command()
@_BUNDLE
@_FORMAT
@_DEBUG
def show(bundle: Path, form: str, debug: bool) -> int:  # noqa: ARG001 - --debug is main's
    """Print what a bundle says of its run. Its files must agree with each other; who made it is not looked at.

    Exit codes: 0 shown; 1 the files do not agree; 2 usage; 3 a later format.
    """
    from hds_policy.evidence.archive import MAX_ARCHIVE  # noqa: PLC0415 - --help needs none of this
    from hds_policy.evidence.verification import inspect  # noqa: PLC0415

    found = inspect(read_file(bundle, MAX_ARCHIVE))
    _print(_record(found), form, _shown)
    return {"ok": ExitCode.OK, "invalid": ExitCode.FAIL, "unknown": ExitCode.UNDETERMINED}[found.outcome.value]


def _print(record: dict[str, Any], form: str, text: Any) -> None:
    from hds_policy.report.encoding import records_json  # noqa: PLC0415 - as above

    click.echo(records_json(record) if form == "json" else text(record), nl=form != "json")


def _record(found: Verified) -> dict[str, Any]:
    return {
        "schema": "hds-policy/verification/1",
        "outcome": found.outcome,
        "steps": [{"name": step.name, "outcome": step.outcome, "detail": step.detail} for step in found.steps],
        "statement": {"sha256": found.head or None},
        "run": _run(found.run) if found.run else None,
    }


def _run(run: Run) -> dict[str, Any]:
    import msgspec  # noqa: PLC0415 - as above

    said: dict[str, Any] = msgspec.to_builtins(run)
    return said


_VERIFIED = {
    "ok": "the bundle is VALID",
    "invalid": "the bundle is INVALID",
    "unknown": "the bundle COULD NOT BE VERIFIED",
}
_SHOWN = _VERIFIED | {"ok": "not verified: who made it, and when, is told by `hds-policy evidence verify --trust FILE`"}


def _shown(record: dict[str, Any]) -> str:
    return _text(record, _SHOWN)


def _text(record: dict[str, Any], words: Mapping[str, str] = _VERIFIED) -> str:
    from hds_policy.report.printable import printable  # noqa: PLC0415 - as above

    lines = [f"{step['outcome']:8} {step['name']}: {step['detail']}" for step in record["steps"]]
    run = record["run"]
    if run:
        counts = " · ".join(f"{number} {name}" for name, number in run["counts"].items() if number)
        seen = run["coverage"]
        inputs = " + ".join(f"{seen[name]} {name}" for name in ("parsed", "skipped", "failed"))
        lines += [
            f"scope    {run['scope']}, on {run['evaluated_on']}, finished {run['finished_at']}, commit "
            f"{run['commit']['id'] or 'unknown: ' + run['commit']['unknown']}",
            f"verdict  {run['exit_code']}: {run['meaning']}",
            f"findings {counts or 'none'}",
            f"inputs   {seen['seen']} seen = {inputs}",
            f"rules    {run['policies']}",
            f"registry {run['registry']['sha256']}, reviewed on {run['registry']['updated']}",
            f"number   {run['sequence']}, statement sha256 {record['statement']['sha256']}",
        ]
    return "\n".join([*(printable(line) for line in lines), words[record["outcome"]]])

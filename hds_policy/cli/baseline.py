"""``hds-policy baseline``: write down what is there today, so that only new findings count tomorrow."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hds_policy.cli.engine import engine_maker, engine_options
from hds_policy.cli.reading import read_paths, reading_options, rule_options
from hds_policy.errors import ExitCode

if TYPE_CHECKING:
    from hds_policy.baseline import Baseline


@click.group()
def baseline() -> None:
    """Write down the findings of today, for `hds-policy check --baseline FILE`."""


@baseline.command()
@reading_options
@rule_options
@engine_options
@click.option(
    "-o", "--output", "output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="File to write."
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def write(output: Path, debug: bool, **others: Any) -> int:  # noqa: ARG001 - --debug is main's
    """Write a baseline of PATH to a file.

    It holds every fail, undetermined result and review that no waiver covers, told by rule, address, layer, hoster,
    region and root; lines and file names do not matter. Exit codes: 0 it is written; 4 it is written, but nothing in
    PATH carries health data.
    """
    engine = engine_maker(others)
    read = read_paths(**others)
    from hds_policy import __version__  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.baseline import baseline_bytes, entries_of  # noqa: PLC0415
    from hds_policy.cli.verdict import assessed  # noqa: PLC0415
    from hds_policy.cli.writing import write_whole  # noqa: PLC0415

    assessment = assessed(read, engine, strict=False)
    entries = entries_of(assessment.findings)
    write_whole(output, baseline_bytes(entries, __version__, read.day))
    counts = Counter(entry.result.value for entry in entries)
    told = ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) or "nothing"
    click.echo(f"{output}: {told}", err=True)
    if assessment.unread:
        click.echo(f"not read: {len(assessment.unread)}; what stands there will count as new", err=True)
    return assessment.exit_code if assessment.exit_code is ExitCode.NOTHING else ExitCode.OK


@baseline.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def show(file: Path, form: str, debug: bool) -> int:  # noqa: ARG001 - --debug is main's
    """List what a baseline holds."""
    from hds_policy.baseline import read_baseline  # noqa: PLC0415 - after the arguments are known to be right

    found = read_baseline(file)
    click.echo(_json(found) if form == "json" else _text(found))
    return ExitCode.OK


def _json(found: Baseline) -> str:
    import msgspec  # noqa: PLC0415 - only here

    return json.dumps(msgspec.to_builtins(found.findings), indent=2)


def _text(found: Baseline) -> str:
    from hds_policy.report.printable import printable  # noqa: PLC0415 - only here

    lines = [f"{len(found.findings)} findings of {found.on}, written by hds-policy {found.tool}"]
    for entry in found.findings:
        where = " · ".join(part for part in (entry.layer or "", entry.hoster, entry.region, entry.code) if part)
        about = entry.subject if entry.resource in {"", entry.subject} else f"{entry.subject}: {entry.resource}"
        lines.append(printable(f"  {entry.result} {entry.rule} {about}  {where}".rstrip()))
    return "\n".join(lines)

"""``hds-policy graph``: draw what carries health data, and how it came there."""

from __future__ import annotations

from typing import Any

import click

from hds_policy.cli.reading import read_paths, reading_options, rule_options
from hds_policy.errors import ExitCode
from hds_policy.report.graph import GRAPH_FORMATS
from hds_policy.report.printable import printable

_SHOWN_GAPS = 20


@click.command()
@reading_options
@rule_options
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(list(GRAPH_FORMATS)), help="Format; default: dot."
)
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write to a file; can be repeated.")
@click.option("--health-only/--all", "health_only", default=True, help="What carries health data (default), or all.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def graph(
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    health_only: bool,
    debug: bool,  # noqa: ARG001 - read by main
    **reading: Any,
) -> int:
    """Draw where health data is and how it came there: DOT, Mermaid, JSON, or one HTML page.

    The page needs nothing but a browser: hds-policy graph --output html=flows.html

    A drawing is no verdict: a fail is shown in it and does not change the exit code. Exit codes: 0 everything was read;
    3 something could not be read, and the drawing says what; 4 nothing in PATH carries health data.
    """
    from hds_policy.cli.writing import deliver, destinations  # noqa: PLC0415 - --help needs none of this

    where = destinations(formats, outputs, GRAPH_FORMATS, "" if outputs else "dot")
    read = read_paths(**reading)
    from hds_policy.graph import build_graph  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.pipeline import judge, prepare  # noqa: PLC0415

    ready = prepare(read.collected.inventory, read.estate, read.knowledge, read.day)
    assessment = judge(ready, read.estate, read.knowledge, read.day, chosen=read.chosen)
    drawn = build_graph(assessment, ready.resources, ready.classified, read.knowledge.catalogue, whole=not health_only)
    for entry in where:
        deliver(GRAPH_FORMATS[entry.format](drawn), entry.file)
    for gap in drawn.incomplete[:_SHOWN_GAPS]:
        click.echo(f"incomplete: {printable(gap)}", err=True)
    if len(drawn.incomplete) > _SHOWN_GAPS:
        click.echo(f"incomplete: and {len(drawn.incomplete) - _SHOWN_GAPS} more", err=True)
    if drawn.incomplete:
        return ExitCode.UNDETERMINED
    return ExitCode.OK if any(node.carries for node in drawn.nodes) else ExitCode.NOTHING

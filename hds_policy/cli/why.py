"""``hds-policy why``: why a resource is, or is not, considered to carry health data."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hds_policy.cli.reading import Read, read_paths, reading_options, rule_options
from hds_policy.cli.speaking import language_option
from hds_policy.errors import ExitCode, UsageError
from hds_policy.language import _
from hds_policy.report.printable import printable

if TYPE_CHECKING:
    from hds_policy.graph.declaring import Declaring
    from hds_policy.graph.why import Explainer
    from hds_policy.report.text.style import Style

_MAX_WIDTH = 140


@click.command()
@click.argument("address")
@reading_options
@rule_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@language_option
@click.option("--verbose", is_flag=True, help="List everything that is otherwise counted.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def why(
    address: str,
    form: str,
    verbose: bool,
    debug: bool,  # noqa: ARG001 - read by main
    **reading: Any,
) -> int:
    """Say why the resource ADDRESS in PATH is, or is not, considered to carry health data.

    ADDRESS is a Terraform address, with its root module and a colon in front where several have it; without instance
    keys it stands for every instance, and a module for everything in it. Exit codes: 0 it is known; 2 no such resource;
    3 it is not known: nothing classifies it, or what holds it was not read.
    """
    read = read_paths(**reading)
    from hds_policy.cli.writing import deliver  # noqa: PLC0415
    from hds_policy.graph import build_graph  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.graph.why import Explainer  # noqa: PLC0415
    from hds_policy.pipeline import judge, prepare  # noqa: PLC0415
    from hds_policy.report.why import records  # noqa: PLC0415
    from hds_policy.report.why.text import WhyText  # noqa: PLC0415

    ready = prepare(read.collected.inventory, read.estate, read.knowledge, read.day)
    assessment = judge(ready, read.estate, read.knowledge, read.day, chosen=read.chosen)
    graph = build_graph(assessment, ready.resources, ready.classified, read.knowledge.catalogue, whole=True)
    declaring = _declaring(read)
    explainer = Explainer(graph, ready.resources, read.collected.inventory, assessment.findings, declaring)
    found = explainer.of(address)
    if not found:
        return _not_found(address, explainer, form)
    unused = [(rule, declaring.rule_place(rule)) for rule in ready.classified.unused_rules]
    if form == "json":
        written = records.render(address, found, unused)
    else:
        written = WhyText(_style(), unused, verbose=verbose).render(found)
    deliver(written, None)
    return ExitCode.OK if all(one.known for one in found) else ExitCode.UNDETERMINED


def _not_found(address: str, explainer: Explainer, form: str) -> int:
    """Say that a module it lies in was not read, or that there is no such resource."""
    from hds_policy.cli.writing import deliver  # noqa: PLC0415 - as above
    from hds_policy.report.phrases import phrase  # noqa: PLC0415
    from hds_policy.report.why import records  # noqa: PLC0415

    gaps = explainer.unread_around(address)
    if not gaps:
        near = explainer.nearest(address)
        raise UsageError(
            f"no resource {address!r} in what was read",
            hint=f"nearest: {', '.join(near)}" if near else "hds-policy graph PATH --all --format json lists all",
        )
    if form == "json":
        deliver(records.render(address, (), (), gaps), None)
    else:
        for gap in gaps:
            said = _("{address}: not known, because {what} was not read: {reason}")
            click.echo(printable(said.format(address=address, what=gap.what, reason=phrase(gap.detail))))
    return ExitCode.UNDETERMINED


def _declaring(read: Read) -> Declaring:
    """What finds the place of a declaration, with the lines of the estate file."""
    from hds_policy.config.rule_lines import rule_lines  # noqa: PLC0415 - as above
    from hds_policy.graph.declaring import Declaring  # noqa: PLC0415

    file = Path(read.estate.file) if read.estate.file else None
    return Declaring(read.knowledge.catalogue, read.estate, rule_lines(file) if file else (), file.name if file else "")


def _style() -> Style:
    from hds_policy.report.text.style import Style  # noqa: PLC0415 - as above

    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Style.of(colour, min(shutil.get_terminal_size((100, 24)).columns, _MAX_WIDTH))

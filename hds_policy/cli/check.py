"""``hds-policy check``: judge what is written in files."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from hds_policy.cli.reading import read_paths, reading_options
from hds_policy.cli.writing import Destination, destinations, write_reports
from hds_policy.report import FORMATS


@click.command()
@reading_options
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="Format of the report; default: text."
)
@click.option(
    "--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write a report to a file; can be repeated."
)
@click.option("--strict", is_flag=True, help="A result that asks for a human counts like an undetermined one.")
@click.option("--verbose", is_flag=True, help="List everything that is otherwise counted.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def check(
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    strict: bool,
    verbose: bool,
    debug: bool,  # noqa: ARG001 - read by main
    **reading: Any,
) -> int:
    """Judge Terraform: who operates each HDS layer of what carries health data, where, and is it certified?

    PATH is a folder or file of configuration, a plan (terraform show -json), a state, or - for a plan or state from the
    standard input; default: the current folder.
    """
    where = destinations(formats, outputs)
    read = read_paths(**reading)
    from hds_policy.pipeline import assess  # noqa: PLC0415 - after the arguments are known to be right

    assessment = assess(read.collected.inventory, read.estate, read.knowledge, read.day, strict=strict)
    write_reports(assessment, where, read.collected.source, colour=_colour(where), verbose=verbose)
    return assessment.exit_code


def _colour(where: tuple[Destination, ...]) -> bool:
    to_terminal = any(entry.file is None for entry in where) and sys.stdout.isatty()
    return to_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

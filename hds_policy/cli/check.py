"""``hds-policy check``: judge what is written in files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from hds_policy.cache import Answer
from hds_policy.cli.engine import engine_maker, engine_options
from hds_policy.cli.reading import day_of, read_paths, reading_options, rule_options
from hds_policy.cli.remembering import answers_for, files_read, keep_facts
from hds_policy.cli.writing import Destination, destinations, looks_of, rendered, write_reports
from hds_policy.report import FORMATS


@click.command()
@reading_options
@rule_options
@engine_options
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="Format of the report; default: text."
)
@click.option(
    "--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write a report to a file; can be repeated."
)
@click.option("--strict", is_flag=True, help="A result that asks for a human counts like an undetermined one.")
@click.option("--verbose", is_flag=True, help="List everything that is otherwise counted.")
@click.option("--no-cache", is_flag=True, help="Read everything again, and keep no answer.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def check(  # noqa: PLR0913, PLR0917 - one argument for each option
    context: click.Context,
    /,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    strict: bool,
    verbose: bool,
    no_cache: bool,  # noqa: ARG001 - read from the context
    debug: bool,  # noqa: ARG001 - read by main
    **others: Any,
) -> int:
    """Judge Terraform: who operates each HDS layer of what carries health data, where, and is it certified?

    PATH is a folder or file of configuration, a plan (terraform show -json), a state, or - for a plan or state from the
    standard input; default: the current folder. A folder that has not changed since an equal run is answered from the
    cache of the user: see docs/cache.md.
    """
    where = destinations(formats, outputs)
    engine = engine_maker(others)
    looks = looks_of(where, colour=_colour(where))
    answers = answers_for(context, day_of(others["on"]), looks)
    answer = None if answers is None else answers.find()
    if answer is not None:
        if verbose:
            click.echo("nothing has changed since an equal run: answered from the cache", err=True)
        write_reports(where, answer.reports)
        return answer.code
    keep_facts(others["paths"] or (Path(),))
    read = read_paths(**others)
    from hds_policy.pipeline import assess  # noqa: PLC0415 - after the arguments are known to be right

    assessment = assess(
        read.collected.inventory,
        read.estate,
        read.knowledge,
        read.day,
        strict=strict,
        engine=engine,
        chosen=read.chosen,
    )
    reports = rendered(assessment, looks, read.collected.source, verbose=verbose)
    files = None if answers is None else files_read(read)
    if answers is not None and files is not None:
        answers.keep(Answer(assessment.exit_code, reports), files)
    write_reports(where, reports)
    return assessment.exit_code


def _colour(where: tuple[Destination, ...]) -> bool:
    to_terminal = any(entry.file is None for entry in where) and sys.stdout.isatty()
    return to_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

"""``hds-policy check``: judge what is written in files."""

from __future__ import annotations

import gc
import os
import sys
from datetime import date, datetime
from pathlib import Path

import click

from hds_policy.cli.progress import Progress
from hds_policy.cli.writing import Destination, destinations, write_reports
from hds_policy.errors import UsageError
from hds_policy.report import FORMATS

# HDS certification takes the place of the former approval from 1 April 2018 on (décret 2018-137).
_FIRST_DAY = date(2018, 1, 1)
_LAST_DAY = date(2200, 12, 31)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Estate file; default: hds-policy.toml at the top of PATH."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the evaluation; default: today.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="Format of the report; default: text."
)
@click.option(
    "--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write a report to a file; can be repeated."
)
@click.option(
    "--assume", type=click.Choice(["health"]), help="Treat every unmarked store as health data, for this run."
)
@click.option(
    "--var-file", "var_files", multiple=True, type=click.Path(path_type=Path), help="Terraform variables file."
)
@click.option("--var", "variables", multiple=True, metavar="NAME=VALUE", help="Terraform variable.")
@click.option(
    "--source", type=click.Path(path_type=Path), metavar="DIR", help="Configuration of a plan or state, for its lines."
)
@click.option("--workspace", default="", metavar="NAME", help="Terraform workspace; default: not known.")
@click.option(
    "--hcl-parser", type=click.Choice(["fast", "python-hcl2"]), default="fast", help="Reader of HCL; default: fast."
)
@click.option("--strict", is_flag=True, help="A result that asks for a human counts like an undetermined one.")
@click.option("--verbose", is_flag=True, help="List everything that is otherwise counted.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def check(  # noqa: PLR0913, PLR0917 - one argument for each option
    paths: tuple[Path, ...],
    config: Path | None,
    on: datetime | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    assume: str | None,
    var_files: tuple[Path, ...],
    variables: tuple[str, ...],
    source: Path | None,
    workspace: str,
    hcl_parser: str,
    strict: bool,
    verbose: bool,
    debug: bool,  # noqa: ARG001 - read by main
) -> int:
    """Judge Terraform: who operates each HDS layer of what carries health data, where, and is it certified?

    PATH is a folder or file of configuration, a plan (terraform show -json), a state, or - for a plan or state from the
    standard input; default: the current folder.
    """
    from hds_policy.collection import STANDARD_INPUT, collect_all  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.pipeline import Knowledge, assess, estate_of  # noqa: PLC0415

    # What is read stays until the process ends: looking for garbage in it costs a third of the run.
    gc.disable()
    day = _day(on)
    where = destinations(formats, outputs)
    paths = paths or (Path(),)
    knowledge = Knowledge.shipped()
    folders = tuple(Path() if path == STANDARD_INPUT else path for path in paths)
    estate = estate_of(folders, config, knowledge, assume_health=assume == "health")
    progress = Progress()
    try:
        collected = collect_all(
            paths,
            {
                "var_files": var_files,
                "variables": variables,
                "source": source,
                "workspace": workspace,
                "parser": hcl_parser,
            },
            progress,
            Path(estate.file) if estate.file else None,
        )
    finally:
        progress.close()
    assessment = assess(collected.inventory, estate, knowledge, day, strict=strict)
    write_reports(assessment, where, collected.source, colour=_colour(where), verbose=verbose)
    return assessment.exit_code


def _day(given: datetime | None) -> date:
    """The day of the evaluation; one before there were certificates, or beyond sight, is a slip of the pen."""
    day = given.date() if given else date.today()
    if given and not _FIRST_DAY <= day <= _LAST_DAY:
        raise UsageError(f"--on {day}: not between {_FIRST_DAY} and {_LAST_DAY}", hint="certificates exist since 2018")
    return day


def _colour(where: tuple[Destination, ...]) -> bool:
    to_terminal = any(entry.file is None for entry in where) and sys.stdout.isatty()
    return to_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

"""From what was read to its reports: the options and the last step that every command shares that judges."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hds_policy.cli.reading import Read
from hds_policy.cli.speaking import language_option
from hds_policy.cli.writing import Destination
from hds_policy.report import FORMATS

if TYPE_CHECKING:
    from hds_policy.evaluation import EngineMaker
    from hds_policy.model import Assessment

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(list(FORMATS)),
        help="Format of the report; default: text.",
    ),
    click.option(
        "--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write a report to a file; can be repeated."
    ),
    language_option,
    click.option("--strict", is_flag=True, help="A result that asks for a human counts like an undetermined one."),
    click.option("--verbose", is_flag=True, help="List everything that is otherwise counted."),
    click.option(
        "--explain", "explain", is_flag=True, help="Say under each finding what it means and what would comply."
    ),
)


def report_options(command: _Command) -> _Command:
    """Add the options that say what is reported, and where."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def assessed(read: Read, engine: EngineMaker, *, strict: bool, explain: bool = False) -> Assessment:
    """Judge what was read.

    Args:
        explain: also ask what would comply in the place of what does not.

    Raises:
        EngineError: the rules could not be evaluated as a whole.
    """
    from hds_policy.pipeline import judge, prepare  # noqa: PLC0415 - after the arguments are known to be right

    estate, knowledge, day = read.estate, read.knowledge, read.day
    ready = prepare(read.collected.inventory, estate, knowledge, day)
    found = judge(ready, estate, knowledge, day, strict=strict, engine=engine, chosen=read.chosen)
    if not explain:
        return found
    from hds_policy.nearest import with_nearest  # noqa: PLC0415 - only then

    return with_nearest(found, ready, knowledge, day, engine)


def colour_of(where: tuple[Destination, ...]) -> bool:
    """Whether what goes to stdout is coloured."""
    to_terminal = any(entry.file is None for entry in where) and sys.stdout.isatty()
    return to_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

"""Write a man page for each command, from the commands themselves: ``make man`` puts them into build/man."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click_man.core import generate_man_page

from hds_policy import __version__
from hds_policy.cli import cli

ROOT = Path(__file__).resolve().parents[1]
# The day a page is made is no property of it: equal commands make equal pages.
_DATE = "1970-01-01"


def pages(
    command: click.Command = cli, name: str = "hds-policy", above: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """(file name, roff text) of the page of a command and of all below it; hidden ones have none."""
    context = click.Context(command, info_name=name, parent=above)
    yield f"{context.command_path.replace(' ', '-')}.1", generate_man_page(context, version=__version__, date=_DATE)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from pages(found, child, context)


def main(arguments: list[str] | None = None) -> int:
    """Write the pages; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "build" / "man")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (options.folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

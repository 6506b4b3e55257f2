"""``hds-policy init``: a commented estate file made from what a folder holds."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hds_policy.errors import UsageError


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the file instead of writing it.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def init(folder: Path, to_stdout: bool, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """Write a commented hds-policy.toml from what is seen in DIR; nothing is declared yet, and no file is replaced."""
    from hds_policy.cli.writing import write_whole  # noqa: PLC0415 - --help needs none of this
    from hds_policy.collection import collect_all  # noqa: PLC0415
    from hds_policy.config import FILE_NAME  # noqa: PLC0415
    from hds_policy.config.template import render_estate  # noqa: PLC0415
    from hds_policy.pipeline import Knowledge, placements_if_health  # noqa: PLC0415

    target = folder / FILE_NAME
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    if not to_stdout and os.path.lexists(target):
        raise UsageError(f"{target}: is there already", hint="print the proposal with --stdout and take what you need")
    knowledge = Knowledge.shipped()
    inventory = collect_all((folder,), {}).inventory
    text = render_estate(
        inventory,
        name=folder.resolve().name,
        placements=placements_if_health(inventory, knowledge),
        hosters=knowledge.registry.hosters,
    )
    if to_stdout:
        click.echo(text, nl=False)
    else:
        write_whole(target, text)
        click.echo(f"wrote {target}", err=True)
    return 0

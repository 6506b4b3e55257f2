"""``hds-policy policies new``: a custom rule to begin with."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("name", metavar="ORGANISATION.NAME")
@click.option(
    "--in", "folder", type=click.Path(path_type=Path), default=Path("policies"), help="Folder; default: policies."
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def new(name: str, folder: Path, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """Write a custom rule with its tests and examples, which `hds-policy policies test` accepts as they are.

    ORGANISATION.NAME is the place of the rule, e.g. acme.known_hosters: its package is
    custom.acme.rules.known_hosters. Nothing that exists is changed.
    """
    from hds_policy.rules.new_rule import write_rule  # noqa: PLC0415 - --help needs none of this

    identifier, files = write_rule(folder, name)
    for file in files:
        click.echo(f"wrote {file}")
    click.echo(f"{identifier}: change what it asks, then run `hds-policy policies test {folder}`", err=True)
    return 0

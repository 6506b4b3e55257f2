"""``hds-policy policies gatekeeper``: what one object of a cluster can be asked when it is made."""

from __future__ import annotations

from pathlib import Path

import click

from hds_policy.errors import UsageError


@click.command()
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder.")
@click.option(
    "--enforcement",
    type=click.Choice(["deny", "warn", "dryrun"]),
    default="warn",
    help="What Gatekeeper does; default: warn.",
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def gatekeeper(folder: Path, enforcement: str, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """Write ConstraintTemplates for Gatekeeper, and a constraint for each, into DIR.

    Only what one object says is asked at admission: whether a store is classified, and whether health data goes to a
    storage class you have checked and a region inside the EEA. Who performs which layer is for `hds-policy check`.
    """
    from hds_policy.cli.writing import write_whole  # noqa: PLC0415 - --help needs none of this
    from hds_policy.evaluation.gatekeeper import manifests  # noqa: PLC0415
    from hds_policy.hosters import load_regions  # noqa: PLC0415

    found = manifests(load_regions(), enforcement)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror}") from error
    for name, text in found.items():
        write_whole(folder / name, text)
    click.echo(
        f"wrote {len(found)} files to {folder}; storage-class-constraint.yaml needs your storage classes", err=True
    )
    return 0

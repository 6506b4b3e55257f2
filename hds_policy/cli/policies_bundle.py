"""``hds-policy policies bundle``: the rules as an OPA bundle."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "-o", "--output", "output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="bundle.tar.gz"
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def bundle(output: Path, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """Write the rules as an OPA bundle, with the registry, the law and the catalogue in it as data.

    The revision in its manifest is the digest of the rules: `hds-policy check --engine opa` demands it of the server.
    The same version of hds-policy writes the same bytes.
    """
    from hds_policy.cli.writing import write_whole  # noqa: PLC0415 - --help needs none of this
    from hds_policy.evaluation.bundle import bundle as build  # noqa: PLC0415
    from hds_policy.evaluation.revision import revision_of  # noqa: PLC0415
    from hds_policy.rules import load_rules  # noqa: PLC0415

    rules = load_rules()
    write_whole(output, build(rules))
    click.echo(f"wrote {output}: {len(rules.rules)} rules, revision {revision_of(rules.modules)}", err=True)
    return 0

"""``hds-policy types``: what each resource type is for HDS, and which ones nothing has been decided for."""

from __future__ import annotations

import json
from pathlib import Path

import click

from hds_policy.catalogue import Role
from hds_policy.errors import ExitCode, UsageError


@click.command()
@click.argument("source", required=False, metavar="[PROVIDER|FILE]")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Only types of this role.")
@click.option("--undecided", is_flag=True, help="Only types without a decision; exit code 3 when there is one.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def types(source: str | None, role: str | None, undecided: bool, form: str, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """List resource types: role, service, the layers the hoster operates, and where the answer comes from.

    PROVIDER is a provider of the catalogue; default: all of them. FILE is a list of types that you bring, such as the
    output of `terraform providers schema -json`, or one type a line.
    """
    from hds_policy.catalogue.listing import types_table  # noqa: PLC0415 - --help needs none of this

    if role and undecided:
        raise UsageError("--role and --undecided exclude each other", hint="a type without a decision has no role")
    rows = _rows(source)
    if not rows:
        raise UsageError(f"{source}: lists no resource type", hint="a check over nothing is no check")
    found = [row for row in rows if (row["role"] == role if role else True) and not (undecided and row["decided"])]
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else types_table(found))
    return ExitCode.UNDETERMINED if undecided and found else ExitCode.OK


def _rows(source: str | None) -> list[dict[str, object]]:
    from difflib import get_close_matches  # noqa: PLC0415

    from hds_policy.catalogue import load_catalogue  # noqa: PLC0415
    from hds_policy.catalogue.listing import decisions_of, types_of  # noqa: PLC0415
    from hds_policy.catalogue.names import read_names  # noqa: PLC0415

    catalogue = load_catalogue()
    files = catalogue.provider_files
    if source is None:
        return [row for file in files for row in types_of(catalogue, file)]
    provider = catalogue.provider(source)
    if source in files or provider is not None:
        return types_of(catalogue, source if provider is None else provider.file)
    if Path(source).exists():
        return decisions_of(catalogue, read_names(Path(source)))
    near = get_close_matches(source, files, n=1) or [", ".join(files)]
    raise UsageError(f"{source}: neither a provider of the catalogue nor a file", hint=f"nearest: {near[0]}")

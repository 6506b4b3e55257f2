"""``hds-policy aws-policy``: the IAM policy that a scan of AWS needs."""

from __future__ import annotations

import click

from hds_policy.errors import UsageError

_FORMATS = ("json", "cloudformation", "terraform")


@click.command()
@click.option(
    "--service", "services", multiple=True, metavar="NAME", help="Only what this service needs; default: all."
)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="json", help="Format; default: json.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def aws_policy(services: tuple[str, ...], form: str, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """Print the IAM policy that `hds-policy scan aws` needs: exactly what its modules declare, and nothing to write.

    A further document denies reading what is stored, so that no other policy of the role allows it. cloudformation and
    terraform print a role with all of them, to roll out over an organisation.
    """
    from hds_policy.scanning import load_scanner  # noqa: PLC0415 - --help needs none of this

    permissions = load_scanner("aws").permissions
    if permissions is None:
        raise UsageError("the scanner aws does not tell its permissions", hint="reinstall hds-policy")
    click.echo(permissions(form, services), nl=False)
    return 0

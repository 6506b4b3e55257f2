"""``hds-policy evidence keygen``: a key that signs bundles."""

from __future__ import annotations

from pathlib import Path

import click

from hds_policy.cli.evidence_files import PASSPHRASE, passphrase

_YEARS = 2


@click.command()
@click.option(
    "-o", "--output", "output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Private key."
)
@click.option("--algorithm", type=click.Choice(["p256", "ed25519"]), default="p256", help="Kind of key; default: p256.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def keygen(output: Path, algorithm: str, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """Write a new private key to FILE and its public key to FILE.pub, and print what a trust file says of it.

    FILE is encrypted when the environment variable HDS_POLICY_EVIDENCE_PASSPHRASE is set. No file is replaced.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - --help needs none of this

    from hds_policy.evidence.durable import write_durably  # noqa: PLC0415
    from hds_policy.evidence.keys import keyid_of, new_key, read_public  # noqa: PLC0415

    lock = passphrase()
    private, public = new_key(algorithm, lock)
    write_durably(output, private, private=True, replace=False)
    write_durably(output.with_name(output.name + ".pub"), public, replace=False)
    today = datetime.now(UTC).date()
    text = public.decode()
    click.echo(
        f'schema = 1\n[[keys]]\nname = "{keyid_of(read_public(text))[:16]}"\nvalid_from = {today}\n'
        f'valid_until = {today.replace(year=today.year + _YEARS, day=min(today.day, 28))}\npublic_key = """\n{text}"""'
    )
    if not lock:
        click.echo(f"{output} is not encrypted: keep it from others, or set {PASSPHRASE}", err=True)
    return 0

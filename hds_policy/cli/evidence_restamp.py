"""``hds-policy evidence restamp``: a further time-stamp over the signature file, before the first grows old."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from hds_policy.cli.evidence_files import read_file
from hds_policy.errors import UsageError


@click.command()
@click.argument("bundle", type=click.Path(path_type=Path), metavar="BUNDLE")
@click.option("--tsa", required=True, metavar="URL", help="Time-stamping authority (RFC 3161) to ask.")
@click.option(
    "--trust", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Keys and authorities you rely on."
)
@click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Time-stamp (.tsr).",
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def restamp(bundle: Path, tsa: str, trust: Path, output: Path, debug: bool) -> int:  # noqa: ARG001 - --debug is main's
    """Write a time-stamp over the whole signature file of a valid bundle to FILE; the bundle stays as it is.

    Keep it beside the bundle: `openssl ts -verify -data evidence.sigstore.json -in FILE` takes it. Nothing is written
    when the bundle, or the time-stamp, does not verify with the trust file.
    """
    from hds_policy.evidence.archive import MAX_ARCHIVE  # noqa: PLC0415 - --help needs none of this
    from hds_policy.evidence.authority import asking  # noqa: PLC0415
    from hds_policy.evidence.durable import write_durably  # noqa: PLC0415
    from hds_policy.evidence.layout import SIGNATURE  # noqa: PLC0415
    from hds_policy.evidence.timestamps import stamped  # noqa: PLC0415
    from hds_policy.evidence.trust import read_trust  # noqa: PLC0415
    from hds_policy.evidence.verification import Outcome, verify  # noqa: PLC0415

    relied_on, ask = read_trust(trust), asking(tsa)
    found = verify(read_file(bundle, MAX_ARCHIVE), relied_on, datetime.now(UTC))
    if found.outcome is not Outcome.OK:
        wrong = next(step for step in found.steps if step.outcome is found.outcome)
        raise UsageError(f"{bundle}: not a valid bundle: {wrong.name}: {wrong.detail}", hint="nothing was written")
    write_durably(output, stamped(found.files[SIGNATURE], ask, relied_on.authorities))
    click.echo(f"wrote {output}: a time-stamp over {SIGNATURE} of {bundle}", err=True)
    return 0

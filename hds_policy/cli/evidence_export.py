"""``hds-policy evidence export``: check, and keep the proof of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from hds_policy.cli.engine import engine_maker, engine_options
from hds_policy.cli.evidence_files import passphrase, read_file, read_key
from hds_policy.cli.reading import Read, read_paths, reading_options, rule_options
from hds_policy.errors import UsageError

if TYPE_CHECKING:
    from hds_policy.evaluation import EngineMaker
    from hds_policy.evidence.export import Judged, Sealed, Stamp
    from hds_policy.evidence.keys import Signer
    from hds_policy.evidence.remote_keys import RemoteSigner
    from hds_policy.evidence.trust import Trust

_BY_VALUE = frozenset(
    {"assume", "config_from", "engine", "env_vars", "hcl_parser", "no_inline_waivers", "profile", "render", "strict"}
) | {"workspace"}
_BY_NAME = frozenset({"config", "var_files", "policies", "source"})
"""Paths of which only the last part is told: the rest names machines and people."""


@click.command()
@reading_options
@rule_options
@engine_options
@click.option("--strict", is_flag=True, help="A result that asks for a human counts like an undetermined one.")
@click.option(
    "-o", "--output", "output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Bundle."
)
@click.option(
    "--key",
    metavar="FILE|ADDRESS",
    help="Private key: a file of `evidence keygen`, or awskms:…, azurekms:…, gcpkms:…, hv:…, hsm:… with --public-key.",
)
@click.option(
    "--public-key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Public key (PEM) of a --key by address.",
)
@click.option("--unsigned", is_flag=True, help="Write a bundle that proves nothing of who made it.")
@click.option(
    "--scope", default="", metavar="TEXT", help="What is checked, in your words; default: name of the estate."
)
@click.option("--pdf", is_flag=True, help="Add the report as PDF, in French and English.")
@click.option(
    "--previous", type=click.Path(path_type=Path), metavar="FILE", help="The bundle before this one in the chain."
)
@click.option("--tsa", default="", metavar="URL", help="Time-stamping authority (RFC 3161) to ask; needs --trust.")
@click.option(
    "--trust", type=click.Path(path_type=Path), metavar="FILE", help="Write only a bundle that verifies with this file."
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def export(  # noqa: PLR0913, PLR0917 - one argument for each option
    context: click.Context,
    /,
    output: Path,
    key: str | None,
    public_key: Path | None,
    unsigned: bool,
    scope: str,
    pdf: bool,
    previous: Path | None,
    tsa: str,
    trust: Path | None,
    strict: bool,
    debug: bool,  # noqa: ARG001 - read by main
    **others: Any,
) -> int:
    """Check PATH as `hds-policy check` does, and write a bundle that proves what was checked and what came out.

    Nothing comes from the cache. Exit codes are those of check: a bundle of a run that fails is written, and is 1.
    """
    if (key is None) is not unsigned:
        raise UsageError(
            "give --key FILE, or --unsigned for a bundle that is not signed", hint="evidence keygen makes one"
        )
    if output.is_dir() or not output.absolute().parent.is_dir():
        raise UsageError(f"{output}: no file can be written there")
    from hds_policy.evidence.durable import write_durably  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.evidence.export import About  # noqa: PLC0415
    from hds_policy.evidence.export import export as seal  # noqa: PLC0415

    signer = None if key is None else _signer(key, public_key)
    relied_on, stamp = _trusted(trust, tsa, unsigned=unsigned)
    sequence, head = _after(previous)
    started = _now()
    options = _options(context)
    engine = engine_maker(others)
    read = read_paths(**others)
    judged = judged_of(read, engine, strict=strict)
    named = scope or read.estate.name or "hds-policy"
    about = About(named, started, _now(), options, strict, sequence, head, pdf)
    sealed = seal(judged, about, signer, stamp)
    if relied_on is not None:
        _demand_verified(sealed, relied_on)
    write_durably(output, sealed.archive)
    _tell(sealed, output, sequence, signed=signer is not None, code=judged.assessment.exit_code)
    return judged.assessment.exit_code


def _signer(key: str, public: Path | None) -> Signer | RemoteSigner:
    from hds_policy.evidence.keys import read_signer  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.evidence.remote_keys import is_remote, remote_signer  # noqa: PLC0415

    if is_remote(key) is not (public is not None):
        raise UsageError("--public-key goes with a --key that is an address such as awskms:alias/hds")
    if public is not None:
        return remote_signer(key, read_key(public), passphrase())
    return read_signer(read_key(Path(key)), passphrase())


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _trusted(trust: Path | None, tsa: str, *, unsigned: bool) -> tuple[Trust | None, Stamp | None]:
    """The trust file, and what asks the authority for a time-stamp that this file can verify."""
    if unsigned and (trust or tsa):
        raise UsageError("--trust and --tsa are for signed bundles", hint="give --key instead of --unsigned")
    if tsa and trust is None:
        raise UsageError("--tsa needs --trust: a time-stamp that cannot be verified is not written")
    if trust is None:
        return None, None
    from hds_policy.evidence.authority import asking  # noqa: PLC0415 - only then
    from hds_policy.evidence.timestamps import stamped  # noqa: PLC0415
    from hds_policy.evidence.trust import read_trust  # noqa: PLC0415

    relied_on = read_trust(trust)
    if not tsa:
        return relied_on, None
    ask = asking(tsa)
    return relied_on, lambda signature: stamped(signature, ask, relied_on.authorities)


def _demand_verified(sealed: Sealed, trust: Trust) -> None:
    from hds_policy.evidence.verification import Outcome, verify  # noqa: PLC0415 - only then

    found = verify(sealed.archive, trust, datetime.now(UTC))
    if found.outcome is not Outcome.OK:
        wrong = next(step for step in found.steps if step.outcome is found.outcome)
        raise UsageError(
            f"the bundle does not verify with the trust file: {wrong.name}: {wrong.detail}", hint="nothing was written"
        )


def _after(previous: Path | None) -> tuple[int, str]:
    """Number of the bundle, and the digest of the statement before it."""
    if previous is None:
        return 1, ""
    from hds_policy.evidence.archive import MAX_ARCHIVE  # noqa: PLC0415 - only then
    from hds_policy.evidence.verification import head_of  # noqa: PLC0415

    run, head = head_of(read_file(previous, MAX_ARCHIVE), str(previous))
    return run.sequence + 1, head


def judged_of(read: Read, engine: EngineMaker, *, strict: bool) -> Judged:
    """The answer, with everything it was judged by.

    Raises:
        EngineError: the rules could not be evaluated as a whole.
    """
    from hds_policy.evidence.export import Judged  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.pipeline import judge, prepare  # noqa: PLC0415

    ready = prepare(read.collected.inventory, read.estate, read.knowledge, read.day)
    assessment = judge(ready, read.estate, read.knowledge, read.day, strict=strict, engine=engine, chosen=read.chosen)
    return Judged(assessment, read.estate, read.knowledge, read.chosen, ready.holders, read.collected.base)


def _options(context: click.Context) -> dict[str, Any]:
    """What was given on the command line; a value that may be secret, or name a machine, is left out."""
    given: dict[str, Any] = {}
    for name, value in sorted(context.params.items()):
        if context.get_parameter_source(name) in {ParameterSource.DEFAULT, None}:
            continue
        if name == "on":
            given[name] = value.date().isoformat()
        elif name == "variables":
            given[name] = [text.partition("=")[0] for text in value]
        elif name in _BY_VALUE:
            given[name] = value
        elif name in _BY_NAME:
            given[name] = [path.name for path in value] if isinstance(value, tuple) else value.name
    return given


def _tell(sealed: Sealed, output: Path, sequence: int, *, signed: bool, code: int) -> None:
    import hashlib  # noqa: PLC0415 - only at the end

    head = hashlib.sha256(sealed.statement).hexdigest()
    click.echo(
        f"wrote {output}: {sealed.top}, verdict {int(code)}, number {sequence}, statement sha256 {head}", err=True
    )
    if sealed.redacted:
        click.echo(f"{sealed.redacted} texts that look like secrets were taken out: see redactions.json", err=True)
    if not signed:
        warning = "NOT SIGNED: this bundle proves nothing of who made it, and anybody can change it"
        click.echo(click.style(warning, fg="red", bold=True), err=True)

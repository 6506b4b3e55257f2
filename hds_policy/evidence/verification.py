"""Verify a bundle: in memory, stage by stage; whatever cannot be told is told, and is never valid."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hds_policy.errors import UsageError
from hds_policy.evidence import layout
from hds_policy.evidence.archive import unpacked
from hds_policy.evidence.bag import check_bag, digest
from hds_policy.evidence.crosschecks import check_content
from hds_policy.evidence.envelope import Envelope, read_envelope, signed_bytes
from hds_policy.evidence.problems import InvalidError, UnverifiableError
from hds_policy.evidence.shape import Run, decoded
from hds_policy.evidence.statement import statement
from hds_policy.evidence.timestamps import verified_time
from hds_policy.evidence.trust import Trust, TrustedKey

_SKEW = timedelta(minutes=10)
"""How far two clocks may be apart."""
_LATE = timedelta(days=1)
"""How long after a run a time-stamp says nothing special."""


class Outcome(StrEnum):
    """What became of a step."""

    OK = "ok"
    NOTE = "note"
    """Not asked for, and said so."""
    UNKNOWN = "unknown"
    """Could not be verified."""
    INVALID = "invalid"


class Step(Struct, frozen=True):
    """A step of the verification and what came of it, for a person."""

    name: str
    outcome: Outcome
    detail: str


class Verified(Struct, frozen=True):
    """What a verification has found; ``run`` and ``head`` are None and empty when it did not come so far.

    Attributes:
        steps: in order; the first invalid one ends them.
        run: what the bundle says of itself.
        head: SHA-256 of its statement.
        files: every file of the bundle.
    """

    steps: tuple[Step, ...]
    run: Run | None = None
    head: str = ""
    files: dict[str, bytes] = {}

    @property
    def outcome(self) -> Outcome:
        """Invalid before unknown; ok only when nothing is either."""
        found = {step.outcome for step in self.steps}
        return next((one for one in (Outcome.INVALID, Outcome.UNKNOWN) if one in found), Outcome.OK)


def read_bundle(data: bytes) -> tuple[Run, dict[str, bytes]]:
    """A bundle whose files agree with its manifests and with each other, whoever made it.

    Raises:
        InvalidError: it was changed, or is none.
        UnverifiableError: it is of a format that this version does not know.
    """
    top, files = unpacked(data)
    _demand_format(files)
    missing = sorted(layout.REQUIRED - set(files))
    if missing:
        raise InvalidError("archive", f"{missing[0]} is missing")
    check_bag(files, top)
    run = decoded(files[layout.RUN], Run, layout.RUN)
    if not top.endswith(f"_{run.finished_at:%Y%m%dT%H%M%SZ}_{run.id}"):
        raise InvalidError("content", "the top folder is of another run")
    check_content(files, run)
    return run, files


class _Format(Struct):
    format: str


def _demand_format(files: dict[str, bytes]) -> None:
    """A later format may have other files: say so before something is called missing."""
    try:
        found = msgspec.json.decode(files.get(layout.RUN, b"{}"), type=_Format).format
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError("format", f"{layout.RUN} is missing or none: {error}") from error
    if found != layout.FORMAT:
        if found.startswith(layout.FORMAT_NAME):
            raise UnverifiableError("format", f"{found[:80]}: this version of hds-policy knows {layout.FORMAT}")
        raise InvalidError("format", "not a bundle of hds-policy")


def inspect(data: bytes) -> Verified:
    """What a bundle says, when its files agree; who made it is not looked at."""
    try:
        run, files = read_bundle(data)
    except InvalidError as error:
        return Verified((Step(error.stage, Outcome.INVALID, error.message),))
    except UnverifiableError as error:
        return Verified((Step(error.stage, Outcome.UNKNOWN, error.message),))
    agreed = Step("content", Outcome.OK, f"{len(files)} files agree with the manifests and with each other")
    return Verified((agreed,), run, digest(_statement(run, files)), files)


def head_of(data: bytes, name: str) -> tuple[Run, str]:
    """Run and statement digest of the bundle another one follows.

    Raises:
        UsageError: its files do not agree, or it is of a later format.
    """
    found = inspect(data)
    if found.run is None:
        raise UsageError(f"{name}: not a bundle that another one can follow: {found.steps[-1].detail}")
    return found.run, found.head


def _statement(run: Run, files: dict[str, bytes]) -> bytes:
    return statement(run, digest(files[layout.MANIFEST]), digest(files[layout.TAG_MANIFEST]))


def verify(data: bytes, trust: Trust | None, now: datetime) -> Verified:
    """Verify the bytes of a bundle.

    Args:
        trust: what the auditor relies on; None when nothing is given, which leaves the signature open.
        now: the moment of the verification, for keys of bundles without a time-stamp.
    """
    found = inspect(data)
    if found.run is None:
        return found
    run, files, steps = found.run, found.files, list(found.steps)
    payload = _statement(run, files)
    try:
        steps += _signature(run, files, payload, trust, now)
        if trust is not None:
            steps += _accepted(run, payload, trust)
    except InvalidError as error:
        steps.append(Step(error.stage, Outcome.INVALID, error.message))
    except UnverifiableError as error:
        steps.append(Step(error.stage, Outcome.UNKNOWN, error.message))
    return replace(found, steps=tuple(steps))


def _signature(run: Run, files: dict[str, bytes], payload: bytes, trust: Trust | None, now: datetime) -> list[Step]:
    envelope = read_envelope(files[layout.SIGNATURE]) if layout.SIGNATURE in files else None
    if run.signature == "none" and envelope is None:
        raise UnverifiableError("signature", "the bundle is not signed: anybody can have made or changed it")
    if run.signature != "dsse" or envelope is None:
        raise InvalidError("signature", "the signature was removed or added")
    if envelope.payload != payload:
        raise InvalidError("signature", "the signed statement is of another bundle")
    if {"none": False, "rfc3161": True}.get(run.timestamp) is not bool(envelope.token):
        raise InvalidError("time", "the time-stamp was removed or added")
    if trust is None:
        raise UnverifiableError("signature", "no trust file: nobody says whose signature counts")
    key = _signing_key(envelope, trust)
    signed = Step("signature", Outcome.OK, f"signed with the key {key.name} ({envelope.keyid})")
    return [signed, *_time(run, envelope, key, trust, now)]


def _signing_key(envelope: Envelope, trust: Trust) -> TrustedKey:
    from hds_policy.evidence.keys import demand_library, is_signed_by, keyid_of, read_public  # noqa: PLC0415 - an extra

    demand_library()
    for key in trust.keys:
        public = read_public(key.public_key)
        if keyid_of(public) == envelope.keyid:
            if not is_signed_by(public, envelope.signature, signed_bytes(envelope.payload)):
                raise InvalidError("signature", f"not a signature of the key {key.name}")
            return key
    raise InvalidError("signature", f"signed with a key that is not trusted ({envelope.keyid})")


def _time(run: Run, envelope: Envelope, key: TrustedKey, trust: Trust, now: datetime) -> list[Step]:
    if not envelope.token:
        if trust.require_timestamp:
            raise InvalidError("time", "no time-stamp, and the trust file demands one")
        _demand_valid(key, now.astimezone(UTC).date(), proven=False)
        return [Step("time", Outcome.NOTE, "no time-stamp: the time is only what the signer says")]
    stamp = verified_time(envelope.token, envelope.signature, trust.authorities)
    _demand_valid(key, stamp.at.astimezone(UTC).date(), proven=True)
    if stamp.at < run.finished_at - _SKEW:
        raise InvalidError("time", f"stamped at {stamp.at}, before the run ended by its own words ({run.finished_at})")
    if stamp.at > now + _SKEW:
        raise InvalidError("time", f"stamped at {stamp.at}, which is not yet")
    claims = "yes, and the EU trusted list was not looked at" if stamp.claims_qualified else "no"
    told = f"stamped at {stamp.at} by {stamp.authority} (policy {stamp.policy}; claims to be qualified: {claims})"
    late = stamp.at - run.finished_at
    if late > _LATE:
        return [Step("time", Outcome.NOTE, f"{told}, {late.days} days after the run ended by its own words")]
    return [Step("time", Outcome.OK, told)]


def _demand_valid(key: TrustedKey, day: date, *, proven: bool) -> None:
    """The key was in force on the day of the signature.

    Raises:
        InvalidError: it was not.
        UnverifiableError: the day is not proven, and the key is not in force today.
    """
    if not proven:
        if key.revoked_on is not None or not key.valid_from <= day <= key.valid_until:
            why = "is revoked" if key.revoked_on else "is not in force today"
            raise UnverifiableError("time", f"the key {key.name} {why}, and no time-stamp says when it signed")
        return
    if not key.valid_from <= day <= key.valid_until:
        raise InvalidError(
            "time", f"signed on {day}, the key {key.name} counts from {key.valid_from} to {key.valid_until}"
        )
    if key.revoked_on is not None and day >= key.revoked_on:
        raise InvalidError("time", f"signed on {day}, the key {key.name} was revoked on {key.revoked_on}")


def _accepted(run: Run, payload: bytes, trust: Trust) -> list[Step]:
    steps = [_listed("rules", run.policies, trust.policies), _listed("registry", run.registry.sha256, trust.registries)]
    if run.registry.own_sha256:
        steps.append(_listed("registry of the estate", run.registry.own_sha256, trust.registries))
    return [*steps, _chained(run, digest(payload), trust)]


def _listed(what: str, found: str, accepted: tuple[str, ...]) -> Step:
    if not accepted:
        return Step(what, Outcome.NOTE, f"{found}: the trust file accepts any")
    if found not in accepted:
        raise InvalidError(what, f"{found}: not among those the trust file accepts")
    return Step(what, Outcome.OK, found)


def _chained(run: Run, head: str, trust: Trust) -> Step:
    """The place in the chain against the last bundle the auditor has seen."""
    last = trust.last_head
    if last is None:
        return Step("chain", Outcome.NOTE, f"number {run.sequence}: the trust file names no bundle before it")
    if run.sequence == last.sequence and head == last.sha256:
        return Step("chain", Outcome.OK, f"number {run.sequence}: the one the trust file names")
    if run.sequence <= last.sequence:
        raise InvalidError("chain", f"number {run.sequence}: the trust file knows another number {last.sequence}")
    if run.sequence > last.sequence + 1:
        raise UnverifiableError(
            "chain", f"number {run.sequence}: verify those after number {last.sequence} first, in their order"
        )
    if run.previous != last.sha256:
        raise InvalidError("chain", f"number {run.sequence}: the bundle before it is not the one the trust file names")
    return Step("chain", Outcome.OK, f"number {run.sequence}, after the one the trust file names")

"""The trust file of an auditor: whose signatures count and until when. It never comes out of a bundle."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from hds_policy.errors import UsageError

_MAX_BYTES = 1 << 20
_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Revision = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
_Text = Annotated[str, Meta(min_length=1)]


class TrustedKey(Struct, frozen=True, forbid_unknown_fields=True):
    """A key that may sign: PEM, first and last day, and the day it was revoked."""

    name: _Text
    public_key: _Text
    valid_from: date
    valid_until: date
    revoked_on: date | None = None


class TrustedAuthority(Struct, frozen=True, forbid_unknown_fields=True):
    """A time-stamping authority: PEM of its root certificates, and of those between it and a root."""

    name: _Text
    roots: _Text
    intermediates: str = ""


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """The last bundle the auditor has accepted: its number and the SHA-256 of its statement."""

    sequence: Annotated[int, Meta(ge=1)]
    sha256: _Digest


class Trust(Struct, frozen=True, forbid_unknown_fields=True):
    """What an auditor relies on.

    Attributes:
        schema: of the file.
        keys, authorities: see there.
        policies: accepted revisions of the rules; empty for any.
        registries: accepted digests of the registry of hosters; empty for any.
        last_head: see there.
        require_timestamp: whether a bundle without a trusted time is refused.
    """

    schema: Literal[1]
    keys: Annotated[tuple[TrustedKey, ...], Meta(min_length=1)]
    authorities: tuple[TrustedAuthority, ...] = ()
    policies: tuple[_Revision, ...] = ()
    registries: tuple[_Digest, ...] = ()
    last_head: Head | None = None
    require_timestamp: bool = False


def read_trust(path: Path) -> Trust:
    """The trust file.

    Raises:
        UsageError: it cannot be read, or is not valid.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > _MAX_BYTES:
        raise UsageError(f"{path}: larger than {_MAX_BYTES >> 20} MiB")
    try:
        trust = msgspec.convert(tomllib.loads(data.decode()), Trust)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{path}: not a trust file: {error}", hint="docs/evidence.md shows one") from error
    for key in trust.keys:
        if key.valid_until < key.valid_from:
            raise UsageError(f"{path}: key {key.name}: ends before it begins")
    return trust

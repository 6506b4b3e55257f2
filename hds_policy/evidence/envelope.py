"""The file of the signature: a Sigstore bundle v0.3 around a DSSE envelope, signed with a key."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Final

from msgspec import Meta, Struct

from hds_policy.evidence.layout import SIGNATURE
from hds_policy.evidence.problems import InvalidError
from hds_policy.evidence.shape import decoded, encoded
from hds_policy.evidence.statement import PAYLOAD_TYPE

_MEDIA_TYPE: Final = "application/vnd.dev.sigstore.bundle.v0.3+json"
_STAGE = "signature"
_MAX_BYTES = 1 << 22


def _camel(name: str) -> str:
    # The JSON form of protobuf keeps the digits of rfc3161_timestamps where they are.
    first, *others = name.split("_")
    return first + "".join(word.title() for word in others)


class _Key(Struct, frozen=True, forbid_unknown_fields=True, rename=_camel):
    hint: str


class _Token(Struct, frozen=True, forbid_unknown_fields=True, rename=_camel):
    signed_timestamp: str


class _Tokens(Struct, frozen=True, forbid_unknown_fields=True, rename=_camel):
    rfc3161_timestamps: Annotated[tuple[_Token, ...], Meta(max_length=1)]


class _Material(Struct, frozen=True, forbid_unknown_fields=True, rename=_camel):
    public_key: _Key
    timestamp_verification_data: _Tokens


class _Signature(Struct, frozen=True, forbid_unknown_fields=True, rename=_camel):
    sig: str
    keyid: str


class _Dsse(Struct, frozen=True, forbid_unknown_fields=True, rename=_camel):
    payload: str
    payload_type: str
    signatures: Annotated[tuple[_Signature, ...], Meta(min_length=1, max_length=1)]


class _File(Struct, frozen=True, forbid_unknown_fields=True, rename=_camel):
    media_type: str
    verification_material: _Material
    dsse_envelope: _Dsse


class Envelope(Struct, frozen=True):
    """What is signed, by which key, and when.

    Attributes:
        payload: the statement.
        signature: over ``signed_bytes``.
        keyid: SHA-256 of the public key, as hexadecimal digits.
        token: RFC 3161 response over the signature; empty when there is none.
    """

    payload: bytes
    signature: bytes
    keyid: str
    token: bytes = b""


def signed_bytes(payload: bytes) -> bytes:
    """What a signature covers: the pre-authentication encoding of DSSE v1."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def envelope_bytes(envelope: Envelope) -> bytes:
    """The file of an envelope."""
    tokens = (_Token(_text(envelope.token)),) if envelope.token else ()
    return encoded(
        _File(
            _MEDIA_TYPE,
            _Material(_Key(envelope.keyid), _Tokens(tokens)),
            _Dsse(_text(envelope.payload), PAYLOAD_TYPE, (_Signature(_text(envelope.signature), envelope.keyid),)),
        )
    )


def read_envelope(data: bytes) -> Envelope:
    """The envelope of a file.

    Raises:
        InvalidError: it is not exactly what ``envelope_bytes`` writes.
    """
    if len(data) > _MAX_BYTES:
        raise InvalidError(_STAGE, f"{SIGNATURE} is larger than {_MAX_BYTES >> 20} MiB")
    file = decoded(data, _File, SIGNATURE)
    [signature] = file.dsse_envelope.signatures
    if file.media_type != _MEDIA_TYPE or file.dsse_envelope.payload_type != PAYLOAD_TYPE:
        raise InvalidError(_STAGE, f"{SIGNATURE}: of another kind or version")
    if signature.keyid != file.verification_material.public_key.hint:
        raise InvalidError(_STAGE, f"{SIGNATURE}: names two keys")
    tokens = file.verification_material.timestamp_verification_data.rfc3161_timestamps
    return Envelope(
        _bytes(file.dsse_envelope.payload),
        _bytes(signature.sig),
        signature.keyid,
        _bytes(tokens[0].signed_timestamp) if tokens else b"",
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise InvalidError(_STAGE, f"{SIGNATURE}: not base64: {error}") from error
    if not data or _text(data) != text:
        raise InvalidError(_STAGE, f"{SIGNATURE}: empty, or not the one base64 of its bytes")
    return data

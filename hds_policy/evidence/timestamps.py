"""RFC 3161 time-stamps over signatures: asked for, and verified with the roots of the auditor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from hds_policy.errors import UsageError
from hds_policy.evidence.der import with_sorted_certificates
from hds_policy.evidence.problems import InvalidError, UnverifiableError
from hds_policy.evidence.trust import TrustedAuthority

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse, VerifierBuilder

_STAGE = "time"
# esi4-qtstStatement-1 (ETSI EN 319 422): the token itself says that it is qualified, which proves nothing.
_CLAIMS_QUALIFIED = bytes.fromhex("0607040081975e0101")


class Stamped(Struct, frozen=True):
    """A verified time-stamp.

    Attributes:
        at: when the signature existed at the latest.
        authority: whose roots it leads to, in the words of the trust file.
        policy: object identifier of the policy of the authority.
        claims_qualified: whether the token calls itself a qualified one (eIDAS); the EU trusted list is not looked at.
    """

    at: datetime
    authority: str
    policy: str
    claims_qualified: bool


def has_library() -> bool:
    """Whether time-stamps can be read at all."""
    try:
        import rfc3161_client  # noqa: F401, PLC0415 - only whether it is there
    except ImportError:
        return False
    return True


def stamped(signature: bytes, ask: Callable[[bytes], bytes], authorities: Sequence[TrustedAuthority]) -> bytes:
    """A verified response over a signature.

    Args:
        ask: sends a request to the authority and gives its answer.

    Raises:
        UsageError: the library is missing, or the answer cannot be verified.
    """
    if not has_library():
        raise UsageError("time-stamps need the library rfc3161-client", hint='pip install "hds-policy[tsa]"')
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, VerifierBuilder  # noqa: PLC0415 - an extra

    request = (
        TimestampRequestBuilder()
        .data(signature)
        .hash_algorithm(HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
    )
    answer = ask(request.as_bytes())
    try:
        token = with_sorted_certificates(answer)
        _verified(token, signature, authorities, lambda: VerifierBuilder.from_request(request))
    except ValueError as error:
        raise UsageError(f"the authority gave no time-stamp: {error}") from error
    except InvalidError as error:
        raise UsageError(f"the time-stamp of the authority cannot be verified: {error.message}") from error
    return token


def verified_time(token: bytes, signature: bytes, authorities: Sequence[TrustedAuthority]) -> Stamped:
    """When a signature existed.

    Raises:
        InvalidError: the token is not one of these authorities over this signature.
        UnverifiableError: no authority is trusted, or the library is missing.
    """
    if not authorities:
        raise UnverifiableError(_STAGE, "the trust file names no time-stamping authority")
    if not has_library():
        raise UnverifiableError(_STAGE, 'time-stamps need the library rfc3161-client: pip install "hds-policy[tsa]"')
    from rfc3161_client import VerifierBuilder  # noqa: PLC0415 - an extra

    return _verified(token, signature, authorities, VerifierBuilder)


def _verified(
    token: bytes,
    signature: bytes,
    authorities: Sequence[TrustedAuthority],
    builder: Callable[[], VerifierBuilder],
) -> Stamped:
    from rfc3161_client import VerificationError, decode_timestamp_response  # noqa: PLC0415 - an extra

    try:
        response: TimeStampResponse = decode_timestamp_response(token)
        said = response.tst_info
    except (ValueError, TypeError) as error:
        raise InvalidError(_STAGE, f"not a time-stamp: {error}") from error
    reasons = []
    for authority in authorities:
        verifier = builder()
        for certificate in _certificates(authority.roots, authority.name):
            verifier = verifier.add_root_certificate(certificate)
        for certificate in _certificates(authority.intermediates, authority.name):
            verifier = verifier.add_intermediate_certificate(certificate)
        try:
            verifier.build().verify_message(response, signature)
        except (VerificationError, ValueError) as error:
            reasons.append(f"{authority.name}: {error}")
            continue
        claims = _CLAIMS_QUALIFIED in token
        policy = said.policy.dotted_string if said.policy else "none"
        return Stamped(said.gen_time, authority.name, policy, claims)
    raise InvalidError(_STAGE, f"the time-stamp is of no trusted authority over this signature ({'; '.join(reasons)})")


def _certificates(pem: str, name: str) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 - an extra

    if not pem.strip():
        return []
    try:
        return list(dict.fromkeys(load_pem_x509_certificates(pem.encode())))
    except ValueError as error:
        raise UsageError(f"certificates of the authority {name}: not PEM: {error}") from error

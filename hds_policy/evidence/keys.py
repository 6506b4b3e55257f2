"""Keys: ECDSA P-256 with SHA-256, or Ed25519; nothing else signs, and nothing else is accepted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from hds_policy.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    Private: TypeAlias = EllipticCurvePrivateKey | Ed25519PrivateKey
    Public: TypeAlias = EllipticCurvePublicKey | Ed25519PublicKey

ALGORITHMS = ("p256", "ed25519")
_CURVE = "secp256r1"


def demand_library() -> None:
    """Refuse to go on where the library that signs is not installed.

    Raises:
        UsageError: says how to install it.
    """
    try:
        import cryptography  # noqa: F401, PLC0415 - only whether it is there
    except ImportError as error:
        raise UsageError(
            "signatures need the library cryptography", hint='pip install "hds-policy[evidence]"'
        ) from error


class Signer(Struct, frozen=True):
    """A private key."""

    key: Private

    def sign(self, data: bytes) -> bytes:
        """The signature of bytes: DER for P-256, 64 bytes for Ed25519."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - an extra
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415

        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            signature: bytes = self.key.sign(data)
        else:
            signature = self.key.sign(data, ec.ECDSA(hashes.SHA256()))
        return signature

    @property
    def keyid(self) -> str:
        """Name of the key."""
        return keyid_of(self.key.public_key())


def new_key(algorithm: str, passphrase: bytes = b"") -> tuple[bytes, bytes]:
    """A fresh private key (PKCS #8, encrypted when there is a passphrase) and its public key, as PEM."""
    demand_library()
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415

    key: Private = ed25519.Ed25519PrivateKey.generate()
    if algorithm == "p256":
        key = ec.generate_private_key(ec.SECP256R1())
    lock = forms.BestAvailableEncryption(passphrase) if passphrase else forms.NoEncryption()
    private = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, lock)
    return private, public_pem(key.public_key())


def read_signer(pem: bytes, passphrase: bytes = b"") -> Signer:
    """A private key out of PEM.

    Raises:
        UsageError: it is none, of another kind, or locked with another passphrase.
    """
    demand_library()
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(pem, passphrase or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        # What the library says of a key is not repeated: it is a secret.
        raise UsageError(
            "the key cannot be read: no PEM of a private key, or another passphrase",
            hint="hds-policy evidence keygen writes one; HDS_POLICY_EVIDENCE_PASSPHRASE unlocks it",
        ) from error
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == _CURVE:
        return Signer(key)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return Signer(key)
    raise UsageError("the key is neither P-256 nor Ed25519", hint="hds-policy evidence keygen writes one")


def read_public(pem: str) -> Public:
    """A public key out of PEM.

    Raises:
        UsageError: it is none, or of another kind.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(f"not the PEM of a public key: {error}") from error
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == _CURVE:
        return key
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    raise UsageError("the public key is neither P-256 nor Ed25519")


def public_pem(key: Public) -> bytes:
    """A public key as PEM."""
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 - an extra

    pem: bytes = key.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    return pem


def keyid_of(key: Public) -> str:
    """Name of a key: SHA-256 of its SubjectPublicKeyInfo (DER), as hexadecimal digits."""
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415 - an extra

    der = key.public_bytes(forms.Encoding.DER, forms.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def is_signed_by(key: Public, signature: bytes, data: bytes) -> bool:
    """Whether the signature is that key's over these bytes."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415

    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        else:
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True

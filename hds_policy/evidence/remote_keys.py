"""Keys that never leave where they are kept: a cloud's key service, Vault, or a hardware module (PKCS #11).

securesystemslib speaks to each of them (extra ``kms``) and reads the credentials where the SDK of each looks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from hds_policy.errors import UsageError
from hds_policy.evidence.keys import demand_library, is_signed_by, keyid_of, public_pem, read_public

if TYPE_CHECKING:
    from hds_policy.evidence.keys import Public

SCHEMES: Final = ("awskms", "azurekms", "gcpkms", "hsm", "hv")
"""Schemes of the addresses: AWS, Azure, Google, a module, HashiCorp Vault."""
_SIGNATURES: Final = {"ecdsa": "ecdsa-sha2-nistp256", "ed25519": "ed25519"}


def is_remote(key: str) -> bool:
    """Whether a key is an address such as ``awskms:alias/hds``, and not a file."""
    return key.partition(":")[0] in SCHEMES and ":" in key


class RemoteSigner(Struct, frozen=True):
    """A private key by its address, with its public key.

    Attributes:
        pin: what a hardware module asks for.
    """

    address: str
    public: Public
    pin: str

    def sign(self, data: bytes) -> bytes:
        """The signature of bytes, as ``keys.Signer`` makes it; verified before it is given.

        Raises:
            UsageError: the service refuses, cannot be reached, or signs with another key than the public one.
        """
        from securesystemslib.signer import Signer, SSlibKey  # noqa: PLC0415 - an extra

        kind = "ed25519" if type(self.public).__name__.startswith(("Ed25519", "_Ed25519")) else "ecdsa"
        told = SSlibKey(self.keyid, kind, _SIGNATURES[kind], {"public": public_pem(self.public).decode()})
        service = self.address.partition(":")[0]
        try:
            signer = Signer.from_priv_key_uri(self.address, told, lambda _: self.pin)
            signature = bytes.fromhex(signer.sign(data).signature)
        except Exception as error:
            raise UsageError(
                f"{service}: the key does not sign ({type(error).__name__})",
                hint="are its SDK, its credentials and its address there? docs/evidence.md",
            ) from error
        if not is_signed_by(self.public, signature, data):
            raise UsageError(f"{service}: it signs with another key than the one of --public-key")
        return signature

    @property
    def keyid(self) -> str:
        """Name of the key."""
        return keyid_of(self.public)


def remote_signer(address: str, public: bytes, pin: bytes = b"") -> RemoteSigner:
    """The key of an address.

    Args:
        public: PEM of its public key, which the bundle is verified with later.

    Raises:
        UsageError: the extra is not installed, or the public key is none.
    """
    demand_library()
    try:
        import securesystemslib.signer  # noqa: F401, PLC0415 - only whether it is there
    except ImportError as error:
        raise UsageError(
            "keys of a key service or module need securesystemslib", hint='pip install "hds-policy[kms]"'
        ) from error
    return RemoteSigner(address, read_public(public.decode("utf-8", "replace")), pin.decode("utf-8", "replace"))

"""Files of the evidence commands: read whole, within limits, with an error a user can act on."""

from __future__ import annotations

import os
from pathlib import Path

from hds_policy.errors import UsageError

PASSPHRASE = "HDS_POLICY_EVIDENCE_PASSPHRASE"  # noqa: S105 - the name of a variable
"""Environment variable with the passphrase of a private key."""
_LARGEST_KEY = 1 << 16


def read_file(path: Path, largest: int) -> bytes:
    """Bytes of a file.

    Raises:
        UsageError: it cannot be read, or is larger than ``largest`` bytes.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > largest:
        raise UsageError(f"{path}: larger than {largest} bytes")
    return data


def read_key(path: Path) -> bytes:
    """Bytes of a file with a key."""
    return read_file(path, _LARGEST_KEY)


def passphrase() -> bytes:
    """The passphrase of the environment; empty when there is none."""
    return os.environ.get(PASSPHRASE, "").encode("utf-8", "surrogateescape")

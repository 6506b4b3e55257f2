"""``[registry]`` of the estate file: a registry of hosters that the organisation keeps, pinned by its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from hds_policy.config.estate import RegistryFile
from hds_policy.config.lines import KeyPath
from hds_policy.config.problems import Problems, shown
from hds_policy.config.schema import RawRegistry, Table
from hds_policy.errors import EstateError

_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_registry_entry(problems: Problems, table: Table) -> RegistryFile | None:
    """The entry; None when there is none, or when it has a problem."""
    path: KeyPath = ("registry",)
    raw = problems.read(table, RawRegistry, path) if table else None
    if raw is None:
        return None
    named = PurePosixPath(raw.file)
    if named.is_absolute() or ".." in named.parts or "\\" in raw.file:
        problems.add((*path, "file"), f"{shown(raw.file)} must lie in the folder of this file, or below it")
    if not _DIGEST.fullmatch(raw.sha256):
        problems.add((*path, "sha256"), "must be the SHA-256 of the file: 64 digits 0-9 and a-f")
    return RegistryFile(raw.file, raw.sha256)


def registry_bytes(estate_file: Path, entry: RegistryFile, read: Callable[[Path], bytes]) -> tuple[Path, bytes]:
    """Path and bytes of the registry file, when they are the ones the estate file means.

    Args:
        read: reads a regular file that is not a link.

    Raises:
        EstateError: it lies outside of the folder of the estate file, cannot be read, or has another digest.
    """
    folder = estate_file.parent
    path = folder / entry.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise EstateError(f"{path}: leads out of the folder of {estate_file.name}", hint="copy the registry into it")
    data = read(path)
    digest = hashlib.sha256(data).hexdigest()
    if digest != entry.sha256:
        raise EstateError(
            f"{path}: is not the file that {estate_file.name} names: its SHA-256 is {digest}",
            hint="review what has changed (hds-policy hosters diff), then write this digest into [registry]",
        )
    return path, data

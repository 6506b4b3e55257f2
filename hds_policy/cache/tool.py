"""The tool itself as an input of its answers: code, data, policies, Python and what is installed beside it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import hds_policy


def tool_digest(others: Iterable[Path] = ()) -> str | None:
    """Digest of every file of the tool and of the names and versions of what is installed; None when one is unreadable.

    Catalogue, registry, regions, law and rules are files of the tool: a fact that changes changes the digest.

    Args:
        others: folders of packages that belong to it and lie elsewhere.
    """
    digest = hashlib.sha256(sys.version.encode())
    digest.update(sys.platform.encode())
    folders = [Path(hds_policy.__file__).parent, *others]
    try:
        for folder in folders:
            for path in _files(folder):
                digest.update(f"\0{path}\0".encode("utf-8", "surrogateescape"))
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    except OSError:
        return None
    for name in sorted(_installed()):
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    def _fail(error: OSError) -> None:
        raise error

    for current, folders, files in os.walk(folder, onerror=_fail):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            yield Path(current) / name


def _installed() -> Iterator[str]:
    """Names of the distributions on Python's path, with their versions."""
    for folder in sys.path:
        try:
            yield from (name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208 - a list of names, before pathlib objects are worth their price
        except OSError:
            continue

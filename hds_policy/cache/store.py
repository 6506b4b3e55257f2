"""Entries of the cache folder: written whole or not at all, framed with their own digest, bounded in size."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from pathlib import Path

from hds_policy.cache.place import is_own

LARGEST_ENTRY = 1 << 26
LARGEST_TOTAL = 1 << 28
MOST_ENTRIES = 200
_MAGIC = b"hds-policy entry 1\n"
_SUFFIX = ".entry"
_PART = ".part"
_ABANDONED_SECONDS = 3600.0


def load(folder: Path, name: str) -> bytes | None:
    """Content of an entry; None when there is none, or it is not exactly what this user's program has written."""
    path = folder / (name + _SUFFIX)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123 - no link is followed: opened by descriptor
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode) or not is_own(status) or status.st_size > LARGEST_ENTRY:
                return None
            data = stream.read(LARGEST_ENTRY + 1)
    except OSError:
        return None
    start = len(_MAGIC) + hashlib.sha256().digest_size
    if data[: len(_MAGIC)] != _MAGIC or hashlib.sha256(data[start:]).digest() != data[len(_MAGIC) : start]:
        return None
    # The oldest go first when room is needed: one that was useful just now is not old.
    with contextlib.suppress(OSError):
        os.utime(path)
    return data[start:]


def save(folder: Path, name: str, content: bytes) -> bool:
    """Write an entry and make room for it; whether it has been kept. No failure is one of the run."""
    framed = _MAGIC + hashlib.sha256(content).digest() + content
    if len(framed) > LARGEST_ENTRY:
        return False
    import tempfile  # noqa: PLC0415 - an answer that is only read needs none of it

    try:
        descriptor, temporary = tempfile.mkstemp(dir=folder, suffix=_PART)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(framed)
            os.replace(temporary, folder / (name + _SUFFIX))  # noqa: PTH105 - the temporary name is a text
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108 - as above
            return False
    except OSError:
        return False
    _make_room(folder)
    return True


def _make_room(folder: Path) -> None:
    """Remove the entries used longest ago until the rest fits, and what interrupted runs have left."""
    known: list[tuple[float, int, str]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(_SUFFIX):
                        known.append((status.st_mtime, status.st_size, entry.path))
                    elif entry.name.endswith(_PART) and time.time() - status.st_mtime > _ABANDONED_SECONDS:
                        os.unlink(entry.path)  # noqa: PTH108 - scandir gives texts
    except OSError:
        return
    total = 0
    for number, (_, size, path) in enumerate(sorted(known, reverse=True), start=1):
        total += size
        if total > LARGEST_TOTAL or number > MOST_ENTRIES:
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108 - as above

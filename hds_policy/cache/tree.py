"""What a tree looks like without its contents, and digests of single files."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

MOST_ENTRIES = 200_000
LARGEST_FILE = 1 << 28
_UNSTABLE = ".git"
"""Differs between two checkouts of one commit; nothing below it is ever read as configuration."""


def tree_digest(folder: Path) -> str | None:
    """Digest of every name below a folder, what each is, and where each link leads; None when there are too many.

    A file that appears, goes, or turns into a link or a folder changes it; the content of a file does not.
    """
    digest = hashlib.sha256()
    for number, line in enumerate(_lines(os.fsencode(folder))):
        if number > MOST_ENTRIES:
            return None
        digest.update(line)
    return digest.hexdigest()


def _lines(top: bytes) -> Iterator[bytes]:
    pending = [(top, b"")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield _line(prefix, b"unlisted", str(error.errno).encode())
            continue
        for entry in found:
            path = prefix + entry.name
            if entry.is_symlink():
                yield _line(path, b"link", *_target(entry.path))
            elif entry.is_dir(follow_symlinks=False):
                yield _line(path, b"folder")
                if entry.name != _UNSTABLE.encode():
                    pending.append((entry.path, path + b"/"))
            else:
                yield _line(path, b"file" if entry.is_file(follow_symlinks=False) else b"special")


def _line(*parts: bytes) -> bytes:
    return b"\0".join(parts) + b"\0\0"


def _target(path: bytes) -> tuple[bytes, bytes, bytes]:
    """Text of a link, where it ends in the end, and what is there."""
    try:
        text = os.readlink(path)  # noqa: PTH115 - the path is bytes: names need not be UTF-8
    except OSError as error:
        return b"", b"", str(error.errno).encode()
    try:
        kind = str(stat.S_IFMT(os.stat(path).st_mode))  # noqa: PTH116 - as above
    except OSError as error:
        kind = f"error {error.errno}"
    return text, os.path.realpath(path), kind.encode()


def content_digest(path: Path) -> str | None:
    """Hex SHA-256 of a regular file; None when it is none, cannot be read or is larger than 256 MiB."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123 - a pipe must not stop us: opened by descriptor
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_FILE:
                return None
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return None

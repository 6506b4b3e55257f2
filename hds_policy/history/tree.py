"""Files of a commit, written to a folder to be read like any other: regular files only, bounded in number and size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from hds_policy.errors import UsageError
from hds_policy.history.git import Blob, Repository, ask

_MOST_FILES = 100_000
_MOST_BYTES = 1 << 29
_LARGEST = 10 << 20
"""Larger files are left out: no reader takes them, and what is missing in an old commit only makes findings new."""
_AT_ONCE = 32 << 20
_BAD = frozenset({"", ".", "..", ".git"})


def write_files(repository: Repository, commit: str, folders: Iterable[str], target: Path) -> None:
    """Write the files of a commit below some folders (paths from the top, ``/``) below ``target``, as they lie there.

    Raises:
        UsageError: there are too many, they are too large together, or they cannot be written.
    """
    found = {blob.path: blob for folder in folders for blob in repository.blobs(commit, folder)}
    blobs = [blob for blob in found.values() if blob.size <= _LARGEST and not _BAD.intersection(_steps(blob.path))]
    if len(blobs) > _MOST_FILES or sum(blob.size for blob in blobs) > _MOST_BYTES:
        text = f"commit {commit[:12]}: more than {_MOST_FILES} files or {_MOST_BYTES >> 20} MiB below the paths"
        raise UsageError(text, hint="name the folders to check, or use a baseline file")
    try:
        for some in _portions(blobs):
            _write(repository, some, target)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a name that this system does not take"
        raise UsageError(f"commit {commit[:12]}: cannot be written to a temporary folder: {reason}") from error


def _steps(path: str) -> list[str]:
    return path.lower().replace("\\", "/").split("/")


def _portions(blobs: Iterable[Blob]) -> Iterator[list[Blob]]:
    some: list[Blob] = []
    size = 0
    for blob in blobs:
        some.append(blob)
        size += blob.size
        if size > _AT_ONCE or len(some) >= 5000:
            yield some
            some, size = [], 0
    if some:
        yield some


def _write(repository: Repository, blobs: list[Blob], target: Path) -> None:
    asked = "".join(f"{blob.name}\n" for blob in blobs).encode("ascii")
    said = ask(repository.top, "cat-file", "--batch", given=asked)
    position = 0
    for blob in blobs:
        # A line "<name> blob <size>", the content, and a line break.
        start = said.index(b"\n", position) + 1
        if said[position:start].split() != [blob.name.encode("ascii"), b"blob", str(blob.size).encode("ascii")]:
            raise UsageError(f"git cat-file: no file {blob.name[:12]}", hint="the repository is damaged or incomplete")
        file = target / blob.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(said[start : start + blob.size])
        position = start + blob.size + 1

"""Files that are not as they were in a commit, compared here: git would run the filters of the repository for it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from hds_policy.history.git import Blob, Repository, ask

_LARGEST = 10 << 20
"""Of larger files only the size is compared: no reader takes them."""


def changed_since(
    repository: Repository, commit: str, folders: Collection[str], others: Collection[str]
) -> frozenset[str]:
    """Paths from the top of the repository of changed, new and deleted files, both names of a renamed one.

    Files that git ignores are left out. What is not committed counts below ``folders`` and for the files ``others``.

    Raises:
        UsageError: git refuses.
    """
    options = ("-r", "--name-only", "-z", "--no-renames", "--no-ext-diff")
    committed = ask(repository.top, "diff-tree", *options, commit, repository.commit("HEAD"), "--")
    new = ask(repository.top, "ls-files", "--others", "--exclude-standard", "-z", "--full-name")
    known = repository.blobs(repository.commit("HEAD"))
    edited = {
        blob.path
        for blob in known
        if _is_among(blob.path, folders, others) and _differs(repository.top / blob.path, blob)
    }
    return frozenset(edited | {os.fsdecode(name) for name in (committed + new).split(b"\0") if name})


def _is_among(path: str, folders: Collection[str], others: Collection[str]) -> bool:
    return path in others or any(folder == "." or path.startswith(f"{folder}/") for folder in folders)


def _differs(file: Path, blob: Blob) -> bool:
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size != blob.size:
            return True
        if blob.size > _LARGEST:
            return False
        content = file.read_bytes()
    except (OSError, ValueError):
        return True
    # The name of an object says which of the two hashes git uses here.
    make = hashlib.sha1 if len(blob.name) == 40 else hashlib.sha256
    return make(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() != blob.name

"""Where a run comes from: the installed program, and the commit of what it read; nothing is executed to find out."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from hds_policy import __version__
from hds_policy.evidence.bag import digest
from hds_policy.evidence.shape import Commit, Tool

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/[A-Za-z0-9][A-Za-z0-9._/+-]{0,250})")
_LARGEST_REF = 1 << 10
_LARGEST_PACKED = 1 << 24
_NAME = "hds-policy"


def tool() -> Tool:
    """The program that runs."""
    record, unknown = "", ""
    try:
        installed = distribution(_NAME)
        text = installed.read_text("RECORD")
        if "__editable__" in (text or "") or any(str(f).endswith(".pth") for f in installed.files or ()):
            unknown = "installed from a checkout: the record says nothing of the code"
        elif text:
            record = digest(text.encode())
        else:
            unknown = "the installation has no record"
    except PackageNotFoundError:
        unknown = "not installed as a distribution"
    return Tool(_NAME, __version__, record, unknown, platform.python_version())


def commit_of(base: Path) -> Commit:
    """The commit the repository at ``base`` stands on."""
    folder = base / ".git"
    if folder.is_symlink() or not folder.is_dir():
        return Commit("", "a worktree or submodule: not followed" if folder.exists() else "not a Git repository")
    head = _text(folder / "HEAD", _LARGEST_REF).strip()
    if _ID.fullmatch(head):
        return Commit(head, "")
    match = _REF.fullmatch(head)
    if match is None or ".." in match[1]:
        return Commit("", "the head of the repository cannot be read")
    found = _text(folder / match[1], _LARGEST_REF).strip() or _packed(folder, match[1])
    return Commit(found, "") if _ID.fullmatch(found) else Commit("", "the branch has no commit that can be read")


def _packed(folder: Path, ref: str) -> str:
    for line in _text(folder / "packed-refs", _LARGEST_PACKED).splitlines():
        identity, _, name = line.partition(" ")
        if name == ref:
            return identity
    return ""


def _text(path: Path, largest: int) -> str:
    """Text of a plain file; empty when it is none."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > largest:
            return ""
        return path.read_text("ascii")
    except (OSError, ValueError):
        return ""

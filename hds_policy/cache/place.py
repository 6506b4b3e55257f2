"""Where answers are kept: a folder of this user alone, by the convention of the platform."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

_NAME = "hds-policy"


def cache_folder(part: str, away_from: Sequence[Path]) -> Path | None:
    """The folder for one kind of entries, made when missing; None when no folder is this user's alone.

    Args:
        part: what is kept there: ``answers`` or ``facts``.
        away_from: folders that are read; the cache never lies inside one of them.
    """
    base = _base()
    if base is None or not base.is_absolute():
        return None
    folder = base / _NAME / part
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        real = folder.resolve(strict=True)
        status = os.lstat(folder)
    except (OSError, RuntimeError):
        return None
    if any(real.is_relative_to(path) for path in away_from) or not stat.S_ISDIR(status.st_mode):
        return None
    return folder if is_own(status) else None


def is_own(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to this user, and nobody else may read or write it."""
    if not hasattr(os, "geteuid"):
        return True  # Windows: the profile folder of the user is its own by default
    return status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o077


def _base() -> Path | None:
    """The cache folder of the user: XDG base directory specification, and the conventions of macOS and Windows."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return Path(local) if local else None
    if given := os.environ.get("XDG_CACHE_HOME", ""):
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"

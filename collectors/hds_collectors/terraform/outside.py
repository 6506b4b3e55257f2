"""What to say of a module source that leads out of the checked folder. What lies there is looked for, never read."""

from __future__ import annotations

import os
from pathlib import Path

_NOT_THERE = "the source leads out of the checked folder: not read"


def outside(base: Path, folder: str, source: str) -> str:
    """Why such a module is not available, and from which folder on a check would reach it.

    Args:
        base: the checked folder.
        folder: folder of the calling module, relative to ``base``.
        source: relative path that the call names.
    """
    if "\0" in source:
        return _NOT_THERE
    target = Path(os.path.normpath(base / folder / source))
    try:
        if not target.is_dir():
            return _NOT_THERE
    except OSError:
        return _NOT_THERE
    top = _folder_above_both(base, target)
    if top == Path(top.anchor):
        return _NOT_THERE
    above = os.path.relpath(top, base).replace(os.sep, "/")
    return f"the source lies outside the checked folder: check {above} instead, which holds both"


def _folder_above_both(base: Path, target: Path) -> Path:
    """The repository that holds both; without one, the nearest folder that does."""
    common = Path(os.path.commonpath((base, target)))
    return next((above for above in (common, *common.parents) if (above / ".git").exists()), common)

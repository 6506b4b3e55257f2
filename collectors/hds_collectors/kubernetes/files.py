"""Which files of a folder may hold manifests: those named so, in no hidden folder, behind no link."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

YAML_SUFFIXES = (".yaml", ".yml")
SUFFIXES = (*YAML_SUFFIXES, ".json")
_SKIPPED = frozenset({"node_modules", "vendor", "__pycache__"})
MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is read."""


class Listed(Struct, frozen=True):
    """A file, or what stands in its place; ``reason``: why it is not read, empty when it is."""

    path: str
    reason: str = ""


def may_hold_manifests(name: str) -> bool:
    """Whether a file of this name is looked into."""
    return (name.endswith(SUFFIXES) or name == "Kustomization") and not name.endswith(
        (".tf.json", ".tofu.json", ".tfvars.json")
    )


def listing(base: Path) -> Iterator[Listed]:
    """Files below a folder by path, relative to it with ``/``."""
    pending = ["."]
    while pending:
        folder = pending.pop()
        below: list[str] = []
        try:
            with os.scandir(base / folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Listed(folder, f"cannot be read: {error.strerror or type(error).__name__}")
            continue
        for entry in found:
            path = entry.name if folder == "." else f"{folder}/{entry.name}"
            if entry.is_symlink():
                # What a link leads to inside of the tree is read where it lies.
                if may_hold_manifests(entry.name) and not _leads_inside(base, path):
                    yield Listed(path, "symbolic link that leads to no file of this folder: not followed")
            elif entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in _SKIPPED:
                    below.append(path)
            elif may_hold_manifests(entry.name):
                yield Listed(path)
        pending.extend(reversed(below))


def _leads_inside(base: Path, path: str) -> bool:
    try:
        return (base / path).resolve(strict=True).is_relative_to(base.resolve())
    except (OSError, RuntimeError, ValueError):
        return False

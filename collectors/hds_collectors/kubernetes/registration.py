"""What the engine finds through the entry points ``kubernetes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hds_collectors.kubernetes.files import listing
from hds_policy.errors import UsageError
from hds_policy.model import Inventory


def collect(path: Path, settings: Mapping[str, Any], progress: Callable[[int, int], None] | None) -> Inventory:
    """Read the manifests below a folder, or in one file; a folder without any gives an empty inventory.

    Args:
        settings: ``render`` (whether Helm and Kustomize are run on a copy).

    Raises:
        UsageError: ``source`` goes with a file of manifests.
    """
    found = list(listing(path)) if path.is_dir() else []
    if path.is_dir() and not found:
        return Inventory()
    from hds_collectors.kubernetes.collector import collect_file, collect_folder  # noqa: PLC0415 - only when there is one

    if not path.is_dir():
        if settings.get("source") is not None:
            raise UsageError("--source belongs to a plan or a state", hint="leave it out for manifests")
        return collect_file(path)
    return collect_folder(path, found, progress, render=bool(settings.get("render")))


def collect_data(
    data: bytes,
    name: str,
    folder: Path,  # noqa: ARG001 - the interface of readers
    settings: Mapping[str, Any],  # noqa: ARG001 - as above
    progress: Callable[[int, int], None] | None,  # noqa: ARG001 - as above
) -> Inventory:
    """Read manifests that came by the standard input."""
    from hds_collectors.kubernetes.collector import collect_text  # noqa: PLC0415 - only when there is one

    return collect_text(data, name)


def recognise(name: str, data: bytes) -> bool:
    """Whether a file, or the standard input, holds manifests.

    Args:
        name: of the file; ``-`` for the standard input.
        data: all of it.
    """
    from hds_collectors.kubernetes.recognition import is_manifest  # noqa: PLC0415 - a folder needs none

    return is_manifest(name, data)

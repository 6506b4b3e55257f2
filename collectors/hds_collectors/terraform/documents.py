"""Plans and states: read, told apart, and joined with the configuration they belong to."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hds_collectors.terraform.collector import Options, collect_with_blocks
from hds_collectors.terraform.join import joined
from hds_collectors.terraform.kind import Document, Kind, document_of, read_document
from hds_collectors.terraform.plan import collect_plan
from hds_collectors.terraform.state import collect_state
from hds_policy.errors import UsageError
from hds_policy.model import Inventory

_READERS: dict[Kind, Callable[[Document], Inventory]] = {Kind.PLAN: collect_plan, Kind.STATE: collect_state}


def collect_file(path: Path, source: Path | None, options: Options) -> Inventory:
    """Inventory of a plan or state file.

    Args:
        source: folder of its configuration, for files and lines; None for none.
        options: how to read that folder.

    Raises:
        UsageError: the file is neither, cannot be read, or ``source`` is no folder.
    """
    with _without_collection():
        return _inventory(read_document(path), path.parent, source, options)


def collect_bytes(data: bytes, name: str, folder: Path, source: Path | None, options: Options) -> Inventory:
    """Inventory of a plan or state that was read already; arguments and errors as ``collect_file``."""
    with _without_collection():
        return _inventory(document_of(name, data), folder, source, options)


@contextmanager
def _without_collection() -> Iterator[None]:
    """No garbage collection: what is read only grows, and looking through it again and again takes half of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _inventory(document: Document, folder: Path, source: Path | None, options: Options) -> Inventory:
    inventory = _READERS[document.kind](document)
    if source is None:
        return inventory
    if not source.is_dir():
        raise UsageError(f"--source {source}: no such folder")
    code, blocks = collect_with_blocks(source, options)
    return joined(inventory, code, blocks, source.resolve(), folder.resolve())

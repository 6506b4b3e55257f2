"""Which root modules a change touches: those whose verdict may have become another. Pure.

In doubt a change touches everything: a file of which nobody can say who reads it, the estate, rules and registries.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from hds_policy.model import InputStatus, Inventory

_READ = (
    ".tf",
    ".tofu",
    ".tf.json",
    ".tofu.json",
    ".tfvars",
    ".tfvars.json",
    ".yaml",
    ".yml",
    ".json",
    ".tftpl",
    ".tpl",
)
"""Ends of names of files that a root module reads, or may have read before one was deleted."""


def roots_touched(
    inventory: Inventory, changed: Iterable[str], folders: Mapping[str, str], checked: Collection[str]
) -> frozenset[str]:
    """Root modules of an inventory that changed files belong to, modules they call included.

    Args:
        changed: files, as the inventory names them: from the repository's top, with ``/``.
        folders: folder of each root module, named in the same way.
        checked: folders that were checked, named in the same way.
    """
    every = frozenset(folders) | {resource.root for resource in inventory.resources}
    owners = _owners(inventory, folders)
    read = {entry.path for entry in inventory.inputs if entry.status is not InputStatus.SKIPPED}
    touched: set[str] = set()
    for file in changed:
        found = owners.get(posixpath.dirname(file))
        if found:
            touched |= found
        elif file in read or (file.endswith(_READ) and any(_below(file, folder) for folder in checked)):
            return every
    return frozenset(touched)


def narrowed(inventory: Inventory, roots: Collection[str]) -> Inventory:
    """The inventory with only some root modules in focus, and what data flows to from them."""
    focus = frozenset(resource.key for resource in inventory.resources if resource.root in roots)
    before = inventory.focus
    return replace(inventory, focus=focus if before is None else focus & before, follow=True)


def _owners(inventory: Inventory, folders: Mapping[str, str]) -> dict[str, set[str]]:
    """The root modules to which a folder means something: their own, and those of modules they have something of."""
    owners: dict[str, set[str]] = defaultdict(set)
    for root, folder in folders.items():
        owners["" if folder == "." else folder].add(root)
    placed = [(one.root, one.location) for one in inventory.resources]
    placed += [(one.root, one.location) for one in inventory.unread]
    for root, location in placed:
        if location is not None:
            owners[posixpath.dirname(location.file)].add(root)
    return owners


def _below(file: str, folder: str) -> bool:
    return folder == "." or file.startswith(f"{folder}/") or file == folder

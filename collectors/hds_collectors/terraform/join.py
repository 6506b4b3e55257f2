"""Files and lines for the resources of a plan or state, from the configuration they were made from.

Joined by address without instance keys: every instance of a block stands at the same place. What a remote module
creates stands where the module is called.
"""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from hds_collectors.terraform.addresses import without_keys
from hds_policy.model import Inventory, ProviderConfig, Reference, Resource, SourceRange


def joined(inventory: Inventory, code: Inventory, source: Path, folder: Path) -> Inventory:
    """The inventory of a plan or state, with places of its configuration.

    Args:
        inventory: of the plan or state.
        code: of the configuration.
        source: folder that paths of ``code`` are relative to, resolved.
        folder: folder that paths of ``inventory`` are relative to, resolved.
    """
    wanted = {without_keys(resource.address) for resource in inventory.resources}
    root = _root(wanted, code)
    blocks = {without_keys(one.address): one for one in code.resources if one.root == root}
    places = _Places(os.path.relpath(source, folder).replace(os.sep, "/"), blocks, _calls(code, root))
    resources = tuple(places.resource(resource) for resource in inventory.resources)
    references = {*inventory.references, *_written(inventory, code, root)}
    return replace(
        inventory,
        resources=resources,
        references=tuple(sorted(references, key=lambda r: (r.source, r.attribute, r.target, r.target_attribute))),
    )


def _written(inventory: Inventory, code: Inventory, root: str) -> Iterator[Reference]:
    """References of the configuration where a plan or state shows none: through locals, or in ``dynamic`` blocks."""
    known = {(reference.source, reference.attribute) for reference in inventory.references}
    there = {resource.address for resource in inventory.resources}
    addresses = {one.key: one.address for one in code.resources if one.root == root and one.address in there}
    for reference in code.references:
        source, target = addresses.get(reference.source), addresses.get(reference.target)
        if source is not None and target is not None and (source, reference.attribute) not in known:
            yield replace(reference, source=source, target=target)


def _root(wanted: set[str], code: Inventory) -> str:
    """The root module whose blocks are those of the plan: the one that holds most of them."""
    counts = Counter(one.root for one in code.resources if without_keys(one.address) in wanted)
    return min(counts, key=lambda root: (-counts[root], root != ".", root), default=".")


def _calls(code: Inventory, root: str) -> dict[str, SourceRange]:
    """Places of the module calls whose module was not found, by address."""
    return {
        gap.what: gap.location
        for gap in code.unread
        if gap.root == root and gap.location is not None and gap.what.startswith("module.")
    }


class _Places:
    def __init__(self, prefix: str, blocks: Mapping[str, Resource], calls: Mapping[str, SourceRange]) -> None:
        self._prefix = prefix
        self._blocks = blocks
        self._calls = calls
        self._providers: dict[tuple[int, int], ProviderConfig] = {}

    def resource(self, resource: Resource) -> Resource:
        address = without_keys(resource.address)
        block = self._blocks.get(address)
        if block is None or block.type != resource.type:
            return replace(resource, location=self._moved(self._call_of(address)))
        return replace(
            resource,
            location=self._moved(block.location),
            lines=block.lines,
            provider=self._provider(resource.provider, block.provider),
        )

    def _provider(self, found: ProviderConfig, written: ProviderConfig) -> ProviderConfig:
        """A provider configuration with its place; a state holds no arguments, and takes those that are written."""
        if found.name != written.name or found.alias != written.alias:
            return found
        key = (id(found), id(written))
        if key not in self._providers:
            attributes = found.attributes if found.declared else {**written.attributes, **found.attributes}
            self._providers[key] = replace(
                found,
                attributes=attributes,
                location=self._moved(written.location),
                declared=found.declared or written.declared,
            )
        return self._providers[key]

    def _call_of(self, address: str) -> SourceRange | None:
        """Place of the nearest call above an address whose module was not found."""
        parts = address.split(".")
        depth = 0
        while depth + 1 < len(parts) and parts[depth] == "module":
            depth += 2
        for end in range(depth, 0, -2):
            found = self._calls.get(".".join(parts[:end]))
            if found is not None:
                return found
        return None

    def _moved(self, place: SourceRange | None) -> SourceRange | None:
        if place is None:
            return None
        return replace(place, file=posixpath.normpath(f"{self._prefix}/{place.file}"))

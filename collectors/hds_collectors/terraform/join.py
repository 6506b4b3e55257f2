"""Files and lines for the resources of a plan or state, from the configuration they were made from.

Joined by address without instance keys: every instance of a block stands at the same place. What a remote module
creates stands where the module is called.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from hds_collectors.terraform.addresses import without_keys
from hds_collectors.terraform.declared import Blocks
from hds_collectors.terraform.directives import of_document
from hds_policy.model import Directive, Inventory, ProviderConfig, Reference, Resource, SourceRange


def joined(
    inventory: Inventory, code: Inventory, blocks: Mapping[str, Blocks], source: Path, folder: Path
) -> Inventory:
    """The inventory of a plan or state, with places of its configuration.

    Args:
        inventory: of the plan or state.
        code: of the configuration.
        blocks: of each root module of the configuration: where its blocks stand, those without an instance included.
        source: folder that paths of ``code`` are relative to, resolved.
        folder: folder that paths of ``inventory`` are relative to, resolved.
    """
    wanted = {without_keys(resource.address) for resource in inventory.resources}
    roots = _roots(wanted, blocks, _relative(folder, source))
    if len(roots) > 1:
        # Several root modules fit equally well: a place counts where all of them have the same.
        places = _Places(source, folder, {}, _shared([blocks[root] for root in roots]))
        return replace(inventory, resources=tuple(places.resource(resource) for resource in inventory.resources))
    root = roots[0] if roots else "."
    made = {without_keys(one.address): one for one in code.resources if one.root == root}
    places = _Places(source, folder, made, blocks.get(root, Blocks({}, {})))
    resources = tuple(places.resource(resource) for resource in inventory.resources)
    references = {*inventory.references, *_written(inventory, code, root)}
    return replace(
        inventory,
        resources=resources,
        references=tuple(sorted(references, key=lambda r: (r.source, r.attribute, r.target, r.target_attribute))),
        directives=tuple(places.directive(one) for one in of_document(code, root, places.blocks, inventory)),
    )


def _relative(path: Path, base: Path) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/")


def _written(inventory: Inventory, code: Inventory, root: str) -> Iterator[Reference]:
    """References of the configuration where a plan or state shows none: through locals, or in ``dynamic`` blocks."""
    known = {(reference.source, reference.attribute) for reference in inventory.references}
    there = {resource.address for resource in inventory.resources}
    addresses = {one.key: one.address for one in code.resources if one.root == root and one.address in there}
    for reference in code.references:
        source, target = addresses.get(reference.source), addresses.get(reference.target)
        if source is not None and target is not None and (source, reference.attribute) not in known:
            yield replace(reference, source=source, target=target)


def _roots(wanted: set[str], blocks: Mapping[str, Blocks], beside: str) -> list[str]:
    """Root modules whose blocks can be those of the plan: the ones that hold most of them.

    Of several the one the plan lies in counts, as plans are made there; ``beside`` is that folder.
    """
    counts = {root: len(wanted & found.resources.keys()) for root, found in blocks.items()}
    most = max(counts.values(), default=0)
    roots = sorted(root for root, count in counts.items() if count == most)
    if most == 0:
        return [root for root in roots if root == "."]
    return [beside] if beside in roots else roots


def _shared(all_blocks: list[Blocks]) -> Blocks:
    """What several root modules have at the same place."""
    first, *others = all_blocks
    return Blocks(
        {key: one for key, one in first.resources.items() if all(o.resources.get(key) == one for o in others)},
        {key: one for key, one in first.calls.items() if all(o.calls.get(key) == one for o in others)},
    )


class _Places:
    def __init__(self, source: Path, folder: Path, made: Mapping[str, Resource], blocks: Blocks) -> None:
        self._source = source
        self._folder = folder
        self._made = made
        self.blocks = blocks
        self._files: dict[str, str] = {}
        self._providers: dict[tuple[int, int], ProviderConfig] = {}

    def resource(self, resource: Resource) -> Resource:
        address = without_keys(resource.address)
        block, made = self.blocks.resources.get(address), self._made.get(address)
        if block is None:
            return replace(resource, location=self._moved(self._call_of(address)))
        provider = resource.provider if made is None else self._provider(resource.provider, made.provider)
        return replace(resource, location=self._moved(block.location), lines=block.lines, provider=provider)

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
            found = self.blocks.calls.get(".".join(parts[:end]))
            if found is not None:
                return found
        return None

    def directive(self, directive: Directive) -> Directive:
        """A comment with its place."""
        return replace(directive, place=self._moved(directive.place) or directive.place)

    def _moved(self, place: SourceRange | None) -> SourceRange | None:
        if place is None:
            return None
        if place.file not in self._files:
            self._files[place.file] = _relative(self._source / place.file, self._folder)
        return replace(place, file=self._files[place.file])

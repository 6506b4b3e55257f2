"""Which stores of health data are backed up, as far as what was read tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hds_policy.catalogue import BackupSetting, Catalogue, Role, Travel
from hds_policy.model import Backups, Classification, Doubt, Edge, Inventory, Resource, Value, is_known
from hds_policy.model.attributes import values_at
from hds_policy.propagation.ends import Ends
from hds_policy.propagation.flows import Flows

_BACKUPS = frozenset({"snapshots", "copies_to", "backs_up"})
"""Kinds whose end is a backup. A replica is none: what is deleted or spoilt is so there too."""
_DERIVED = frozenset({"logs_to", "exports_to", "streams_to"})
"""What came by these can be made again, or is kept at its source."""


def backups_of(
    inventory: Inventory, catalogue: Catalogue, ends: Ends, flows: Flows, classes: Mapping[str, Classification]
) -> tuple[Backups, ...]:
    """Backups of the stores of health data, by root; copies, and what was derived from a store, are not asked about."""
    stores = _stores(inventory, catalogue, flows, classes)
    if not stores:
        return ()
    found, unknown = _by_edges(flows, stores)
    _by_settings(inventory, catalogue, ends, found, unknown)
    nested = frozenset(name for name, kind in catalogue.edge_types.items() if kind.travels is Travel.NESTED)
    _by_whole(flows.edges, nested, found, stores)
    by_root: dict[str, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
    for key, resource in sorted(stores.items()):
        by_root[resource.root][0 if key in found else 2 if key in unknown else 1].append(key)
    return tuple(Backups(root, *map(tuple, lists)) for root, lists in sorted(by_root.items()))


def _stores(
    inventory: Inventory, catalogue: Catalogue, flows: Flows, classes: Mapping[str, Classification]
) -> dict[str, Resource]:
    copy_kinds = {name for name, kind in catalogue.edge_types.items() if kind.copy and name != "restores_from"}
    copies = {edge.target for edge in flows.edges if edge.kind in copy_kinds} | flows.copies.keys()
    stores = {}
    for resource in inventory.resources:
        found = classes.get(resource.key)
        if found is None or not found.health or resource.is_data or resource.key in copies:
            continue
        decision = catalogue.decision(resource.type, resource.provider.name)
        if decision is None or decision.role is not Role.STORES or not decision.persists:
            continue
        if not found.path or found.path[-1].flow not in _DERIVED:
            stores[resource.key] = resource
    return stores


def _by_edges(flows: Flows, stores: Mapping[str, Resource]) -> tuple[set[str], set[str]]:
    """What an edge says to be backed up, and what perhaps is."""
    found = {edge.source for edge in flows.edges if edge.kind in _BACKUPS}
    unknown: set[str] = set()
    for key in stores:
        ends = [end for end in flows.ends.get(key, ()) if end.flow in _BACKUPS]
        if any(end.doubt is Doubt.NONE for end in ends):
            found.add(key)
        elif ends:
            unknown.add(key)
    # The backup of a machine holds the volumes it mounts.
    machines = {edge.source for edge in flows.edges if edge.kind == "backs_up"} - stores.keys()
    for edge in flows.edges if machines else ():
        if edge.kind == "mounts" and not machines.isdisjoint((edge.source, edge.target)):
            found.update((edge.source, edge.target))
    return found, unknown


def _by_settings(inventory: Inventory, catalogue: Catalogue, ends: Ends, found: set[str], unknown: set[str]) -> None:
    """Add what a setting says to be backed up, and what a setting that is not known perhaps does."""
    table = catalogue.backups
    for resource in inventory.resources:
        for setting in table.get(resource.type, ()):
            kept = _keeps(resource, setting)
            if kept is not False:
                (found if kept else unknown).update(ends.of(setting.of, resource).keys)


def _keeps(resource: Resource, setting: BackupSetting) -> bool | None:
    """Whether a setting keeps backups; None when its value is not known."""
    if not setting.attribute:
        return True
    values: list[Value] = [*values_at(resource.attributes, setting.attribute)] or [setting.default]
    known = [str(value).lower() if isinstance(value, bool) else str(value) for value in values if is_known(value)]
    if any(map(setting.keeps, known)):
        return True
    return None if len(known) < len(values) else False


def _by_whole(edges: Iterable[Edge], parts: frozenset[str], found: set[str], stores: Mapping[str, Resource]) -> None:
    """Add the parts of what is backed up, and a whole of which every part that is a store is."""
    parts_of: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.kind in parts:
            parts_of[edge.source].append(edge.target)
    pending = [whole for whole in parts_of if whole in found]
    while pending:
        new = [part for part in parts_of.get(pending.pop(), ()) if part not in found]
        found.update(new)
        pending.extend(new)
    for whole, several in parts_of.items():
        kept = [part for part in several if part in stores]
        if kept and found.issuperset(kept):
            found.add(whole)

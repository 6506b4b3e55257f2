"""Flows of data between resources, and flows whose end was not read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hds_policy.catalogue import Catalogue, Flow, Travel
from hds_policy.model import Inventory, OpenFlow, Resource, Step, Unknown, Value
from hds_policy.model.attributes import values_at

_SELF = "."
COPIES = frozenset({"replicates_to", "snapshots", "copies_to", "backs_up", "restores_from"})
"""Kinds of flow whose end holds what its source holds."""
_ARN = re.compile(r"^arn:([a-z-]+):[a-z0-9-]*:([a-z0-9-]+):")


@dataclass(slots=True)
class Flows:
    """Steps along which the class travels, by the key of their source; and ends that are not in the inventory.

    ``copies``: keys of resources that are copies of something that was not read, with the attribute that names it.
    """

    steps: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, list[OpenFlow]] = field(default_factory=lambda: defaultdict(list))
    copies: dict[str, str] = field(default_factory=dict)


def flows_of(inventory: Inventory, catalogue: Catalogue) -> Flows:
    """All flows of an inventory."""
    targets = _targets(inventory)
    flows = Flows()
    for resource in inventory.resources:
        decision = catalogue.decision(resource.type, resource.provider.name)
        for flow in decision.flows if decision else ():
            if flow.travels is not Travel.NONE:
                _add(flow, resource, targets, flows)
    return flows


def _add(flow: Flow, resource: Resource, targets: Mapping[str, Mapping[str, list[str]]], flows: Flows) -> None:
    attribute = flow.target if flow.source == _SELF else flow.source
    sources = _ends(flow.source, resource, targets)
    ends = _ends(flow.target, resource, targets)
    for source in sources:
        for end in ends:
            flows.steps[source].append(Step(source, end, flow.kind, attribute))
            if flow.travels is Travel.BOTH:
                flows.steps[end].append(Step(end, source, flow.kind, attribute))
    if flow.kind in COPIES and flow.target == _SELF and [*_outside(resource, flow.source, read=bool(sources))]:
        flows.copies[resource.key] = flow.source
    _add_ends(flow.target, sources, resource, flow, flows, read=bool(ends))
    if flow.travels is Travel.BOTH:
        _add_ends(flow.source, ends, resource, flow, flows, read=bool(sources))


def _add_ends(path: str, froms: list[str], resource: Resource, flow: Flow, flows: Flows, *, read: bool) -> None:
    """Note that data of ``froms`` goes to what ``path`` of a resource names outside of what was read."""
    if path == _SELF:
        return
    for partition, region in _outside(resource, path, read=read):
        for source in froms:
            flows.ends[source].append(OpenFlow(source, resource.key, path, flow.kind, region, partition))


def _outside(resource: Resource, path: str, *, read: bool) -> Iterator[tuple[str, str]]:
    """Partition and region of each end an attribute names that no reference leads to; empty when they are not told.

    A name may well be that of something that was read: with a reference beside it, only an ARN written out counts.
    """
    seen: set[tuple[str, str]] = set()
    for value in values_at(resource.attributes, path):
        if value in ("", [], {}):
            continue
        place = _place_in_arn(value)
        if (place[1] or not read) and place not in seen:
            seen.add(place)
            yield place


def _place_in_arn(value: Value) -> tuple[str, str]:
    found = _ARN.match(value) if isinstance(value, str) and not isinstance(value, Unknown) else None
    return (found[1], found[2]) if found else ("", "")


def _targets(inventory: Inventory) -> Mapping[str, Mapping[str, list[str]]]:
    """Keys a resource refers to, by attribute path and every path above it (``a.b`` holds what ``a.b.c`` refers to)."""
    targets: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for reference in inventory.references:
        path = reference.attribute
        while path:
            targets[reference.source][path].append(reference.target)
            path = path.rpartition(".")[0]
    return targets


def _ends(path: str, resource: Resource, targets: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    if path == _SELF:
        return [resource.key]
    return targets[resource.key].get(path, []) if resource.key in targets else []

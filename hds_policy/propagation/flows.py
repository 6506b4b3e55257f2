"""Edges between the resources of an inventory, and flows of data whose end was not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct, field

from hds_policy.catalogue import Catalogue, Flow, Selection, Travel
from hds_policy.model import Doubt, Edge, Inventory, OpenFlow, Resource, ToldBy
from hds_policy.propagation.ends import SELF, End, Ends
from hds_policy.propagation.selections import Selections

_REFERENCE = ToldBy.REFERENCE


class Flows(Struct):
    """Edges of an inventory.

    Attributes:
        edges: all of them, those along which no data travels included, sorted, each once.
        ends: flows to what is not in the inventory, by the key of their source.
        copies: keys of resources that are copies of something that was not read, with the attribute that names it.
        doubts: flows out of what was read whose source is not known.
    """

    edges: list[Edge] = field(default_factory=list)
    ends: dict[str, list[OpenFlow]] = field(default_factory=lambda: defaultdict(list))
    copies: dict[str, str] = field(default_factory=dict)
    doubts: list[OpenFlow] = field(default_factory=list)


def flows_of(inventory: Inventory, catalogue: Catalogue, ends: Ends) -> Flows:
    """All edges of an inventory."""
    flows = Flows()
    selecting: list[tuple[Resource, Selection]] = []
    selections = catalogue.naming.selections
    for resource in inventory.resources:
        decision = catalogue.decision(resource.type, resource.provider.name)
        for flow in decision.flows if decision else ():
            _add(flow, resource, ends, flows)
        if resource.type in selections:
            selecting.append((resource, selections[resource.type]))
    if selecting:
        _select(selecting, Selections(inventory, catalogue), ends, flows)
    flows.edges = _in_order(flows.edges)
    return flows


def _in_order(edges: Iterable[Edge]) -> list[Edge]:
    """Edges sorted, each once: by source first, as comparing hundreds of thousands of whole edges takes too long."""
    by_source: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_source[edge.source].append(edge)
    return [edge for source in sorted(by_source) for edge in sorted(set(by_source[source]))]


def _add(flow: Flow, resource: Resource, ends: Ends, flows: Flows) -> None:
    kind = flow.kind
    data = kind.travels is not Travel.NONE
    attribute = flow.target if flow.source == SELF else flow.source
    sources = ends.of(flow.source, resource, data=data)
    targets = ends.of(flow.target, resource, data=data) if sources.tells else sources
    if not targets.tells:
        return
    key, name, edges = resource.key, kind.name, flows.edges
    for source, told in sources.keys.items():
        for target, also_told in targets.keys.items():
            edges.append(Edge(source, target, name, attribute, key, told if also_told is _REFERENCE else also_told))
    if not (sources.outside or targets.outside):
        return
    if kind.copy and sources.outside and (flow.target == SELF or not sources.keys):
        flows.copies.update(dict.fromkeys(targets.keys, flow.source))
    if data and sources.unknown:
        flows.doubts.extend(
            OpenFlow("", key, flow.source, name, region, partition, doubt=Doubt.SOURCE)
            for partition, region in targets.outside
        )
    _add_outside(flow.target, sources.keys, targets, resource, kind.name, flows)
    if kind.travels in (Travel.BOTH, Travel.NESTED):
        _add_outside(flow.source, targets.keys, sources, resource, kind.name, flows)


def _add_outside(path: str, froms: Iterable[str], end: End, resource: Resource, kind: str, flows: Flows) -> None:
    """Note that data goes to what ``path`` of a resource names outside of what was read."""
    for partition, region in end.outside:
        for source in froms:
            flows.ends[source].append(OpenFlow(source, resource.key, path, kind, region, partition))


def _select(selecting: Iterable[tuple[Resource, Selection]], found: Selections, ends: Ends, flows: Flows) -> None:
    """Add what selections choose; what they perhaps choose is open."""
    for resource, selection in selecting:
        kind = selection.kind.name
        attribute = selection.tags or selection.any_tag or selection.resources
        targets = ends.of(selection.to, resource)
        for chosen in found.of(selection, resource):
            if not chosen.certain:
                flows.ends[chosen.key].append(
                    OpenFlow(chosen.key, resource.key, attribute, kind, "", doubt=Doubt.SELECTION)
                )
                continue
            for target in targets.keys:
                flows.edges.append(Edge(chosen.key, target, kind, attribute, resource.key, ToldBy.SELECTION))
            _add_outside(selection.to, [chosen.key], targets, resource, kind, flows)

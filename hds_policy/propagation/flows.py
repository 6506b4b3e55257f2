"""Edges between the resources of an inventory, and flows of data whose end was not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct, field

from hds_policy.catalogue import Catalogue, Flow, Travel
from hds_policy.model import Edge, Inventory, OpenFlow, Resource, ToldBy
from hds_policy.propagation.ends import SELF, Ends, places_outside


class Flows(Struct):
    """Edges of an inventory.

    Attributes:
        edges: all of them, those along which no data travels included, sorted, each once.
        ends: flows to what is not in the inventory, by the key of their source.
        copies: keys of resources that are copies of something that was not read, with the attribute that names it.
    """

    edges: list[Edge] = field(default_factory=list)
    ends: dict[str, list[OpenFlow]] = field(default_factory=lambda: defaultdict(list))
    copies: dict[str, str] = field(default_factory=dict)


def flows_of(inventory: Inventory, catalogue: Catalogue) -> Flows:
    """All edges of an inventory."""
    ends = Ends(inventory)
    flows = Flows()
    for resource in inventory.resources:
        decision = catalogue.decision(resource.type, resource.provider.name)
        for flow in decision.flows if decision else ():
            _add(flow, resource, ends, flows)
    flows.edges = sorted(set(flows.edges))
    return flows


def _add(flow: Flow, resource: Resource, ends: Ends, flows: Flows) -> None:
    attribute = flow.target if flow.source == SELF else flow.source
    sources = ends.of(flow.source, resource)
    targets = ends.of(flow.target, resource)
    kind = flow.kind
    for source, told in sources.items():
        for target, also_told in targets.items():
            weaker = told if also_told is ToldBy.REFERENCE else also_told
            flows.edges.append(Edge(source, target, kind.name, attribute, resource.key, weaker))
    if kind.travels is Travel.NONE:
        return
    if kind.copy and flow.target == SELF and [*places_outside(resource, flow.source, read=bool(sources))]:
        flows.copies[resource.key] = flow.source
    _add_ends(flow.target, sources, resource, flow, flows, read=bool(targets))
    if kind.travels in (Travel.BOTH, Travel.NESTED):
        _add_ends(flow.source, targets, resource, flow, flows, read=bool(sources))


def _add_ends(
    path: str, froms: Mapping[str, ToldBy], resource: Resource, flow: Flow, flows: Flows, *, read: bool
) -> None:
    """Note that data of ``froms`` goes to what ``path`` of a resource names outside of what was read."""
    if path == SELF:
        return
    for partition, region in places_outside(resource, path, read=read):
        for source in froms:
            flows.ends[source].append(OpenFlow(source, resource.key, path, flow.kind.name, region, partition))

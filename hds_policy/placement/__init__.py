"""Place resources onto the six layers: Inventory × catalogue × estate → placements. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hds_policy.catalogue import Decision
from hds_policy.config import Cluster, Estate
from hds_policy.config.selection import agreed_conditions, cluster_for, tags_of
from hds_policy.hosters import Regions
from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    ConditionState,
    Inventory,
    Located,
    Placed,
    Placement,
    Reference,
    Resource,
    SeenCluster,
)
from hds_policy.placement.actors import Setting, actor_of, performer_of
from hds_policy.placement.conditions import states_of
from hds_policy.placement.ends import hoster_of_end
from hds_policy.placement.facts import Facts
from hds_policy.placement.hosting import hosting_of, of_partition
from hds_policy.placement.regions import RegionReader
from hds_policy.placement.seen_clusters import clusters_told

__all__ = ["Facts", "hoster_of_end", "place", "seen_clusters"]


def place(inventory: Inventory, scope: Iterable[str], facts: Facts) -> tuple[Placed, ...]:
    """Place every resource in scope.

    Args:
        scope: keys of the resources that carry health data; each must have a data role in the catalogue.

    Returns:
        One entry for each resource, in the order of ``scope``.
    """
    resources = {resource.key: resource for resource in inventory.resources}
    reader = RegionReader(resources, _by_attribute(inventory), facts.catalogue, facts.regions)
    placed = []
    for key in scope:
        resource = resources[key]
        decision = facts.catalogue.decision(resource.type, resource.provider.name)
        if decision is not None:
            placed.append(_place(resource, decision, reader, facts))
    return tuple(placed)


def seen_clusters(inventory: Inventory, placed: Iterable[Placed], facts: Facts) -> tuple[SeenCluster, ...]:
    """Clusters of placed resources that the estate binds to a place and the code tells something of, each once."""
    if not facts.estate.clusters:
        return ()
    resources = {resource.key: resource for resource in inventory.resources}
    reader = RegionReader(resources, _by_attribute(inventory), facts.catalogue, facts.regions)
    return clusters_told(inventory, placed, facts, reader)


def _place(resource: Resource, decision: Decision, reader: RegionReader, facts: Facts) -> Placed:
    catalogue, estate = facts.catalogue, facts.estate
    # Bindings of the estate say where clusters run; they never move what names its own hoster.
    provider = catalogue.provider_of(resource)
    bound = cluster_for(estate, resource) if provider is not None and provider.in_cluster else None
    hosting = hosting_of(resource, provider, bound, catalogue, decision.service)
    if not bound:
        hosting = of_partition(hosting, provider, reader.own(resource))
    hoster = hosting.hoster
    service = bound.service if bound and bound.service else hosting.service(decision.service)
    located = _bound_region(bound, estate, facts.regions) if bound else reader.read(resource, hosting)
    setting = Setting(
        hoster,
        bound.site if bound else "",
        tags_of(resource, provider.tags if provider else ()),
        own=provider is not None and hoster == Actor(ActorKind.HOSTER, provider.hoster),
        on_customer_site=reader.on_customer_site(resource),
    )
    actors = {layer: actor_of(layer, resource, setting, decision, estate) for layer in LAYERS}
    placements = tuple(
        Placement(resource.key, layer, actors[layer], service, place.region, place.origin, decision.persists)
        for place in located
        for layer in LAYERS
    )
    performers = {performer_of(layer, resource, setting, decision) for layer in LAYERS}
    hosters = sorted({found.id for found in performers if found and found.kind is ActorKind.HOSTER})
    conditions = tuple(state for name in hosters for state in _conditions(resource, service, name, facts))
    return Placed(resource, hoster, located, placements, conditions)


def _conditions(resource: Resource, service: str, hoster: str, facts: Facts) -> tuple[ConditionState, ...]:
    known = facts.registry.get(hoster)
    agreed = agreed_conditions(facts.estate, resource, hoster=hoster, on=facts.on)
    return states_of(resource, service, known, agreed) if known else ()


def _bound_region(cluster: Cluster, estate: Estate, regions: Regions) -> tuple[Located, ...]:
    if cluster.site:
        return (Located(cluster.site, f"site {estate.sites[cluster.site].name or cluster.site} in the estate"),)
    known = regions.find(cluster.hoster, cluster.region)
    return (Located(known.parent if known else cluster.region, "cluster in the estate"),)


def _by_attribute(inventory: Inventory) -> Mapping[tuple[str, str], list[Reference]]:
    references: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in inventory.references:
        references[reference.source, reference.attribute].append(reference)
    return references

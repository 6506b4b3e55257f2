"""Place resources onto the six layers: Inventory × catalogue × estate → placements. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hds_policy.catalogue import Decision
from hds_policy.config.selection import agreed_conditions, tags_of
from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    ConditionState,
    Inventory,
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
from hds_policy.placement.hosted import Placer
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
    placer = Placer(resources, _by_attribute(inventory), facts)
    placed = []
    for key in scope:
        resource = resources[key]
        decision = facts.catalogue.decision(resource.type, resource.provider.name)
        if decision is not None:
            placed.append(_place(resource, decision, placer, facts))
    return tuple(placed)


def seen_clusters(inventory: Inventory, placed: Iterable[Placed], facts: Facts) -> tuple[SeenCluster, ...]:
    """Clusters of placed resources that the estate binds to a place and the code tells something of, each once."""
    if not facts.estate.clusters:
        return ()
    resources = {resource.key: resource for resource in inventory.resources}
    reader = RegionReader(resources, _by_attribute(inventory), facts.catalogue, facts.regions)
    return clusters_told(inventory, placed, facts, reader)


def _place(resource: Resource, decision: Decision, placer: Placer, facts: Facts) -> Placed:
    estate = facts.estate
    provider = facts.catalogue.provider_of(resource)
    hosted = placer.hosted(resource, decision)
    hoster, service, located, decision = hosted.hoster, hosted.service, hosted.located, hosted.decision
    setting = Setting(
        hoster,
        hosted.site,
        tags_of(resource, provider.tags if provider else ()),
        own=provider is not None and hoster == Actor(ActorKind.HOSTER, provider.hoster),
        on_customer_site=placer.reader.on_customer_site(resource),
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


def _by_attribute(inventory: Inventory) -> Mapping[tuple[str, str], list[Reference]]:
    references: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in inventory.references:
        references[reference.source, reference.attribute].append(reference)
    return references

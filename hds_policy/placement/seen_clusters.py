"""What the code tells of clusters whose place the estate declares: by their address, or by the cluster itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from hds_policy.catalogue.clusters import OWN_SITE
from hds_policy.config import Cluster
from hds_policy.config.selection import cluster_for
from hds_policy.model import ActorKind, Inventory, Placed, Resource, SeenCluster, Unknown
from hds_policy.model.attributes import values_at
from hds_policy.placement.clusters import Clusters
from hds_policy.placement.facts import Facts
from hds_policy.placement.hosting import hosting_of, of_partition
from hds_policy.placement.regions import RegionReader

_ADDRESSES = ("host", "kubernetes.host")
"""The helm provider keeps its connection in a nested block."""
_Known: TypeAlias = Mapping[tuple[str, str], Resource]
"""By root module folder and address."""


def clusters_told(
    inventory: Inventory, placed: Iterable[Placed], facts: Facts, reader: RegionReader
) -> tuple[SeenCluster, ...]:
    """Clusters of placed resources that the estate binds and the code tells something of, each once, sorted."""
    known = {(resource.root, resource.address): resource for resource in inventory.resources}
    clusters = Clusters({resource.key: resource for resource in inventory.resources}, facts, reader)
    found: dict[SeenCluster, set[str]] = defaultdict(set)
    for entry in placed:
        provider = facts.catalogue.provider_of(entry.resource)
        bound = cluster_for(facts.estate, entry.resource) if provider is not None and provider.in_cluster else None
        if bound is None or bound.resource:
            continue
        for seen in _seen(entry.resource, bound, facts, known, reader):
            found[seen].add(entry.resource.key)
        for seen in _signalled(entry.resource, bound, facts, clusters):
            found[seen].add(entry.resource.key)
    merged = [replace(seen, resources=tuple(sorted(keys))) for seen, keys in found.items()]
    return tuple(sorted(merged, key=lambda seen: (seen.hoster, seen.region, seen.site, seen.evidence)))


def _signalled(resource: Resource, bound: Cluster, facts: Facts, clusters: Clusters) -> Iterator[SeenCluster]:
    """What nodes, drivers and load balancers of a cluster tell otherwise than the estate declares."""
    region = _canonical(bound.hoster, bound.region, facts)
    for signal in clusters.signals(resource).found:
        if (bound.hoster or OWN_SITE) not in signal.hosters:
            found = min(signal.hosters - {OWN_SITE})
            told = _canonical(found, signal.region, facts)
            yield SeenCluster(bound.hoster, region, bound.site, found, told, signal.evidence, ())
        elif bound.hoster and signal.region and _canonical(bound.hoster, signal.region, facts) != region:
            told = _canonical(bound.hoster, signal.region, facts)
            yield SeenCluster(bound.hoster, region, bound.site, bound.hoster, told, signal.evidence, ())


def _seen(
    resource: Resource, bound: Cluster, facts: Facts, known: _Known, reader: RegionReader
) -> Iterator[SeenCluster]:
    region = _canonical(bound.hoster, bound.region, facts)
    for path in _ADDRESSES:
        for value in values_at(resource.provider.attributes, path):
            for hoster, place, evidence in _tell(value, resource, facts, known, reader):
                found = _canonical(hoster, place, facts)
                yield SeenCluster(bound.hoster, region, bound.site, hoster, found, evidence, ())


def _tell(
    value: object, resource: Resource, facts: Facts, known: _Known, reader: RegionReader
) -> Iterator[tuple[str, str, str]]:
    """Hoster, region (empty when not told) and the evidence, for the address of a cluster."""
    if isinstance(value, str) and (endpoint := facts.catalogue.endpoint(value)):
        yield endpoint.hoster, endpoint.region or "", f"its address {value}"
    if isinstance(value, Unknown):
        for cluster in _clusters(value, resource, known):
            provider = facts.catalogue.provider_of(cluster)
            decision = facts.catalogue.decision(cluster.type, cluster.provider.name)
            if provider is None or decision is None or provider.in_cluster:
                continue
            hosting = hosting_of(cluster, provider, None, facts.catalogue, decision.service)
            hosting = of_partition(hosting, provider, reader.own(cluster))
            if hosting.hoster.kind is ActorKind.HOSTER:
                places = {place.region for place in reader.own(cluster) if isinstance(place.region, str)}
                yield hosting.hoster.id, places.pop() if len(places) == 1 else "", cluster.address


def _clusters(value: Unknown, resource: Resource, known: _Known) -> list[Resource]:
    """The resource of the same module that an unknown address depends on; none when it may be one of several."""
    found: dict[str, Resource] = {}
    for reference in value.references:
        parts = reference.split(".")
        names = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
        match = next((known[resource.root, name] for name in names if (resource.root, name) in known), None)
        if match:
            found[match.key] = match
    return list(found.values()) if len(found) == 1 else []


def _canonical(hoster: str, region: str, facts: Facts) -> str:
    found = facts.regions.find(hoster, region) if hoster and region else None
    return found.parent if found else region

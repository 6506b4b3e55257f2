"""Where the cluster of a resource runs: as the estate says, as Terraform makes it, or as what is in it tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from hds_policy.catalogue.clusters import OWN_SITE
from hds_policy.config import Cluster
from hds_policy.config.selection import cluster_for
from hds_policy.model import Actor, ActorKind, Cause, Located, Resource, Unknown
from hds_policy.model.attributes import values_at
from hds_policy.placement.cluster_signals import Signal, Signals, signals_by_root
from hds_policy.placement.facts import Facts
from hds_policy.placement.hosting import foreign_source, hosting_of, of_partition
from hds_policy.placement.regions import RegionReader

WAYS = (
    "say where it runs in [[clusters]] of hds-policy.toml, check it together with the Terraform that makes it, "
    "or scan the cluster itself"
)
"""The three ways to say where a cluster is."""
_ADDRESSES = ("host", "kubernetes.host")
_ENOUGH = 2
"""Kinds of signals that must agree."""


class ClusterPlace(Struct, frozen=True):
    """Where a cluster runs.

    Attributes:
        hoster: who hosts it, or why it is not known.
        located: its regions, or why they are not known.
        service: slug of the service it is; empty when it is not known.
        managed: whether the hoster operates Kubernetes itself.
    """

    hoster: Actor
    located: tuple[Located, ...]
    service: str = ""
    managed: bool = True


def unknown_place(note: str) -> ClusterPlace:
    """A cluster of which nobody knows where it runs; ``note``: why."""
    region = Unknown(Cause.UNRESOLVED_VALUE, note)
    return ClusterPlace(Actor(ActorKind.UNKNOWN, note=note), (Located(region, ""),))


class Clusters:
    """Places the clusters of one inventory.

    Args:
        resources: all resources by key.
        reader: reads the regions of the clusters that Terraform makes.
    """

    def __init__(self, resources: Mapping[str, Resource], facts: Facts, reader: RegionReader) -> None:
        self._facts = facts
        self._reader = reader
        types = facts.catalogue.clusters.clusters
        self._made = [one for one in resources.values() if one.type in types]
        self._addresses = {(one.root, one.address): one for one in self._made}
        self._objects = [one for one in resources.values() if self._in_cluster(one)]
        self._signals: dict[str, Signals] | None = None
        self._of_entry: dict[int, Signals] = {}

    def place(self, resource: Resource, bound: Cluster | None) -> ClusterPlace | None:
        """Where the cluster of a resource runs; None when its provider's address, or the estate, tells it elsewhere.

        Args:
            bound: the entry of the estate that fits.
        """
        if bound is not None:
            return self._unless_contradicted(self._by_address(bound.resource), resource) if bound.resource else None
        provider = self._facts.catalogue.provider_of(resource)
        if provider is not None and (foreign := foreign_source(resource, provider)):
            return unknown_place(foreign)
        told = self._by_reference(resource)
        if told is not None:
            return self._unless_contradicted(told, resource)
        if self._is_told_by_address(resource):
            return None
        return self._by_signals(resource)

    def _is_told_by_address(self, resource: Resource) -> bool:
        """Whether its address tells the hoster, or cannot be known; a name of one's own tells nothing."""
        found = [value for path in _ADDRESSES for value in values_at(resource.provider.attributes, path)]
        endpoint = self._facts.catalogue.endpoint
        return any(not isinstance(value, str) or endpoint(value) is not None for value in found)

    def contradiction(self, resource: Resource, hoster: str) -> str:
        """What in the cluster of a resource tells another hoster than its address does; empty for nothing."""
        return next((_told(one) for one in self.signals(resource).against(hoster)), "")

    def signals(self, resource: Resource) -> Signals:
        """What tells of the cluster of a resource: all of its root, and of the roots that the same entry binds."""
        if self._signals is None:
            self._signals = signals_by_root(self._objects, self._facts.catalogue)
        bound = cluster_for(self._facts.estate, resource)
        if bound is None:
            return self._signals.get(resource.root, Signals([]))
        if id(bound) not in self._of_entry:
            roots = {one.root for one in self._objects if cluster_for(self._facts.estate, one) is bound}
            found = (signal for root in sorted(roots) for signal in self._signals.get(root, Signals([])).found)
            self._of_entry[id(bound)] = Signals(list(dict.fromkeys(found)))
        return self._of_entry[id(bound)]

    def _in_cluster(self, resource: Resource) -> bool:
        provider = self._facts.catalogue.provider_of(resource)
        return provider is not None and provider.in_cluster

    def _by_address(self, pattern: str) -> ClusterPlace:
        found = [one for one in self._made if fnmatchcase(one.address, pattern) or fnmatchcase(one.key, pattern)]
        if len(found) != 1:
            count = "no cluster" if not found else f"{len(found)} clusters"
            return unknown_place(f"[[clusters]] names {pattern}, which is {count} of the Terraform that was read")
        return self._of_terraform(found[0])

    def _by_reference(self, resource: Resource) -> ClusterPlace | None:
        """The cluster whose address the provider is given, when Terraform makes it in the same module."""
        for path in _ADDRESSES:
            for value in values_at(resource.provider.attributes, path):
                if isinstance(value, Unknown) and len(found := self._named(value.references, resource.root)) == 1:
                    return self._of_terraform(found[0])
        return None

    def _named(self, references: Iterable[str], root: str) -> list[Resource]:
        found: dict[str, Resource] = {}
        for reference in references:
            parts = reference.split(".")
            names = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
            match = next((self._addresses[root, name] for name in names if (root, name) in self._addresses), None)
            if match is not None:
                found[match.key] = match
        return list(found.values())

    def _by_signals(self, resource: Resource) -> ClusterPlace:
        """By several kinds of signals that agree, or by one and the only cluster that Terraform makes in this run."""
        signals = self.signals(resource)
        if signals.found and not signals.hosters:
            named = "; ".join(sorted({_told(one) for one in signals.found})[:4])
            return unknown_place(f"what is in the cluster contradicts itself: {named}; {WAYS}")
        if len(self._made) == 1 and signals.hosters:
            made = self._of_terraform(self._made[0])
            if made.hoster.kind is ActorKind.HOSTER and made.hoster.id in signals.hosters:
                return made
        hosters = self._narrowed(signals) if signals.kinds >= _ENOUGH else frozenset()
        if len(hosters) == 1 and OWN_SITE not in hosters:
            return self._of_signals(next(iter(hosters)), signals)
        if signals.found:
            named = " and ".join(sorted({one.evidence for one in signals.found})[:3])
            return unknown_place(f"{named} alone {'do' if ' and ' in named else 'does'} not tell who hosts it: {WAYS}")
        return unknown_place(f"nothing tells where the cluster runs: {WAYS}")

    def _narrowed(self, signals: Signals) -> frozenset[str]:
        """Hosters that fit, by the regions of the nodes where they tell one of several from the others."""
        if len(signals.hosters) < _ENOUGH or not signals.regions:
            return signals.hosters
        knowing = {
            hoster
            for hoster in signals.hosters - {OWN_SITE}
            if all(self._facts.regions.find(hoster, region) for region in signals.regions)
        }
        return frozenset(knowing | (signals.hosters & {OWN_SITE}))

    def _of_signals(self, hoster: str, signals: Signals) -> ClusterPlace:
        origin = "nodes of the cluster"
        regions = sorted(signals.regions)
        if not regions:
            where: str | Unknown = Unknown(Cause.UNRESOLVED_VALUE, f"no node tells its region: {WAYS}")
            return ClusterPlace(Actor(ActorKind.HOSTER, hoster), (Located(where, origin),))
        return ClusterPlace(
            Actor(ActorKind.HOSTER, hoster), tuple(Located(self._canonical(hoster, one), origin) for one in regions)
        )

    def _of_terraform(self, cluster: Resource) -> ClusterPlace:
        catalogue = self._facts.catalogue
        provider, decision = catalogue.provider_of(cluster), catalogue.decision(cluster.type, cluster.provider.name)
        service = decision.service if decision else ""
        hosting = hosting_of(cluster, provider, None, catalogue, service)
        hosting = of_partition(hosting, provider, self._reader.own(cluster))
        located = tuple(
            Located(place.region, f"{cluster.address} ({place.origin})")
            for place in self._reader.read(cluster, hosting)
        )
        return ClusterPlace(hosting.hoster, located, hosting.service(service))

    def _unless_contradicted(self, told: ClusterPlace, resource: Resource) -> ClusterPlace:
        against = self.contradiction(resource, told.hoster.id) if told.hoster.kind is ActorKind.HOSTER else ""
        return unknown_place(f"Terraform makes the cluster with {told.hoster.id}, but {against}") if against else told

    def _canonical(self, hoster: str, region: str) -> str:
        known = self._facts.regions.find(hoster, region)
        return known.parent if known else region


def _told(signal: Signal) -> str:
    return f"{signal.evidence} tells {' or '.join(sorted(signal.hosters))}"

"""Who hosts a resource, as which service, in which regions: what names its hoster, and what is in a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hds_policy.catalogue import Decision
from hds_policy.catalogue.clusters import DriverPlace
from hds_policy.config import Cluster
from hds_policy.config.selection import cluster_for
from hds_policy.model import Actor, ActorKind, Cause, Located, Reference, Resource, Unknown
from hds_policy.placement.clusters import WAYS, ClusterPlace, Clusters, unknown_place
from hds_policy.placement.facts import Facts
from hds_policy.placement.hosting import Hosting, hosting_of, of_partition
from hds_policy.placement.regions import RegionReader
from hds_policy.placement.volumes import Volumes

_VOLUME = "kubernetes-volume"
"""Service of the catalogue for what a driver keeps."""
_CLUSTER = "kubernetes"
_SELF_MANAGED = "iaas"
"""Model of what runs on machines of the hoster on which the customer operates Kubernetes."""


class Hosted(Struct, frozen=True):
    """Who hosts a resource; ``decision``: what its type is, where the cluster does not change that."""

    hoster: Actor
    service: str
    located: tuple[Located, ...]
    decision: Decision
    site: str = ""


class Placer:
    """Places the resources of one inventory.

    Args:
        resources: all resources by key.
        references: by (key of the source, attribute).
    """

    def __init__(
        self,
        resources: Mapping[str, Resource],
        references: Mapping[tuple[str, str], Sequence[Reference]],
        facts: Facts,
    ) -> None:
        self.reader = RegionReader(resources, references, facts.catalogue, facts.regions)
        self._facts = facts
        self._volumes = Volumes(resources, references)
        self._resources = resources
        self._made: Clusters | None = None

    @property
    def clusters(self) -> Clusters:
        """The clusters of the inventory."""
        if self._made is None:
            self._made = Clusters(self._resources, self._facts, self.reader)
        return self._made

    def hosted(self, resource: Resource, decision: Decision) -> Hosted:
        """Who hosts a resource."""
        catalogue = self._facts.catalogue
        provider = catalogue.provider_of(resource)
        # Bindings of the estate say where clusters run; they never move what names its own hoster.
        if provider is not None and provider.in_cluster:
            return self._in_cluster(resource, decision)
        hosting = hosting_of(resource, provider, None, catalogue, decision.service)
        hosting = of_partition(hosting, provider, self.reader.own(resource))
        located = self.reader.read(resource, hosting)
        return Hosted(hosting.hoster, hosting.service(decision.service), located, decision)

    def _in_cluster(self, resource: Resource, decision: Decision) -> Hosted:
        bound = cluster_for(self._facts.estate, resource)
        if bound is not None and bound.site:
            return self._on_site(resource, decision, bound)
        place = self.clusters.place(resource, bound) or self._stated(resource, bound)
        if not place.managed and decision.model is not None and decision.model.name == "managed":
            decision = replace(decision, model=self._facts.catalogue.model(_SELF_MANAGED))
        if decision.service == _VOLUME:
            place = self._of_volume(resource, place)
        return Hosted(place.hoster, place.service or decision.service, place.located, decision)

    def _stated(self, resource: Resource, bound: Cluster | None) -> ClusterPlace:
        """The place that the estate declares, else the one that the address of the cluster tells."""
        if bound is not None:
            known = self._facts.regions.find(bound.hoster, bound.region)
            located = Located(known.parent if known else bound.region, "cluster in the estate")
            return ClusterPlace(Actor(ActorKind.HOSTER, bound.hoster), (located,), bound.service, bound.managed)
        catalogue = self._facts.catalogue
        provider = catalogue.provider_of(resource)
        hosting = hosting_of(resource, provider, None, catalogue, _CLUSTER)
        if hosting.hoster.kind is ActorKind.HOSTER:
            against = self.clusters.contradiction(resource, hosting.hoster.id)
            if against:
                return unknown_place(f"its address tells {hosting.hoster.id}, but {against}")
        hosting = of_partition(hosting, provider, self.reader.own(resource))
        return ClusterPlace(hosting.hoster, self.reader.read(resource, hosting), self._slug(hosting))

    @staticmethod
    def _slug(hosting: Hosting) -> str:
        return hosting.service(_CLUSTER) if hosting.services else ""

    def _on_site(self, resource: Resource, decision: Decision, bound: Cluster) -> Hosted:
        name = self._facts.estate.sites[bound.site].name or bound.site
        located = (Located(bound.site, f"site {name} in the estate"),)
        hosted = Hosted(Actor(ActorKind.UNDECLARED), decision.service, located, decision, bound.site)
        if decision.service != _VOLUME:
            return hosted
        driver = self._volumes.driver(resource)
        if not driver and (unread := self._volumes.unread_class(resource)):
            unknown = unknown_place(_of_unread_class(unread))
            return Hosted(unknown.hoster, decision.service, unknown.located, decision)
        known = self._facts.catalogue.clusters.driver(driver) if driver else None
        here = known is not None and (known.own_site or known.place in (DriverPlace.NODES, DriverPlace.BESIDE))
        if not driver or here:
            return hosted
        away = known.place is DriverPlace.HOSTER if known else False
        note = f"its driver {driver} {'keeps volumes with a hoster' if away else 'does not tell where the volumes lie'}"
        unknown = unknown_place(f"{note}, the cluster runs on the site {name}")
        return Hosted(unknown.hoster, decision.service, unknown.located, decision)

    def _of_volume(self, resource: Resource, place: ClusterPlace) -> ClusterPlace:
        """Where a volume lies, by its driver; that of a managed cluster without one, where the cluster is."""
        if place.hoster.kind is not ActorKind.HOSTER:
            return place
        driver = self._volumes.driver(resource)
        if not driver:
            unread = self._volumes.unread_class(resource)
            driver = self._driver_of_class(place, unread)
            if not driver:
                return _without_driver(place, unread)
        known = self._facts.catalogue.clusters.driver(driver)
        if known is None or known.place in (DriverPlace.ELSEWHERE, DriverPlace.BESIDE):
            what = "is not known" if known is None else "does not tell where the volumes lie"
            return unknown_place(f"its driver {driver} {what}: declare the place of the volume")
        if known.place is DriverPlace.NODES:
            return self._in_zone(resource, place)
        if place.hoster.id not in known.services:
            hosters = " or ".join(sorted(known.services))
            return unknown_place(
                f"its driver {driver} is one of {hosters}, but the cluster is with {place.hoster.id}: {WAYS}"
            )
        return self._in_zone(resource, replace(place, service=known.services[place.hoster.id]))

    def _driver_of_class(self, place: ClusterPlace, name: str) -> str:
        """Driver of a class that was not read: only managed clusters have some from the start."""
        return self._facts.catalogue.clusters.driver_of_class(place.hoster.id, name) if place.managed and name else ""

    def _in_zone(self, resource: Resource, place: ClusterPlace) -> ClusterPlace:
        """The place, unless a zone that the volume is bound to lies in another region."""
        regions = {found.region for found in place.located}
        for zone in self._volumes.zones(resource):
            region = self._region_of(place.hoster.id, zone)
            if region and region not in regions:
                detail = f"the volume is bound to the zone {zone} of {region}, the cluster runs elsewhere"
                return replace(place, located=(Located(Unknown(Cause.UNRESOLVED_VALUE, detail), f"zone {zone}"),))
        return place

    def _region_of(self, hoster: str, zone: str) -> str:
        """Region of a zone as hosters name them: with a letter (eu-west-3a) or a part (fr-par-1) at its end."""
        for name in (zone, zone[:-1], zone.rpartition("-")[0]):
            known = self._facts.regions.find(hoster, name) if name else None
            if known is not None:
                return known.parent
        return ""


def _without_driver(place: ClusterPlace, unread: str) -> ClusterPlace:
    """The place of a volume of which no driver is told: that of a managed cluster, unless a class is named."""
    if unread:
        return unknown_place(_of_unread_class(unread))
    return place if place.managed else unknown_place("nothing tells by which driver the volume is kept")


def _of_unread_class(name: str) -> str:
    return f"its storage class {name}, which tells where the volume lies, was not read: check it together with this"

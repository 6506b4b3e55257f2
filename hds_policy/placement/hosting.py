"""Who hosts a resource: told by its cluster, the endpoints of its provider, its region, else the provider itself."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue, Endpoint, Provider
from hds_policy.config import Cluster
from hds_policy.model import Actor, ActorKind, Located, Resource, Unknown, Value
from hds_policy.model.attributes import values_at

_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
_MIRRORS = frozenset({"hashicorp", "opentofu"})
"""Namespaces that serve the same providers: a provider without a declared source is looked for there."""


class Hosting(Struct, frozen=True):
    """Who hosts a resource, and what the endpoints of its provider tell of the place.

    Attributes:
        hoster: the hoster, or why it is not known.
        services: the hoster's own slug for services of the catalogue; empty for as the catalogue says.
        endpoint: address that decided; empty when none did.
        region: region in that address; empty when addresses of its kind name none, None when it should and does not.
    """

    hoster: Actor
    services: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    region: str | None = ""

    def service(self, slug: str) -> str:
        """The hoster's slug for a service of the catalogue."""
        return self.services.get(slug, slug)


def hosting_of(
    resource: Resource, provider: Provider | None, cluster: Cluster | None, catalogue: Catalogue, service: str
) -> Hosting:
    """The hoster of a resource: from the cluster binding, the endpoints of its provider, else the provider itself.

    Whoever operates a site of one's own is told by ``actor_of``, layer by layer.

    Args:
        service: service slug of the resource in the catalogue; empty for none, and every endpoint counts.
    """
    if cluster is not None:
        return Hosting(Actor(ActorKind.HOSTER, cluster.hoster) if cluster.hoster else Actor(ActorKind.UNDECLARED))
    name = resource.provider.name
    if provider is None:
        return _unknown(f"the catalogue has no provider {name}")
    if foreign := foreign_source(resource, provider):
        return _unknown(foreign)
    addresses = _endpoints(resource.provider.attributes, provider, service)
    if addresses:
        return _from_endpoints(addresses, name, catalogue)
    if provider.hoster:
        return Hosting(Actor(ActorKind.HOSTER, provider.hoster))
    return _unknown(f"provider {name} names no endpoint or cluster that is known")


def foreign_source(resource: Resource, provider: Provider) -> str:
    """Why the provider of a resource is not the one the catalogue describes; empty when it is."""
    if _is_known_source(resource.provider.source, provider):
        return ""
    name = resource.provider.name
    return f"provider {name} comes from {resource.provider.source}, which the catalogue does not know"


def of_partition(hosting: Hosting, provider: Provider | None, located: Sequence[Located]) -> Hosting:
    """The hosting once regions are read: some regions of a provider are another company's, under its certificate."""
    if provider is None or not provider.partitions or hosting.hoster != Actor(ActorKind.HOSTER, provider.hoster):
        return hosting
    regions = [place.region for place in located if isinstance(place.region, str)]
    if hosting.region:
        regions.append(hosting.region)
    hosters = {_partition(region, provider) for region in regions}
    if len(hosters) > 1:
        return _unknown(f"its regions belong to several hosters: {', '.join(sorted(hosters))}")
    return replace(hosting, hoster=Actor(ActorKind.HOSTER, hosters.pop())) if hosters else hosting


def _partition(region: str, provider: Provider) -> str:
    name = "".join(region.split()).casefold()
    found = (hoster for pattern, hoster in provider.partitions.items() if fnmatch.fnmatchcase(name, pattern))
    return next(found, provider.hoster)


def _unknown(note: str) -> Hosting:
    return Hosting(Actor(ActorKind.UNKNOWN, note=note))


def _is_known_source(declared: str, provider: Provider) -> bool:
    """Whether a provider's code is the one the catalogue describes: another source may send data anywhere."""
    source = declared.lower()
    for registry in _REGISTRIES:
        source = source.removeprefix(registry)
    if not source or not provider.sources or source in provider.sources:
        return True
    namespace, _, name = source.rpartition("/")
    namespaces = {known.partition("/")[0] for known in provider.sources}
    return name in provider.names and namespace in _MIRRORS | namespaces


def _endpoints(attributes: Mapping[str, Value], provider: Provider, service: str) -> list[Value]:
    keys = provider.endpoint_keys.get(service, (service.replace("-", ""),))
    paths = [
        path.replace("{service}", key) if service else path.removesuffix(".{service}")
        for path in provider.endpoints
        for key in (keys if "{service}" in path else ("",))
    ]
    flat: list[Value] = []
    for value in (value for path in paths for value in values_at(attributes, path)):
        inner = [part for part in value.values() if part is not None] if isinstance(value, dict) else [value]
        flat.extend(inner)
    return flat


def _from_endpoints(addresses: list[Value], name: str, catalogue: Catalogue) -> Hosting:
    found: dict[str, Endpoint] = {}
    for address in addresses:
        if isinstance(address, Unknown):
            return _unknown(f"an endpoint of provider {name} cannot be told: {address.detail}")
        endpoint = catalogue.endpoint(address) if isinstance(address, str) else None
        if endpoint is None:
            return _unknown(f"provider {name} uses an endpoint of an unknown hoster")
        found[str(address)] = endpoint
    hosters = sorted({endpoint.hoster for endpoint in found.values()})
    if len(hosters) > 1:
        return _unknown(f"provider {name} uses endpoints of several hosters: {', '.join(hosters)}")
    regions = {endpoint.region for endpoint in found.values()}
    address, endpoint = next(iter(found.items()))
    region = endpoint.region if len(regions) == 1 else None
    return Hosting(Actor(ActorKind.HOSTER, endpoint.hoster), endpoint.services, ", ".join(found), region)

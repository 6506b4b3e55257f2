"""Who hosts a resource, and who performs each layer for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hds_policy.catalogue import Catalogue, Decision, Endpoint, Provider
from hds_policy.config import Cluster, Estate, OperatorStatus
from hds_policy.config.selection import operator_for
from hds_policy.model import Actor, ActorKind, Layer, Resource, Unknown, Value
from hds_policy.model.attributes import values_at

_UNDECLARED = Actor(ActorKind.UNDECLARED)
_OUTSIDE = frozenset({OperatorStatus.CONTROLLER, OperatorStatus.EXEMPT})


@dataclass(frozen=True, slots=True)
class Hosting:
    """Who hosts a resource, and under which name the hoster knows its service (empty: as the catalogue says)."""

    hoster: Actor
    services: Mapping[str, str] = field(default_factory=dict)

    def service(self, slug: str) -> str:
        """The hoster's slug for a service of the catalogue."""
        return self.services.get(slug, slug)


def hosting_of(resource: Resource, provider: Provider | None, cluster: Cluster | None, catalogue: Catalogue) -> Hosting:
    """The hoster of a resource: from the cluster binding, the endpoints of its provider, else the provider itself.

    Whoever operates a site of one's own is told by ``actor_of``, layer by layer.
    """
    if cluster is not None:
        return Hosting(Actor(ActorKind.HOSTER, cluster.hoster) if cluster.hoster else Actor(ActorKind.UNDECLARED))
    name = resource.provider.name
    if provider is None:
        return _unknown(f"the catalogue has no provider {name}")
    addresses = _endpoints(resource.provider.attributes, provider)
    if addresses:
        return _from_endpoints(addresses, name, catalogue)
    if provider.hoster:
        return Hosting(Actor(ActorKind.HOSTER, provider.hoster))
    return _unknown(f"provider {name} names no endpoint or cluster that is known")


def _unknown(note: str) -> Hosting:
    return Hosting(Actor(ActorKind.UNKNOWN, note=note))


def _endpoints(attributes: Mapping[str, Value], provider: Provider) -> list[Value]:
    found = [value for path in provider.endpoints for value in values_at(attributes, path)]
    flat: list[Value] = []
    for value in found:
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
        found[endpoint.hoster] = endpoint
    if len(found) > 1:
        return _unknown(f"provider {name} uses endpoints of several hosters: {', '.join(sorted(found))}")
    (endpoint,) = found.values()
    return Hosting(Actor(ActorKind.HOSTER, endpoint.hoster), endpoint.services)


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides on the actors of a resource: its hoster, its site (empty for none), its tags."""

    hoster: Actor
    site: str
    tags: Mapping[str, Value]


def actor_of(layer: Layer, resource: Resource, setting: Setting, decision: Decision, estate: Estate) -> Actor:
    """Who performs a layer: the operator of the site, or the hoster by its model; else whom the estate declares."""
    site = estate.sites.get(setting.site)
    if site is not None:
        if layer in site.layers:
            return _declared(site.operator, estate, ActorKind.OPERATOR)
    elif decision.model is not None and layer in decision.model.hoster:
        hoster = setting.hoster
        return _declared(hoster.id, estate, ActorKind.HOSTER) if hoster.kind is ActorKind.HOSTER else hoster
    operator = operator_for(estate, layer, resource, tags=setting.tags, hoster=setting.hoster.id, site=setting.site)
    return _declared(operator, estate, ActorKind.OPERATOR) if operator else _UNDECLARED


def _declared(actor: str, estate: Estate, kind: ActorKind) -> Actor:
    """An actor by id; one the estate declares to be the controller or exempt is outside the obligation."""
    declared = estate.operators.get(actor)
    if declared is not None and declared.status in _OUTSIDE:
        return Actor(ActorKind(declared.status.value), actor, declared.reason)
    return Actor(kind, actor)

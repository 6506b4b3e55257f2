"""Who hosts a resource, and who performs each layer for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hds_policy.catalogue import Catalogue, Decision, Provider
from hds_policy.config import Cluster, Estate, OperatorStatus
from hds_policy.config.selection import operator_for
from hds_policy.model import Actor, ActorKind, Layer, Resource, Unknown, Value
from hds_policy.model.attributes import values_at

_UNDECLARED = Actor(ActorKind.UNDECLARED)
_OUTSIDE = frozenset({OperatorStatus.CONTROLLER, OperatorStatus.EXEMPT})


def hoster_of(resource: Resource, provider: Provider | None, cluster: Cluster | None, catalogue: Catalogue) -> Actor:
    """The hoster of a resource: from the cluster binding, the endpoints of its provider, else the provider itself.

    Whoever operates a site of one's own is told by ``actor_of``, layer by layer.
    """
    if cluster is not None:
        return Actor(ActorKind.HOSTER, cluster.hoster) if cluster.hoster else Actor(ActorKind.UNDECLARED)
    if provider is None:
        return Actor(ActorKind.UNKNOWN, note=f"the catalogue has no provider {resource.provider.name}")
    addresses = _endpoints(resource.provider.attributes, provider)
    if addresses:
        return _from_endpoints(addresses, resource, catalogue)
    if provider.hoster:
        return Actor(ActorKind.HOSTER, provider.hoster)
    return Actor(
        ActorKind.UNKNOWN, note=f"provider {resource.provider.name} names no endpoint or cluster that is known"
    )


def _endpoints(attributes: Mapping[str, Value], provider: Provider) -> list[Value]:
    found = [value for path in provider.endpoints for value in values_at(attributes, path)]
    flat: list[Value] = []
    for value in found:
        flat.extend(inner for inner in value.values() if inner is not None) if isinstance(value, dict) else flat.append(
            value
        )
    return flat


def _from_endpoints(addresses: list[Value], resource: Resource, catalogue: Catalogue) -> Actor:
    name = resource.provider.name
    hosters: set[str] = set()
    for address in addresses:
        if isinstance(address, Unknown):
            return Actor(ActorKind.UNKNOWN, note=f"an endpoint of provider {name} cannot be told: {address.detail}")
        hoster = catalogue.hoster_of_endpoint(address) if isinstance(address, str) else None
        if hoster is None:
            return Actor(ActorKind.UNKNOWN, note=f"provider {name} uses an endpoint of an unknown hoster")
        hosters.add(hoster)
    if len(hosters) > 1:
        return Actor(
            ActorKind.UNKNOWN, note=f"provider {name} uses endpoints of several hosters: {', '.join(sorted(hosters))}"
        )
    return Actor(ActorKind.HOSTER, hosters.pop())


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

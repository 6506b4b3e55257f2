"""Who performs each layer for a resource."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hds_policy.catalogue import Decision
from hds_policy.config import Estate, OperatorStatus
from hds_policy.config.selection import operator_for
from hds_policy.model import Actor, ActorKind, Layer, Resource, Value

_UNDECLARED = Actor(ActorKind.UNDECLARED)
_OUTSIDE = frozenset({OperatorStatus.CONTROLLER, OperatorStatus.EXEMPT})


class Setting(Struct, frozen=True):
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

"""Who performs each layer for a resource."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hds_policy.catalogue import CUSTOMER, NOBODY_KNOWN, Decision
from hds_policy.config import Estate, OperatorStatus
from hds_policy.config.selection import operator_for
from hds_policy.model import Actor, ActorKind, Layer, Resource, Value

_UNDECLARED = Actor(ActorKind.UNDECLARED)
_OUTSIDE = frozenset({OperatorStatus.CONTROLLER, OperatorStatus.EXEMPT})


class Setting(Struct, frozen=True):
    """What decides on the actors of a resource.

    Attributes:
        hoster: who hosts it, as far as its provider, endpoints, region or cluster tell.
        site: id of its site; empty for none.
        tags: its tags.
        own: whether that hoster is the one the catalogue describes, so that it knows who operates what there.
        on_customer_site: it stands on a site of the customer's own, on hardware of the hoster.
    """

    hoster: Actor
    site: str
    tags: Mapping[str, Value]
    own: bool = True
    on_customer_site: bool = False


def actor_of(layer: Layer, resource: Resource, setting: Setting, decision: Decision, estate: Estate) -> Actor:
    """Who performs a layer: the operator of the site, or the hoster by its model; else whom the estate declares."""
    site = estate.sites.get(setting.site)
    if site is not None:
        if layer in site.layers:
            return _declared(site.operator, estate, ActorKind.OPERATOR)
    elif performing := performer_of(layer, resource, setting, decision):
        return _declared(performing.id, estate, ActorKind.HOSTER) if performing.kind is ActorKind.HOSTER else performing
    operator = operator_for(estate, layer, resource, tags=setting.tags, hoster=setting.hoster.id, site=setting.site)
    return _declared(operator, estate, ActorKind.OPERATOR) if operator else _UNDECLARED


def performer_of(layer: Layer, resource: Resource, setting: Setting, decision: Decision) -> Actor | None:
    """The hoster that performs a layer by the nature of the service; None for the customer's side."""
    if decision.model is None or layer not in decision.model.hoster:
        return None
    if layer is Layer.PHYSICAL and setting.on_customer_site:
        return None
    operator = decision.operated_by.get(layer, "")
    if not operator or setting.hoster.kind is not ActorKind.HOSTER:
        return setting.hoster
    if operator == CUSTOMER:
        return None
    if operator == NOBODY_KNOWN or not setting.own:
        return Actor(ActorKind.UNKNOWN, note=f"who operates {resource.type} is not known")
    return Actor(ActorKind.HOSTER, operator)


def _declared(actor: str, estate: Estate, kind: ActorKind) -> Actor:
    """An actor by id; one the estate declares to be the controller or exempt is outside the obligation."""
    declared = estate.operators.get(actor)
    if declared is not None and declared.status in _OUTSIDE:
        return Actor(ActorKind(declared.status.value), actor, declared.reason)
    return Actor(kind, actor)

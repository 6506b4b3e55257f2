"""Placed resources and their surroundings, built by hand, for the tests of the policy input and of the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from building import NO_VALUE, ON, certificate, hoster, regions, resource

from hds_policy.evaluation import OpenEnds, Questions, Surroundings
from hds_policy.evaluation.canary import is_canary
from hds_policy.hosters import Regions, load_law
from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    ConditionState,
    Hoster,
    Layer,
    Located,
    Placed,
    Placement,
    Unknown,
)

NIMBUS = Actor(ActorKind.HOSTER, "nimbus")
ACME = Actor(ActorKind.OPERATOR, "acme")
UNKNOWN_HOSTER = Actor(ActorKind.UNKNOWN, note="no endpoint that is known")
PLACES = regions(nimbus={"eu-west": ("FR", True, ""), "us-east": ("US", False, ""), "moon": ("", None, "")})
HOLDERS = {"nimbus": hoster("nimbus", certificate("nimbus")), "acme": hoster("acme")}


def around(
    *,
    holders: Mapping[str, Hoster] | None = None,
    ends: OpenEnds | None = None,
    sites: Mapping[str, str] | None = None,
    on: date = ON,
    warning: int = 90,
    places: Regions = PLACES,
    registries: Mapping[str, date] | None = None,
) -> Surroundings:
    """Surroundings with the shipped law."""
    known = HOLDERS if holders is None else holders
    return Surroundings(on, load_law(), places, known, warning, ends or OpenEnds(), sites or {}, registries or {})


def placed(
    address: str = "cloud_database.a",
    *places: str | Unknown,
    who: Actor = NIMBUS,
    customer: Actor = ACME,
    service: str = "database",
    stores: bool = True,
    conditions: Sequence[ConditionState] = (),
) -> Placed:
    """A resource in one region (eu-west) or several; admin and backup are on the customer's side."""
    entry = resource(address, lines={"region": 12, "hds": 14})
    located = tuple(Located(place, "region", 12) for place in places or ("eu-west",))
    actors = {layer: customer if layer in {Layer.ADMIN, Layer.BACKUP} else who for layer in LAYERS}
    placements = tuple(
        Placement(entry.key, layer, actors[layer], service, one.region, one.origin, stores)
        for one in located
        for layer in LAYERS
    )
    return Placed(entry, who, located, placements, tuple(conditions))


def canary_of(questions: Questions, subjects: str) -> str:
    """Id of the canary of a table such as ``placements/physical``."""
    table: Any = questions.document
    for part in subjects.split("/"):
        table = table[part]
    (found,) = [
        name for name in (table if isinstance(table, dict) else [one["id"] for one in table]) if is_canary(name)
    ]
    return str(found)


__all__ = ["ACME", "HOLDERS", "NIMBUS", "NO_VALUE", "PLACES", "UNKNOWN_HOSTER", "around", "canary_of", "placed"]

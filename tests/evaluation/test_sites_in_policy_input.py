"""Sites of one's own in the policy input: they lie where the estate says."""

from __future__ import annotations

from typing import Any

import pytest
from asking import ACME, around, placed
from msgspec.structs import replace

from hds_policy.evaluation import build
from hds_policy.evaluation.canary import is_canary
from hds_policy.model import (
    Actor,
    ActorKind,
    Placed,
)


def without_canaries(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in entries if not is_canary(entry["id"])]


def document(*entries: Placed, **given: Any) -> dict[str, Any]:
    return build(entries, around(**given)).document


ON_SITE = Actor(ActorKind.UNDECLARED)


def on_site(*sites: str, operated: Actor = ACME) -> Placed:
    """On a site of the estate nobody hosts; its operator houses it."""
    entry = placed("cloud_database.a", *sites, who=operated)
    return replace(entry, hoster=ON_SITE)


@pytest.mark.parametrize(
    ("country", "eea"), [("FR", "yes"), ("IS", "yes"), ("GB", "no"), ("US", "no"), ("RE", "unknown")]
)
def test_a_site_lies_where_the_estate_says(country: str, eea: str) -> None:
    found = document(on_site("room"), sites={"room": country})
    (location,) = without_canaries(found["locations"])
    assert (location["hoster"], location["region"], location["country"], location["eea"]) == ("", "room", country, eea)
    (question,) = without_canaries(found["placements"]["physical"])
    assert (question["region"], question["eea"]) == ("room", eea)


def test_a_site_is_no_region_of_a_hoster_and_a_region_no_site() -> None:
    """A site that bears the name of a region says nothing of that region, nor the other way round."""
    hosted = document(placed("cloud_database.a", "eu-west"), sites={"eu-west": "US"})
    assert [entry["eea"] for entry in without_canaries(hosted["locations"])] == ["yes"]
    mine = document(on_site("eu-west"), sites={"eu-west": "US"})
    assert [entry["eea"] for entry in without_canaries(mine["locations"])] == ["no"]
    unknown = document(on_site("cellar"), sites={"room": "FR"})
    assert [(entry["region"], entry["eea"]) for entry in without_canaries(unknown["locations"])] == [("", "unknown")]


@pytest.mark.parametrize("kind", [ActorKind.CONTROLLER, ActorKind.EXEMPT])
def test_where_data_is_kept_in_ones_own_rooms_the_place_is_not_asked_about(kind: ActorKind) -> None:
    questions = build([on_site("room", operated=Actor(kind, "us", "why"))], around(sites={"room": "US"}))
    assert without_canaries(questions.document["locations"]) == []
    assert None in [concern.layer for concern in questions.outside]


def test_who_only_administers_does_not_take_the_place_out_of_question() -> None:
    found = document(placed(customer=Actor(ActorKind.CONTROLLER, "us", "why")))
    assert len(without_canaries(found["locations"])) == 1


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_region_that_is_empty_has_a_reason(empty: str) -> None:
    questions = build([placed("cloud_database.a", empty)], around())
    for table in (questions.document["locations"], questions.document["placements"]["physical"]):
        (entry,) = without_canaries(table)
        assert (entry["region"], questions.facts[entry["id"]]["region_reason"]) == ("", "the name is empty")

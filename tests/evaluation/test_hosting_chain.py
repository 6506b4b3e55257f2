"""Guarantees and subcontractors in the policy input: the worst answer counts, a reassuring one only without a gap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from asking import ACME, HOLDERS, around, placed
from building import NO_VALUE, certificate, hoster, regions
from msgspec.structs import replace

from hds_policy.evaluation import build
from hds_policy.evaluation.canary import is_canary
from hds_policy.model import Actor, ActorKind, Answer, Grade, Guarantee, Layer, Source, Subcontractor, Topic

READ = Source("a page", date(2026, 1, 1), Grade.A)
CLAIM = Source("a claim", date(2026, 1, 1), Grade.C)
HOSTED = frozenset({Layer.PHYSICAL, Layer.HARDWARE, Layer.VIRTUAL, Layer.PLATFORM})
YES = Guarantee(Topic.ACCESS_OUTSIDE_EEA, Answer.YES, READ, detail="Canada")
NO = Guarantee(Topic.ACCESS_OUTSIDE_EEA, Answer.NO, READ)


def table(name: str, nimbus: Any, **given: Any) -> list[dict[str, Any]]:
    """A table for one database: nimbus performs all layers but admin and backup, acme those two."""
    questions = build([placed(**given)], around(holders={**HOLDERS, "nimbus": nimbus}))
    return [entry for entry in questions.document[name] if not is_canary(entry["id"])]


def access(*said: Guarantee) -> str:
    found = table("guarantees", replace(HOLDERS["nimbus"], guarantees=said))
    return {entry["holder"]: entry["access_outside_eea"] for entry in found}["nimbus"]


def test_each_holder_in_use_is_asked_once() -> None:
    twice = [placed("cloud_database.a"), placed("cloud_database.b")]
    questions = build(twice, around(holders={**HOLDERS, "idle": hoster("idle")}))
    entries = [entry for entry in questions.document["guarantees"] if not is_canary(entry["id"])]
    assert [entry["holder"] for entry in entries] == ["acme", "nimbus"]
    assert {value for entry in entries for key, value in entry.items() if key not in {"id", "holder"}} == {"unknown"}
    assert questions.groups["guarantees/nimbus"] == ("cloud_database.a", "cloud_database.b")


def test_who_is_outside_the_obligation_is_not_asked() -> None:
    found = table("guarantees", HOLDERS["nimbus"], customer=Actor(ActorKind.CONTROLLER, "acme"))
    assert [entry["holder"] for entry in found] == ["nimbus"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ((), "unknown"),
        ((NO,), "no"),
        ((YES,), "yes"),
        ((NO, YES), "yes"),
        ((replace(NO, layers=HOSTED),), "no"),
        ((replace(NO, layers=HOSTED - {Layer.PLATFORM}),), "unknown"),
        ((replace(NO, layers=HOSTED - {Layer.PLATFORM}), replace(NO, layers=frozenset({Layer.PLATFORM}))), "no"),
        ((NO, replace(YES, layers=frozenset({Layer.ADMIN}))), "no"),
        ((replace(YES, scope="some products"),), "yes"),
        ((replace(NO, scope="some products"),), "unknown"),
        ((replace(NO, source=CLAIM),), "unknown"),
        ((replace(YES, source=CLAIM),), "unknown"),
        ((replace(NO, answer=Answer.UNKNOWN),), "unknown"),
        ((replace(NO, until=date(2026, 11, 22)),), "unknown"),
        ((replace(NO, until=date(2026, 11, 23)),), "no"),
        ((replace(NO, source=replace(READ, checked_on=date(2026, 11, 24))),), "unknown"),
        ((replace(YES, source=replace(READ, checked_on=date(2026, 11, 24))),), "yes"),
        ((replace(NO, topic=Topic.THIRD_COUNTRY_LAW),), "unknown"),
    ],
)
def test_the_answer(said: tuple[Guarantee, ...], answer: str) -> None:
    """The day of the evaluation is 2026-11-23; nimbus performs the four layers of HOSTED."""
    assert access(*said) == answer


def test_what_was_said_is_there_for_the_message() -> None:
    nimbus = replace(HOLDERS["nimbus"], guarantees=(replace(YES, scope="compute"),))
    questions = build([placed()], around(holders={**HOLDERS, "nimbus": nimbus}))
    assert questions.facts["guarantees/nimbus"]["access_outside_eea"] == "compute; Canada; source: a page"


@pytest.mark.parametrize(("address", "answer"), [("https://nimbus.example/map", "yes"), ("", "unknown")])
def test_a_map_counts_by_its_address(address: str, answer: str) -> None:
    said = Guarantee(Topic.TRANSFER_MAP, Answer.YES, READ, address=address)
    found = table("guarantees", replace(HOLDERS["nimbus"], guarantees=(said,)))
    assert {entry["holder"]: entry["transfer_map"] for entry in found} == {"acme": "unknown", "nimbus": answer}


def one(**given: Any) -> Subcontractor:
    nothing = frozenset[Any]()
    return replace(Subcontractor("Below", "below", nothing, nothing, nothing, READ), **given)


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({}, True),
        ({"layers": frozenset({Layer.HARDWARE, Layer.ADMIN})}, True),
        ({"layers": frozenset({Layer.ADMIN})}, False),
        ({"services": frozenset({"database"})}, True),
        ({"services": frozenset({"mail"})}, False),
        ({"regions": frozenset({"eu-west"})}, True),
        ({"regions": frozenset({"us-east"})}, False),
    ],
)
def test_a_subcontractor_is_there_when_it_takes_part(given: dict[str, Any], there: bool) -> None:
    found = table("subcontractors", replace(HOLDERS["nimbus"], subcontractors=(one(**given),)))
    assert [entry["contractor"] for entry in found] == ["nimbus"] * there


def test_a_region_that_is_not_told_excludes_no_subcontractor() -> None:

    nimbus = replace(HOLDERS["nimbus"], subcontractors=(one(regions=frozenset({"us-east"})),))
    questions = build([placed("cloud_database.a", NO_VALUE)], around(holders={**HOLDERS, "nimbus": nimbus}))
    assert len(questions.document["subcontractors"]) == 2


def test_a_zone_belongs_to_the_region_of_a_subcontractor() -> None:
    places = regions(nimbus={"eu-west": ("FR", True, ""), "eu-west-1": ("FR", True, "eu-west")})
    nimbus = replace(HOLDERS["nimbus"], subcontractors=(one(regions=frozenset({"eu-west"})),))
    around_it = around(holders={**HOLDERS, "nimbus": nimbus}, places=places)
    questions = build([placed("cloud_database.a", "eu-west-1")], around_it)
    assert len(questions.document["subcontractors"]) == 2


def test_its_certificates_come_with_it_and_are_not_judged_as_those_of_a_hoster() -> None:
    below = hoster("below", certificate("below"))
    nimbus = replace(HOLDERS["nimbus"], subcontractors=(one(layers=frozenset({Layer.PHYSICAL})),))
    questions = build(
        [placed(who=Actor(ActorKind.HOSTER, "nimbus"), customer=ACME)],
        around(holders={**HOLDERS, "nimbus": nimbus, "below": below}),
    )
    (entry,) = [entry for entry in questions.document["subcontractors"] if not is_canary(entry["id"])]
    assert (entry["holder"], entry["status"], entry["layers"]) == ("below", "certified", ["physical"])
    assert [found["id"] for found in entry["certificates"]] == ["below#1"]
    assert not any(name.startswith("below") for name in questions.document["certificates"])


def test_one_that_no_registry_has() -> None:
    nimbus = replace(HOLDERS["nimbus"], subcontractors=(one(hoster=""),))
    (entry,) = table("subcontractors", nimbus)
    assert (entry["holder"], entry["status"], entry["certificates"]) == ("", "unknown", [])


def test_each_subcontractor_is_a_subject_of_its_own() -> None:
    """A waiver for one must not cover another."""
    crew = one(hoster="", name="The crew")
    found = table("subcontractors", replace(HOLDERS["nimbus"], subcontractors=(one(), crew, crew)))
    assert [entry["id"] for entry in found] == [
        "subcontractors/nimbus/below",
        "subcontractors/nimbus/The crew",
        "subcontractors/nimbus/The crew+",
    ]

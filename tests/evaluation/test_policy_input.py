"""The policy input: the keys of policies/README.md, equal questions once, days as nanoseconds, canaries."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from asking import ACME, NIMBUS, NO_VALUE, UNKNOWN_HOSTER, around, placed
from building import UNKNOWN_SCOPE, certificate, hoster, scope
from documents import ENDS, WITH_CONDITIONS, document, without_canaries
from msgspec.structs import replace

from hds_policy.evaluation import build
from hds_policy.evaluation.canary import is_canary
from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    ConditionState,
    Grade,
    Layer,
    Placed,
)

DAY = 86_400 * 10**9
# policies/README.md, "The input", by hand.
QUESTION = ["id", "layer", "actor", "holder", "holder_status", "service", "region", "eea", "certificates"]
CERTIFICATE = ["id", "holder", "layers", "services", "regions", "referential", "from_ns", "until_ns", "read_ns", "weak"]
CERTIFICATE += ["held", "number", "state"]
KEYS = {
    "locations": ["id", "hoster", "region", "country", "eea"],
    "conditions": ["id", "hoster", "condition", "kind", "state"],
    "holders": ["id", "kind", "status", "certificates"],
    "guarantees": ["id", "holder", "access_outside_eea", "third_country_law", "secnumcloud", "transfer_map"],
    "subcontractors": ["id", "contractor", "holder", "status", "layers", "certificates"],
    "administrators": ["id", "party", "operator", "status", "certificates"],
    "folders": ["id", "unclassified"],
    "types": ["id", "count"],
    "flows": ["id", "kind", "region", "eea", "doubt"],
    "openings": ["id", "to"],
    "backups": ["id", "stores", "missing", "unknown"],
    "suspected": ["id"],
    "tagged": ["id", "count"],
    "contradictory": ["id"],
    "overruled": ["id"],
    "clusters": ["id", "hoster", "region", "found_hoster", "found_region"],
    "unused": ["id", "grave", "why"],
    "registries": ["id", "read_ns", "hosters"],
}
TOP = ["version", "on_ns", "settings", "law", "unread", "certificates", "placements", *KEYS]


def rich() -> dict[str, Any]:
    return document(
        placed(
            "cloud_database.a",
            "eu-west",
            "us-east",
            conditions=[ConditionState("flag", "not_met", "hds", "x", NIMBUS.id)],
        ),
        placed("cloud_database.b", NO_VALUE),
        placed("cloud_database.c", who=UNKNOWN_HOSTER, customer=Actor(ActorKind.UNDECLARED)),
        holders=WITH_CONDITIONS,
        ends=ENDS,
        registries={"a registry": date(2026, 1, 1)},
    )


def test_every_key_is_present_and_no_other() -> None:
    found = rich()
    assert sorted(found) == sorted(TOP)
    assert found["version"] == 1
    assert list(found["settings"]) == ["expiry_warning_ns", "registry_max_age_ns"]
    assert list(found["law"]) == ["referentials"]
    assert all(sorted(entry) == ["from_ns", "id", "until_ns"] for entry in found["law"]["referentials"].values())
    assert list(found["placements"]) == [layer.value for layer in LAYERS]
    for questions in found["placements"].values():
        assert len(questions) > 1
        assert all(sorted(question) == sorted(QUESTION) for question in questions)
    for table, keys in KEYS.items():
        assert len(found[table]) > 1, table
        assert all(sorted(entry) == sorted(keys) for entry in found[table])
    for name, entry in found["certificates"].items():
        assert sorted(entry) == sorted(CERTIFICATE)
        assert entry["id"] == name
        assert sorted(entry["layers"]) == sorted(layer.value for layer in LAYERS)
        for of in ("services", "regions"):
            assert sorted(entry[of]) == ["complete", "eea", "everything", "known", "names"]


def test_an_empty_estate_has_every_key_and_canaries_only() -> None:
    found = document()
    assert sorted(found) == sorted(TOP)
    assert [len(found["placements"][layer.value]) for layer in LAYERS] == [1] * 6
    assert [len(found[table]) for table in KEYS] == [1] * len(KEYS)
    assert [is_canary(name) for name in found["certificates"]] == [True]


def test_it_is_json_with_integers_only() -> None:
    def kinds(value: Any) -> set[type]:
        if isinstance(value, dict):
            return set().union(*map(kinds, value.values()), {dict})
        if isinstance(value, list):
            return set().union(*map(kinds, value), {list})
        return {type(value)}

    found = rich()
    assert kinds(found) <= {dict, list, str, int, bool, type(None)}
    assert msgspec.json.decode(msgspec.json.encode(found)) == found


def test_ids_are_unique_in_a_table() -> None:
    found = rich()
    tables = [*found["placements"].values(), *(found[table] for table in KEYS)]
    for table in tables:
        ids = [entry["id"] for entry in table]
        assert len(set(ids)) == len(ids)


def test_equal_questions_are_asked_once_and_answered_for_all() -> None:
    questions = build([placed(f"cloud_database.r{number}") for number in range(50)], around())
    for layer in LAYERS:
        (question,) = without_canaries(questions.document["placements"][layer.value])
        assert [one.placed.resource.address for one in questions.concerns[question["id"]]] == [
            f"cloud_database.r{number}" for number in range(50)
        ]
    (location,) = without_canaries(questions.document["locations"])
    assert len(questions.concerns[location["id"]]) == 50


@pytest.mark.parametrize(
    "other",
    [
        placed("cloud_database.b", "us-east"),
        placed("cloud_database.b", NO_VALUE),
        placed("cloud_database.b", who=ACME),
        placed("cloud_database.b", who=UNKNOWN_HOSTER),
        placed("cloud_database.b", service="other"),
    ],
    ids=["region", "unknown", "actor", "hoster", "service"],
)
def test_questions_that_differ_are_kept_apart(other: Placed) -> None:
    found = document(placed("cloud_database.a"), other)
    assert len(without_canaries(found["placements"]["physical"])) == 2


def test_unknown_regions_with_other_reasons_are_other_questions() -> None:
    other = replace(NO_VALUE, detail="var.y has no value")
    questions = build([placed("cloud_database.a", NO_VALUE), placed("cloud_database.b", other)], around())
    asked = without_canaries(questions.document["locations"])
    assert [entry["region"] for entry in asked] == ["", ""]
    assert [questions.facts[entry["id"]]["region_reason"] for entry in asked] == [
        "var.x has no value",
        "var.y has no value",
    ]


def test_ten_thousand_resources_give_few_questions() -> None:
    kinds = [("eu-west", "database"), ("us-east", "database"), ("eu-west", "queue")]
    many = [
        placed(f"cloud_database.r{number}", kinds[number % 3][0], service=kinds[number % 3][1])
        for number in range(10_000)
    ]
    questions = build(many, around())
    asked = [entry for table in questions.document["placements"].values() for entry in without_canaries(table)]
    assert len(asked) == 18
    assert len(without_canaries(questions.document["locations"])) == 2
    assert sum(len(questions.concerns[entry["id"]]) for entry in asked) == 60_000


@pytest.mark.parametrize(
    ("region", "country", "eea"),
    [("eu-west", "FR", "yes"), ("us-east", "US", "no"), ("moon", "", "unknown"), ("nowhere", "", "unknown")],
)
def test_where_a_location_lies(region: str, country: str, eea: str) -> None:
    found = document(placed("cloud_database.a", region))
    (location,) = without_canaries(found["locations"])
    assert (location["hoster"], location["region"], location["country"], location["eea"]) == (
        "nimbus",
        region,
        country,
        eea,
    )
    (question,) = without_canaries(found["placements"]["physical"])
    assert (question["region"], question["eea"]) == (region, eea)


def test_a_region_of_an_unknown_hoster_means_nothing() -> None:
    (location,) = without_canaries(document(placed("cloud_database.a", who=UNKNOWN_HOSTER))["locations"])
    assert (location["region"], location["eea"]) == ("", "unknown")


def test_what_stores_nothing_has_no_location() -> None:
    assert without_canaries(document(placed(stores=False))["locations"]) == []


@pytest.mark.parametrize("kind", [ActorKind.CONTROLLER, ActorKind.EXEMPT])
def test_who_is_outside_the_obligation_is_not_asked_about(kind: ActorKind) -> None:
    questions = build([placed(customer=Actor(kind, "us", "why"))], around())
    assert without_canaries(questions.document["placements"]["admin"]) == []
    assert without_canaries(questions.document["placements"]["backup"]) == []
    assert without_canaries(questions.document["placements"]["physical"])
    assert [concern.layer for concern in questions.outside] == [Layer.ADMIN, Layer.BACKUP]


def test_days_are_nanoseconds_and_the_end_is_the_first_instant_too_late() -> None:
    held = certificate("nimbus", since=date(1970, 1, 2), until=date(1970, 1, 31))
    found = document(placed(), holders={"nimbus": hoster("nimbus", held)}, on=date(1970, 1, 11), warning=3)
    assert found["on_ns"] == 10 * DAY
    assert found["settings"]["expiry_warning_ns"] == 3 * DAY
    entry = found["certificates"]["nimbus#1"]
    assert (entry["from_ns"], entry["until_ns"]) == (DAY, 31 * DAY)


def test_the_law_as_policies_see_it() -> None:
    """Referential 1.1 counted up to 2026-05-16; an approval of before 2018 never did; 2.0 is in force."""
    until = {name: entry["until_ns"] for name, entry in document()["law"]["referentials"].items()}
    assert until["1.1"] == (date(2026, 5, 17) - date(1970, 1, 1)).days * DAY
    assert until["2.0"] is None
    assert [name for name, end in until.items() if end == 0 and name != "canary"]


def test_what_is_not_known_of_a_certificate_is_null_or_empty() -> None:
    held = replace(
        certificate(
            "nimbus",
            layers=[Layer.PHYSICAL],
            services=UNKNOWN_SCOPE,
            within=scope("eu-west", complete=False),
            referential=None,
            since=None,
            until=None,
        ),
        layers_unknown=frozenset({Layer.ADMIN}),
    )
    entry = document(placed(), holders={"nimbus": hoster("nimbus", held)})["certificates"]["nimbus#1"]
    assert (entry["from_ns"], entry["until_ns"], entry["referential"], entry["weak"]) == (None, None, "", False)
    assert entry["services"]["known"] is False
    assert entry["regions"]["known"] is True
    assert (entry["regions"]["names"], entry["regions"]["complete"]) == ({"eu-west": True}, False)
    assert (entry["layers"]["physical"], entry["layers"]["virtual"], entry["layers"]["admin"]) == (True, False, None)


@pytest.mark.parametrize(
    ("grade", "weak"), [(Grade.A, False), (Grade.B, False), (Grade.C, True), (Grade.K, True), (Grade.ESTATE, False)]
)
def test_a_bare_claim_is_weak(grade: Grade, weak: bool) -> None:
    holders = {"nimbus": hoster("nimbus", certificate("nimbus", grade=grade))}
    assert document(placed(), holders=holders)["certificates"]["nimbus#1"]["weak"] is weak


def test_a_certificate_may_end_on_the_last_day_there_is() -> None:
    holders = {"nimbus": hoster("nimbus", certificate("nimbus", until=date.max))}
    until = document(placed(), holders=holders)["certificates"]["nimbus#1"]["until_ns"]
    assert until is None or until > document()["on_ns"]

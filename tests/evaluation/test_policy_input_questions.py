"""The policy input: holders, open ends, and that no subject of an estate is taken for a canary."""

from __future__ import annotations

from datetime import date

import pytest
from asking import ACME, HOLDERS, NIMBUS, UNKNOWN_HOSTER, around, placed
from building import certificate, hoster, regions
from documents import ENDS, HOLDING, WITH_CONDITIONS, document, without_canaries
from msgspec.structs import replace

from hds_policy.evaluation import OpenEnds, build
from hds_policy.model import (
    Actor,
    ActorKind,
    ConditionState,
    Grade,
    OpenFlow,
    Source,
)

DAY = 86_400 * 10**9


def test_all_certificates_of_a_holder_are_named_and_there() -> None:
    holders = {"nimbus": hoster("nimbus", certificate("nimbus"), certificate("nimbus", referential="1.1"))}
    found = document(placed(), holders=holders)
    (question,) = without_canaries(found["placements"]["physical"])
    assert question["certificates"] == ["nimbus#1", "nimbus#2"]
    assert set(question["certificates"]) <= set(found["certificates"])


def test_only_holders_in_use_are_told() -> None:
    holders = {**HOLDERS, "stratus": hoster("stratus", certificate("stratus"))}
    found = document(placed(), holders=holders)
    kinds = {(entry["kind"], entry["status"], entry["certificates"]) for entry in without_canaries(found["holders"])}
    assert kinds == {("known", "certified", 1), ("known", "unknown", 0)}
    assert not [name for name in found["certificates"] if name.startswith("stratus")]


def test_a_holder_nobody_knows_is_told_as_unknown() -> None:
    found = document(placed(who=Actor(ActorKind.HOSTER, "newcomer")))
    (question,) = without_canaries(found["placements"]["physical"])
    assert (question["holder"], question["holder_status"], question["certificates"]) == ("newcomer", "unknown", [])


def test_a_hoster_that_cannot_be_told_is_one_holder_for_each_reason() -> None:
    other = replace(UNKNOWN_HOSTER, note="another reason")
    entries = [
        placed("cloud_database.a", who=UNKNOWN_HOSTER),
        placed("cloud_database.b", who=UNKNOWN_HOSTER),
        placed("cloud_database.c", who=other),
    ]
    questions = build(entries, around())
    unknown = [e for e in without_canaries(questions.document["holders"]) if e["kind"] == "unknown"]
    assert {questions.facts[e["id"]]["note"]: questions.groups[e["id"]] for e in unknown} == {
        "no endpoint that is known": ("cloud_database.a", "cloud_database.b"),
        "another reason": ("cloud_database.c",),
    }


def test_a_contract_is_one_question_and_an_option_one_for_each_state() -> None:
    signed = ConditionState("signed", "unknown", "", "no contract", NIMBUS.id)
    entries = [
        placed("cloud_database.a", conditions=[ConditionState("flag", "met", "hds", "hds = true", NIMBUS.id), signed]),
        placed(
            "cloud_database.b", conditions=[ConditionState("flag", "not_met", "hds", "hds = false", NIMBUS.id), signed]
        ),
    ]
    questions = build(entries, around(holders=WITH_CONDITIONS))
    asked = without_canaries(questions.document["conditions"])
    assert sorted((entry["condition"], entry["state"]) for entry in asked) == [
        ("flag", "met"),
        ("flag", "not_met"),
        ("signed", "unknown"),
    ]
    (contract,) = [entry["id"] for entry in asked if entry["condition"] == "signed"]
    assert questions.groups[contract] == ("cloud_database.a", "cloud_database.b")


def test_open_ends_are_counted_by_folder_and_type() -> None:
    found = document(ends=OpenEnds(unclassified={"app": ["app:x", "app:y"]}, unsupported={"novelty_store": ["n"]}))
    assert [entry["unclassified"] for entry in without_canaries(found["folders"])] == [2]
    assert [entry["count"] for entry in without_canaries(found["types"])] == [1]


def test_the_canaries_are_things_that_must_be_reported() -> None:
    found = document()
    assert {entry["holder_status"] for table in found["placements"].values() for entry in table} == {"not_certified"}
    assert found["locations"][0]["eea"] == "no"
    assert found["conditions"][0]["state"] == "not_met"
    assert found["folders"][0]["unclassified"] > 0
    assert found["types"][0]["count"] > 0


def test_a_question_names_who_is_asked_about() -> None:
    found = document(placed())
    (hosted,) = without_canaries(found["placements"]["physical"])
    assert (hosted["actor"], hosted["holder"], hosted["holder_status"]) == ("hoster", NIMBUS.id, "certified")
    (operated,) = without_canaries(found["placements"]["admin"])
    assert (operated["actor"], operated["holder"], operated["holder_status"]) == ("operator", ACME.id, "unknown")


@pytest.mark.parametrize(
    ("hoster_id", "region", "eea"),
    [
        ("aws", "us-east", "no"),
        ("aws", "eu-west", "yes"),
        ("aws", "moon", "unknown"),
        ("aws", "nowhere", "unknown"),
        ("aws", "", "unknown"),
        ("nimbus", "nowhere", "yes"),
        ("nimbus", "eu-west", "unknown"),
        ("", "eu-west", "unknown"),
    ],
)
def test_the_region_of_an_open_end_is_looked_up_among_those_of_its_hoster(
    hoster_id: str, region: str, eea: str
) -> None:
    """The same region name of another hoster is another place."""
    arns = regions(
        aws={"us-east": ("US", False, ""), "eu-west": ("IE", True, ""), "moon": ("", None, "")},
        nimbus={"nowhere": ("FR", True, "")},
    )
    flow = OpenFlow(HOLDING.key, HOLDING.key, "sink", "copies_to", region, "aws", hoster_id)
    found = document(ends=replace(ENDS, flows=(flow,)), places=arns)
    (entry,) = without_canaries(found["flows"])
    assert (entry["kind"], entry["region"], entry["eea"]) == ("copies_to", region, eea)


def test_no_subject_of_an_estate_is_taken_for_a_canary() -> None:
    """Names come from the checked folder: none may fall out of the findings."""
    names = ["canary", "canary:folders", "canary:x"]
    ends = OpenEnds(
        resources={HOLDING.key: HOLDING},
        unclassified={name: ["x"] for name in names},
        unsupported={name: ["x"] for name in names},
        tagged={name: ["x"] for name in names},
    )
    found = document(ends=ends, holders={"nimbus": hoster("nimbus", certificate("nimbus"))})
    for table in ("folders", "types", "tagged"):
        assert len(without_canaries(found[table])) == len(names)


def test_a_registry_is_asked_about_when_it_speaks_of_a_hoster_in_use() -> None:
    read = {"a registry": date(2026, 1, 1)}
    found = without_canaries(document(placed("cloud_database.a"), registries=read)["registries"])
    assert [entry["read_ns"] for entry in found] == [(date(2026, 1, 1) - date(1970, 1, 1)).days * DAY]
    assert found[0]["hosters"] == ["acme", "nimbus"]
    assert without_canaries(document(registries=read)["registries"]) == []
    own = {"nimbus": replace(hoster("nimbus"), source=Source("estate", date(2026, 1, 1), Grade.ESTATE))}
    nobody = placed("cloud_database.a", customer=Actor(ActorKind.UNDECLARED))
    assert without_canaries(document(nobody, holders=own, registries=read)["registries"]) == []

"""The registry fact by fact: each with where it was read, when, and how sure it is."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
from building import ON, certificate, hoster
from msgspec.structs import replace

from hds_policy.catalogue import load_catalogue
from hds_policy.evaluation.certificate_input import certificate_document
from hds_policy.hosters import FACTS, Registry, facts_about, facts_of, load_regions, load_registry
from hds_policy.model import (
    WEAK,
    Answer,
    CertificateEvent,
    CertificateState,
    Grade,
    HosterStatus,
    Layer,
    Region,
    Source,
    Topic,
)


def about(name: str) -> dict[str, tuple[str, str, str]]:
    return {
        fact.about: (fact.value, fact.source.grade.value, fact.source.checked_on.isoformat())
        for fact in facts_about(load_registry(), name)
    }


def test_every_fact_says_where_and_when_it_was_read():
    registry = load_registry()
    facts = facts_of(registry)
    assert {fact.hoster for fact in facts} == set(registry.hosters)
    assert len(facts) > 300
    for fact in facts:
        assert fact.source.reference.strip(), fact
        assert date(2024, 1, 1) <= fact.source.checked_on <= registry.updated, fact
        assert fact.value.strip(), fact
    names = [(fact.hoster, fact.about) for fact in facts]
    assert len(set(names)) == len(names)


def test_facts_of_one_certificate_have_sources_of_their_own():
    """By hand from the notes: the vendor's documentation is primary, the first day comes from a third party."""
    clever = about("clevercloud")
    assert clever["certificates[FR094504].valid_until"] == ("2027-12-19", "A", "2026-11-23")
    assert clever["certificates[FR094504].valid_from"] == ("2024-12-20", "B", "2026-11-23")
    assert clever["subcontractors[OVHcloud]"][0] == "physical, hardware; fr-north-hds, grahds, rbxhds"
    assert about("azure")["certificates[1042480-3].layers"][2] == "2026-10-03"
    assert about("azure")["certificates[1042480-3].valid_until"] == ("2027-10-30", "B", "2026-06-26")


def test_what_is_not_known_is_told_as_such():
    aws = about("aws")
    assert aws["certificates[1].valid_until"][0] == "unknown"
    assert aws["certificates[1].layers"][0] == "physical, hardware, virtual, platform, backup; not known: admin"


@pytest.mark.parametrize(
    ("name", "topic", "layers", "answer"),
    [
        ("cloudtemple", Topic.SECNUMCLOUD, {Layer.HARDWARE, Layer.VIRTUAL, Layer.PLATFORM, Layer.BACKUP}, Answer.YES),
        ("cloudtemple", Topic.SECNUMCLOUD, {Layer.ADMIN}, Answer.NO),
        ("cloudtemple", Topic.ACCESS_OUTSIDE_EEA, {Layer.ADMIN}, Answer.YES),
        ("aptar", Topic.SECNUMCLOUD, set(), Answer.NO),
        ("aptar", Topic.THIRD_COUNTRY_LAW, set(), Answer.NO),
        ("huma", Topic.SECNUMCLOUD, set(), Answer.NO),
        ("ovhcloud", Topic.ACCESS_OUTSIDE_EEA, set(), Answer.YES),
        ("outscale", Topic.SECNUMCLOUD, set(), Answer.YES),
    ],
)
def test_the_table_of_guarantees(name, topic, layers, answer):
    found = [one for one in load_registry().hosters[name].guarantees if (one.topic, one.layers) == (topic, layers)]
    assert [one.answer for one in found] == [answer]


def test_a_map_of_transfers_is_a_public_page():
    maps = [one for hoster in load_registry().hosters.values() for one in hoster.guarantees if one.address]
    assert len(maps) >= 3
    assert all(urlsplit(one.address).scheme == "https" and one.topic is Topic.TRANSFER_MAP for one in maps)


def test_every_hoster_that_the_catalogue_leads_to_is_there_or_a_partition():
    catalogue = load_catalogue()
    named = {name.hoster for file in catalogue.provider_files if (name := catalogue.provider(file))}
    providers = named - {""}
    assert len(providers) > 15
    assert providers <= set(load_registry().hosters)


WEAK_SOURCE = Source("somebody says so", date(2026, 1, 1), Grade.C)


@pytest.mark.parametrize("grade", sorted(WEAK))
@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_only_a_weak_source_tells_is_not_known_to_a_policy(fact, grade):
    strong = certificate("acme", until=date(2027, 1, 1), since=date(2025, 1, 1))
    weak = replace(strong, sources={fact: Source("somebody says so", date(2026, 1, 1), grade)})
    known = {
        "layers": dict.fromkeys([layer.value for layer in Layer], None),
        "services": {"known": False, "everything": False, "eea": False, "names": {}, "complete": True},
        "regions": {"known": False, "everything": False, "eea": False, "names": {}, "complete": True},
        "referential": "",
        "from_ns": None,
        "until_ns": None,
        "number": "",
    }
    key = {"valid_from": "from_ns", "valid_until": "until_ns"}.get(fact, fact)
    before, after = certificate_document("c", strong, ON), certificate_document("c", weak, ON)
    if fact != "body":
        assert before[key] != known[key]
        assert after[key] == known[key]
    assert {k: v for k, v in before.items() if k != key} == {k: v for k, v in after.items() if k != key}


def test_a_certificate_counts_from_the_last_day_one_of_its_facts_was_read():
    base = certificate("acme")
    later = replace(base, sources={"regions": Source("page", date(2026, 3, 1), Grade.A)})
    day = 86_400 * 10**9
    assert certificate_document("c", later, ON)["read_ns"] - certificate_document("c", base, ON)["read_ns"] == 59 * day


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 2, 28), CertificateState.IN_FORCE),
        (date(2026, 3, 1), CertificateState.SUSPENDED),
        (date(2026, 5, 31), CertificateState.SUSPENDED),
        (date(2026, 6, 1), CertificateState.IN_FORCE),
        (date(2026, 9, 1), CertificateState.UNKNOWN),
        (date(2026, 10, 1), CertificateState.WITHDRAWN),
    ],
)
def test_the_life_of_a_certificate_by_day(on, state):
    source = Source("letter", date(2026, 3, 2), Grade.A)
    events = (
        CertificateEvent(CertificateState.SUSPENDED, date(2026, 3, 1), source),
        CertificateEvent(CertificateState.IN_FORCE, date(2026, 6, 1), source),
        CertificateEvent(CertificateState.WITHDRAWN, date(2026, 9, 1), WEAK_SOURCE),
        CertificateEvent(CertificateState.WITHDRAWN, date(2026, 10, 1), source),
    )
    found = replace(certificate("acme"), events=events)
    assert found.state(on) is state
    assert certificate_document("c", found, on)["state"] == state.value


def test_no_weak_source_makes_a_hoster_certified_or_not():
    for name, found in load_registry().hosters.items():
        if found.source.grade in WEAK:
            assert found.status is HosterStatus.UNKNOWN, name
        for one in (*found.certificates, *found.conditions):
            assert one.source.grade not in WEAK, name


def test_a_region_from_memory_is_not_known_to_lie_inside():
    inside = Region("h", "r", "FR", True, "", "r", "page")
    assert inside.certain_eea is True
    assert replace(inside, grade=Grade.K).certain_eea is None
    assert replace(inside, grade=Grade.K, eea=False).certain_eea is False


@pytest.mark.parametrize(
    ("name", "region", "certain"),
    [
        ("google", "eu", True),
        ("google", "eur3", True),
        ("google", "eur4", None),
        ("google", "us", False),
        ("google", "europe-west9", True),
        ("ionos", "fr/par", None),
        ("opentelekomcloud", "eu-de", True),
        ("opentelekomcloud", "eu-ch2", False),
        ("orange-business", "eu-west-0", None),
    ],
)
def test_regions_that_were_read_and_regions_from_memory(name, region, certain):
    found = load_regions().find(name, region)
    assert found is not None
    assert found.certain_eea is certain


def test_a_registry_that_names_nobody_has_no_facts():
    assert facts_of(Registry({}, {}, {}, ON, "")) == []
    assert facts_about(Registry({"x": hoster("x")}, {}, {}, ON, ""), "x")[0].value == "X"

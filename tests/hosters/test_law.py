"""Dated texts: what counts on a day, the day before and the day after."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from msgspec.structs import replace

from hds_policy.errors import PolicyError, RegistryError
from hds_policy.hosters import load_law
from hds_policy.hosters.law import DEFAULT
from hds_policy.hosters.regions import DEFAULT as REGIONS
from hds_policy.pipeline import agree
from hds_policy.rules import load_rules


@pytest.mark.parametrize(
    ("version", "on", "accepted"),
    [
        ("1.1", (2018, 6, 10), False),
        ("1.1", (2018, 6, 11), True),
        ("1.1", (2026, 5, 16), True),
        ("1.1", (2026, 5, 17), False),
        ("1.1", (2026, 11, 23), False),
        ("2.0", (2024, 5, 15), False),
        ("2.0", (2024, 5, 16), True),
        ("2.0", (2026, 11, 23), True),
        ("2.1", (2026, 11, 23), False),
        ("agrement", (2026, 11, 23), False),
        ("3.0", (2030, 1, 1), False),
    ],
)
def test_referentials_by_day(version, on, accepted):
    assert load_law().accepted(version, date(*on)) is accepted


@pytest.mark.parametrize(
    ("on", "texts"),
    [
        ((2026, 5, 15), []),
        ((2026, 5, 16), ["requirement 28 of referential 2.0"]),
        ((2026, 9, 25), ["requirement 28 of referential 2.0"]),
        ((2026, 9, 26), ["requirement 28 of referential 2.0", "CSP R.1111-9-1 (decree 2026-209)"]),
    ],
)
def test_storage_in_the_eea_by_day(on, texts):
    assert [rule.text for rule in load_law().storage_rules(date(*on))] == texts


def test_an_approval_from_before_certification_never_counts():
    assert load_law().never_accepted == {"agrement"}
    assert load_law().referential("agrement") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "2.1"', 'version = "2.0"', "stands twice"),
        ('version = "2.1"', 'version = "agrement"', "stands twice"),
        ("from = 2026-09-26", "since = 2026-09-26", "since"),
        ("approved = 2018-06-11", 'approved = "2018"', "approved"),
        ("updated = 2026-11-24", "updated = 2026-01-01", "after updated"),
        ('"AT", "BE"', '"AT", "AT"', "eea: a country stands twice"),
        ('"AT", "BE"', '"AT", "YT"', "eea: a country stands twice"),
        ('"AT", "BE"', '"AT", "Belgium"', "eea.countries"),
        ("unsettled = ", "open = ", "unsettled|open"),
    ],
)
def test_a_wrong_law_file_is_refused(tmp_path, old, new, message):
    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "law.toml"
    path.write_text(text.replace(old, new))
    with pytest.raises(RegistryError, match=message):
        load_law(path)


def test_a_law_file_without_rules_is_refused(tmp_path):
    path = tmp_path / "law.toml"
    eea = DEFAULT.read_text(encoding="utf-8").partition("[eea]")[2]
    lists = "".join(f"{name} = []\n" for name in ("texts", "referentials", "storage_in_eea", "never_accepted"))
    empty = f"schema = 1\nupdated = 2026-11-24\n{lists}[eea]"
    path.write_text(empty + eea)
    with pytest.raises(RegistryError, match="empty list"):
        load_law(path)


def test_the_european_economic_area_is_the_union_and_three_states():
    """EU-27 by hand, and the three EFTA states of the Agreement; Croatia is the last that joined, in 2013."""
    union = "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEITLTLULVMTNLPLPTROSESISK"
    codes = {union[place : place + 2] for place in range(0, len(union), 2)}
    assert len(codes) == 27
    assert load_law().eea == {*codes, "IS", "LI", "NO"}


@pytest.mark.parametrize(
    ("country", "inside"),
    [("FR", True), ("LI", True), ("GB", False), ("CH", False), ("US", False), ("RE", None), ("", None)],
)
def test_whether_a_country_lies_in_the_eea(country, inside):
    assert load_law().in_eea(country) is inside


def test_the_countries_agree_with_those_of_the_regions():
    """Two lists of one fact: the regions come from another table."""
    hosters = tomllib.loads(REGIONS.read_text(encoding="utf-8"))["hosters"]
    regions = [one for entry in hosters.values() for one in entry["regions"].values()]
    known = {(one["country"], one["eea"]) for one in regions if one.get("country") and "eea" in one}
    assert len(known) > 30
    assert [one for one in known if load_law().in_eea(one[0]) is not one[1]] == []


def test_texts_by_day():
    """By hand from section 2.1 of the notes."""
    law = load_law()

    def count(*day: int) -> int:
        return len(law.in_force(date(*day)))

    assert [count(2018, 3, 31), count(2018, 4, 1), count(2024, 11, 16), count(2025, 7, 1)] == [0, 1, 2, 3]
    assert [count(2026, 3, 27), count(2026, 5, 16), count(2026, 9, 25), count(2026, 9, 26)] == [4, 6, 6, 7]
    assert law.in_force(date(2026, 9, 26))[-1].text == "CSP R.1111-9-1 (decree 2026-209)"


def test_a_rule_and_the_law_agree_on_its_first_day():
    """The METADATA of a rule travels with the bundle; law.toml has the source of the day."""
    rules, law = load_rules().rules, load_law()
    named = {name for text in law.all_texts for name in text.rules}
    dated = {name for name, rule in rules.items() if rule.effective_from is not None}
    assert named == dated == {"HDS-007", "HDS-029", "HDS-030", "HDS-031"}
    assert {name: law.first_day(name) for name in named} == {name: rules[name].effective_from for name in named}
    assert law.first_day("HDS-001") is None


def test_a_rule_that_begins_on_another_day_than_its_text_is_refused(shipped):
    rule = replace(shipped.rules.rules["HDS-007"], effective_from=date(2026, 9, 26))
    rules = replace(shipped.rules, rules={"HDS-007": rule})
    with pytest.raises(PolicyError, match=r"HDS-007 begins on 2026-09-26, its text on 2026-05-16"):
        agree(rules, load_law())

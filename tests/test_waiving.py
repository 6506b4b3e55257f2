"""Waivers mark what they cover and keep what it was; they never touch a pass and end on their day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from building import ON

from hds_policy.model import Finding, Result, SubjectKind, Waiver
from hds_policy.waiving import apply_waivers

KEY = 'app:module.ehr["lyon"].aws_db_instance.main[0]'
ADDRESS = 'module.ehr["lyon"].aws_db_instance.main[0]'
ADDRESSES = {KEY: ADDRESS, "app:aws_s3_bucket.a": "aws_s3_bucket.a", "app:aws_s3_bucket.b": "aws_s3_bucket.b"}


def waiver(address: str = ADDRESS, rule: str = "HDS-001", expires: date = ON) -> Waiver:
    return Waiver(rule, address, "moves in March", "the DPO", expires)


def finding(result: Result, rule: str = "HDS-001", key: str = KEY) -> Finding:
    return Finding(rule, result, SubjectKind.RESOURCE, key, code="x", resources=(key,))


@pytest.mark.parametrize("result", [Result.FAIL, Result.UNDETERMINED, Result.REVIEW])
def test_what_can_be_waived_becomes_exempt_and_keeps_what_it_was(result: Result) -> None:
    granted = waiver()
    (found,), used = apply_waivers([finding(result)], [granted], ON, ADDRESSES)
    assert (found.result, found.underlying, found.waiver) == (Result.EXEMPT, result, granted)
    assert used == {granted}


@pytest.mark.parametrize("result", [Result.PASS, Result.NOT_APPLICABLE])
def test_what_needs_no_waiver_stays(result: Result) -> None:
    given = finding(result)
    assert apply_waivers([given], [waiver()], ON, ADDRESSES) == ([given], set())


@pytest.mark.parametrize(("day", "holds"), [(ON - timedelta(1), True), (ON, True), (ON + timedelta(1), False)])
def test_a_waiver_holds_up_to_its_last_day(day: date, holds: bool) -> None:
    (found,), used = apply_waivers([finding(Result.FAIL)], [waiver()], day, ADDRESSES)
    assert (found.result is Result.EXEMPT) is holds
    assert bool(used) is holds


@pytest.mark.parametrize(
    ("address", "covers"),
    [
        (ADDRESS, True),
        (KEY, True),
        ("module.ehr.aws_db_instance.main", True),
        ("app:module.ehr.aws_db_instance.main", True),
        ("module.ehr.*", True),
        ('module.ehr["lyon"].*', True),
        ('module.ehr["paris"].*', False),
        ("other:module.ehr.aws_db_instance.main", False),
        ("aws_db_instance.main", False),
        ('lyon"].aws_db_instance.main[0]', False),
    ],
)
def test_the_address_may_be_given_with_and_without_root_and_instance_keys(address: str, covers: bool) -> None:
    (found,), _ = apply_waivers([finding(Result.FAIL)], [waiver(address)], ON, ADDRESSES)
    assert (found.result is Result.EXEMPT) is covers


def test_a_colon_in_an_instance_key_is_no_root() -> None:
    key = 'aws_s3_bucket.x["team:aws_s3_bucket.y"]'
    given = finding(Result.FAIL, key=key)
    granted = waiver('aws_s3_bucket.y"]')
    assert apply_waivers([given], [granted], ON, {key: key}) == ([given], set())


def test_another_rule_is_not_covered() -> None:
    given = finding(Result.FAIL, rule="HDS-002")
    assert apply_waivers([given], [waiver()], ON, ADDRESSES) == ([given], set())


@pytest.mark.parametrize(
    ("address", "covers"),
    [("aws_s3_bucket.*", True), ("aws_s3_bucket.a", False), ("scaleway", True), ("*", True), ("scale", False)],
)
def test_a_grouped_finding_is_covered_whole_or_not_at_all(address: str, covers: bool) -> None:
    keys = ("app:aws_s3_bucket.a", "app:aws_s3_bucket.b")
    given = Finding("HDS-010", Result.FAIL, SubjectKind.HOSTER, "scaleway", code="x", resources=keys)
    (found,), _ = apply_waivers([given], [waiver(address, "HDS-010")], ON, ADDRESSES)
    assert (found.result is Result.EXEMPT) is covers


def test_the_first_waiver_that_covers_is_the_one_used() -> None:
    first, second = waiver("*"), waiver()
    _, used = apply_waivers([finding(Result.FAIL)], [first, second], ON, ADDRESSES)
    assert used == {first}

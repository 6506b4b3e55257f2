"""Waivers mark what they cover and keep what it was; they never touch a pass and end on their day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from building import ON, resource

from hds_policy.model import Finding, Result, SubjectKind, Waiver
from hds_policy.waiving import apply_waivers

KEY = 'app:module.ehr["lyon"].aws_db_instance.main[0]'
ADDRESS = 'module.ehr["lyon"].aws_db_instance.main[0]'
SEEN = {
    one.key: one
    for one in (
        resource(ADDRESS, root="app"),
        resource("aws_s3_bucket.a", root="app"),
        resource("aws_s3_bucket.b", root="app"),
        resource("aws_s3_bucket.a"),
        resource("aws_s3_bucket.a", root="live/prod"),
    )
}


def waiver(address: str = ADDRESS, rule: str = "HDS-001", expires: date = ON, root: str = "") -> Waiver:
    return Waiver(rule, address, "moves in March", "the DPO", expires, root)


def finding(result: Result, rule: str = "HDS-001", key: str = KEY) -> Finding:
    return Finding(rule, result, SubjectKind.RESOURCE, key, code="x", resources=(key,))


@pytest.mark.parametrize("result", [Result.FAIL, Result.UNDETERMINED, Result.REVIEW])
def test_what_can_be_waived_becomes_exempt_and_keeps_what_it_was(result: Result) -> None:
    granted = waiver()
    (found,), used = apply_waivers([finding(result)], [granted], ON, SEEN)
    assert (found.result, found.underlying, found.waiver) == (Result.EXEMPT, result, granted)
    assert used == {granted}


@pytest.mark.parametrize("result", [Result.PASS, Result.NOT_APPLICABLE])
def test_what_needs_no_waiver_stays(result: Result) -> None:
    given = finding(result)
    assert apply_waivers([given], [waiver()], ON, SEEN) == ([given], set())


@pytest.mark.parametrize(("day", "holds"), [(ON - timedelta(1), True), (ON, True), (ON + timedelta(1), False)])
def test_a_waiver_holds_up_to_its_last_day(day: date, holds: bool) -> None:
    (found,), used = apply_waivers([finding(Result.FAIL)], [waiver()], day, SEEN)
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
    (found,), _ = apply_waivers([finding(Result.FAIL)], [waiver(address)], ON, SEEN)
    assert (found.result is Result.EXEMPT) is covers


def test_a_colon_in_an_instance_key_is_no_root() -> None:
    key = 'aws_s3_bucket.x["team:aws_s3_bucket.y"]'
    given = finding(Result.FAIL, key=key)
    given_resource = resource(key)
    granted = waiver('aws_s3_bucket.y"]')
    assert apply_waivers([given], [granted], ON, {key: given_resource}) == ([given], set())


def test_another_rule_is_not_covered() -> None:
    given = finding(Result.FAIL, rule="HDS-002")
    assert apply_waivers([given], [waiver()], ON, SEEN) == ([given], set())


@pytest.mark.parametrize(
    ("address", "covers"),
    [("aws_s3_bucket.*", True), ("aws_s3_bucket.a", False), ("scaleway", True), ("*", True), ("scale", False)],
)
def test_a_grouped_finding_is_covered_whole_or_not_at_all(address: str, covers: bool) -> None:
    keys = ("app:aws_s3_bucket.a", "app:aws_s3_bucket.b")
    given = Finding("HDS-010", Result.FAIL, SubjectKind.HOSTER, "scaleway", code="x", resources=keys)
    (found,), _ = apply_waivers([given], [waiver(address, "HDS-010")], ON, SEEN)
    assert (found.result is Result.EXEMPT) is covers


def test_the_first_waiver_that_covers_is_the_one_used() -> None:
    first, second = waiver("*"), waiver()
    _, used = apply_waivers([finding(Result.FAIL)], [first, second], ON, SEEN)
    assert used == {first}


@pytest.mark.parametrize(
    ("root", "covered"),
    [
        ("", {"aws_s3_bucket.a", "app:aws_s3_bucket.a", "live/prod:aws_s3_bucket.a"}),
        (".", {"aws_s3_bucket.a"}),
        ("app", {"app:aws_s3_bucket.a"}),
        ("live/*", {"live/prod:aws_s3_bucket.a"}),
        ("staging", set()),
        ("ap", set()),
    ],
)
def test_a_waiver_with_a_root_covers_that_root_only(root: str, covered: set[str]) -> None:
    """The same address stands in every root: a reason given for one is none for another."""
    keys = ["aws_s3_bucket.a", "app:aws_s3_bucket.a", "live/prod:aws_s3_bucket.a"]
    findings, _ = apply_waivers(
        [finding(Result.FAIL, key=key) for key in keys], [waiver("aws_s3_bucket.a", root=root)], ON, SEEN
    )
    assert {one.subject for one in findings if one.result is Result.EXEMPT} == covered


@pytest.mark.parametrize(("root", "covers"), [("", True), ("app", False), (".", False)])
def test_a_grouped_finding_over_several_roots_needs_a_waiver_for_all_of_them(root: str, covers: bool) -> None:
    keys = ("app:aws_s3_bucket.a", "aws_s3_bucket.a")
    given = Finding("HDS-010", Result.FAIL, SubjectKind.HOSTER, "scaleway", code="x", resources=keys)
    (found,), _ = apply_waivers([given], [waiver("*", "HDS-010", root=root)], ON, SEEN)
    assert (found.result is Result.EXEMPT) is covers


@pytest.mark.parametrize(("root", "covers"), [("app", True), ("", True), ("other", False)])
def test_an_open_folder_is_told_by_its_root(root: str, covers: bool) -> None:
    given = Finding("HDS-011", Result.UNDETERMINED, SubjectKind.FOLDER, "app", resources=("app:aws_s3_bucket.a",))
    (found,), _ = apply_waivers([given], [waiver("*", "HDS-011", root=root)], ON, SEEN)
    assert (found.result is Result.EXEMPT) is covers

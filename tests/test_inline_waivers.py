"""Waivers in comments: what they must say, when they count, and that no report hides them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import ON, resource
from command import Completed
from estates import BUCKET, ESTATE, HEALTH

from hds_policy.config.inline_waivers import inline_waivers
from hds_policy.model import Directive, Finding, Result, SourceRange, SubjectKind, Waiver
from hds_policy.waiving import apply_waivers

PLACE = SourceRange("main.tf", 3, 3)
KEYS = ("aws_s3_bucket.a[0]", "aws_s3_bucket.a[1]")
GOOD = 'waive HDS-007 until=2027-03-31 by=rssi@clinic.example reason="moves to Paris in March"'
RULES = {"HDS-001", "HDS-007"}
Check = Callable[..., Completed]
Write = Callable[..., Path]


def told(text: str, subject: str = "aws_s3_bucket.a", allowed: bool = True) -> Any:
    return inline_waivers([Directive(text, PLACE, subject, KEYS)], allowed=allowed, rules=RULES)


def test_a_whole_one() -> None:
    expected = Waiver(
        "HDS-007",
        "aws_s3_bucket.a",
        "moves to Paris in March",
        "rssi@clinic.example",
        date(2027, 3, 31),
        place=PLACE,
        covers=KEYS,
    )
    assert told(GOOD) == ((expected,), ())


def test_order_of_the_keys_does_not_matter_and_quotes_may_be_escaped() -> None:
    (waiver,), refused = told(r'waive HDS-007 reason="the \"old\" one \\ goes" by="Anne, RSSI"   until=2027-03-31')
    assert (waiver.reason, waiver.approved_by, refused) == ('the "old" one \\ goes', "Anne, RSSI", ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD.replace("until=2027-03-31 ", ""), "until=… is missing"),
        (GOOD.replace("by=rssi@clinic.example ", ""), "by=… is missing"),
        (GOOD.replace("rssi@clinic.example", '" "'), "by=… is missing"),
        (GOOD.partition(" reason")[0], "reason=… is missing"),
        (GOOD.replace("moves to Paris in March", "soon"), "reason must have at least 10 characters"),
        (GOOD.replace("2027-03-31", "2027-02-30"), "until must be a day"),
        (GOOD.replace("2027-03-31", "never"), "until must be a day"),
        (GOOD.replace("2027-03-31", "20270331"), "until must be a day"),
        (GOOD.replace("2027-03-31", "2999-01-01"), "until must be a day"),
        (GOOD.replace("HDS-007", "HDS-777"), "there is no rule HDS-777"),
        (GOOD.replace("HDS-007", "HDS-*"), "must name one rule id"),
        (GOOD.replace("HDS-007 ", ""), "must name one rule id"),
        (GOOD.replace("waive", "skip"), 'only "waive" is known here'),
        (GOOD + " until=2028-01-01", "stands here twice"),
        (GOOD + " ticket=1", "is not known"),
        (GOOD + ' "', "is not key=value"),
        (GOOD.replace("reason=", "reason = "), "is not key=value"),
        (GOOD.replace("Paris", "\x1b[31m"), "must be plain text"),
        (GOOD.replace("Paris", "\u202eParis"), "must be plain text"),
        (GOOD.replace("Paris", "P" * 2000), "must be plain text"),
        ("", 'only "waive" is known here'),
    ],
)
def test_what_is_not_whole_does_not_count_and_is_told(text: str, reason: str) -> None:
    waivers, (refused,) = told(text)
    assert waivers == ()
    assert reason in refused.reason
    assert refused.place == PLACE


def test_one_that_is_about_nothing_or_not_allowed() -> None:
    assert "stands neither" in told(GOOD, subject="")[1][0].reason
    waivers, (refused,) = told(GOOD, allowed=False)
    assert waivers == ()
    assert "[settings] inline_waivers" in refused.reason


@pytest.mark.parametrize(
    ("concerned", "rule", "result"),
    [
        (KEYS[:1], "HDS-007", Result.EXEMPT),
        (KEYS, "HDS-007", Result.EXEMPT),
        (KEYS, "HDS-001", Result.FAIL),
        ((*KEYS, "aws_s3_bucket.b"), "HDS-007", Result.FAIL),
        (("aws_s3_bucket.b",), "HDS-007", Result.FAIL),
        ((), "HDS-007", Result.FAIL),
    ],
)
def test_it_covers_what_its_block_declares_and_nothing_else(
    concerned: tuple[str, ...], rule: str, result: Result
) -> None:
    waivers, _ = told(GOOD)
    given = Finding(rule, Result.FAIL, SubjectKind.HOSTER, "aws", resources=concerned)
    seen = {key: resource(key) for key in (*KEYS, "aws_s3_bucket.b")}
    (found,), used = apply_waivers([given], waivers, ON, seen)
    assert (found.result, bool(used)) == (result, result is Result.EXEMPT)


FAR = BUCKET.format(region="us-east-1", tags=HEALTH)
WAIVED_RULES = ("HDS-001", "HDS-002", "HDS-003", "HDS-004", "HDS-006", "HDS-007")


def tree(write: Write, *, until: str = "2027-03-31", allowed: str = "true") -> Path:
    comments = "".join(
        f'  # hds-policy: waive {rule} until={until} by=rssi reason="moves to Paris in March"\n'
        for rule in WAIVED_RULES
    )
    main = FAR.replace("  bucket =", f"{comments}  bucket =")
    return write({"main.tf": main, "hds-policy.toml": f"{ESTATE}\n[settings]\ninline_waivers = {allowed}\n"})


def fails(report: Any) -> set[str]:
    return {finding["rule"] for finding in report["findings"] if finding["result"] == "fail"}


def test_they_count_where_the_estate_lets_them(write: Write, check: Check) -> None:
    ran = check(tree(write), "--on", "2026-11-23", "--format", "json")
    exempt = {f["rule"]: f for f in ran.json["findings"] if f["result"] == "exempt"}
    assert fails(ran.json) == set()
    assert "HDS-007" in exempt
    assert exempt["HDS-007"]["underlying"] == "fail"
    assert exempt["HDS-007"]["waiver"]["place"] == {"file": "main.tf", "start_line": 11, "end_line": 11}
    assert {entry["rule"] for entry in ran.json["waivers"]} == set(WAIVED_RULES)


@pytest.mark.parametrize(
    ("allowed", "more"), [("false", ()), ("true", ("--no-inline-waivers",))], ids=["estate", "option"]
)
def test_elsewhere_they_are_told_and_change_nothing(
    write: Write, check: Check, allowed: str, more: tuple[str, ...]
) -> None:
    ran = check(tree(write, allowed=allowed), "--on", "2026-11-23", "--format", "json", *more)
    assert ran.code == 1
    assert "HDS-007" in fails(ran.json)
    assert ran.json["waivers"] == []
    assert len(ran.json["refused_waivers"]) == len(WAIVED_RULES)


def test_past_its_end_the_finding_counts_again(write: Write, check: Check) -> None:
    ran = check(tree(write, until="2026-11-22"), "--on", "2026-11-23")
    assert ran.code == 1
    assert "EXPIRED on 2026-11-22" in ran.out


@pytest.mark.parametrize("form", ["text", "json", "sarif", "csv", "junit", "gitlab", "markdown", "html"])
def test_every_report_tells_of_each(write: Write, check: Check, form: str) -> None:
    folder = tree(write)
    with (folder / "main.tf").open("a") as stream:
        stream.write("# hds-policy: waive HDS-007\n")
    out = check(folder, "--on", "2026-11-23", "--format", form).out
    assert all(rule in out for rule in WAIVED_RULES)
    assert "moves to Paris in March" in " ".join(out.split())
    assert "is missing" in " ".join(out.split())


def test_the_forecast_knows_their_last_day(write: Write) -> None:
    from command import hds_policy  # noqa: PLC0415 - the one test of another command

    out = hds_policy("forecast", tree(write), "--on", "2026-11-23", "--until", "2027-05-01").out
    assert "2027-04-01" in out
    assert "waiver of HDS-007" in out

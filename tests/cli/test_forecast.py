"""``hds-policy forecast``: each day on which something turns, by hand from the dates of the estate and the registry."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from building import inventory, resource
from command import Completed, hds_policy
from estates import BUCKET, ESTATE, HEALTH, estate

from hds_policy.config import Estate, load_estate
from hds_policy.config.known import Known
from hds_policy.forecast import days_of_change, foresee
from hds_policy.model import Result
from hds_policy.pipeline import Knowledge, assess

EXAMPLES = Path(__file__).parents[2] / "examples" / "clinic" / "mended"


def forecast(*arguments: object) -> Completed:
    return hds_policy("forecast", *arguments)


def turning(done: Completed) -> list[tuple[str, set[str], int]]:
    return [
        (day["on"], {turn["to"] for turn in day["turns"]}, day["exit_code"])
        for day in done.json["days"]
        if day["turns"]
    ]


def test_a_certificate_is_pointed_out_and_then_ends(write):
    """Acme's certificate ends on 2029-04-20; 90 days of warning begin on 2029-01-21."""
    done = forecast(write(estate()), "--on", "2026-11-24", "--until", "2029-12-01", "--format", "json")
    assert done.code == 1
    assert turning(done) == [
        ("2029-01-21", {"review"}, 0),
        ("2029-04-21", {"fail"}, 1),
        ("2029-10-03", {"review"}, 1),
    ]
    day = next(day for day in done.json["days"] if day["on"] == "2029-04-21")
    assert day["because"] == ["the certificate EXAMPLE-1 of Acme has ended"]
    # AWS performs the platform of a bucket; what it leaves to the customer, Acme does.
    assert {(turn["rule"], turn["layer"], turn["from"]) for turn in day["turns"]} == {
        ("HDS-005", "admin", "pass"),
        ("HDS-006", "backup", "pass"),
    }


def test_a_review_alone_is_exit_code_0(write):
    where = write(estate())
    assert forecast(where, "--on", "2026-11-24", "--until", "2029-04-20").code == 0
    assert forecast(where, "--on", "2026-11-24", "--until", "2029-04-21").code == 1


def test_the_default_horizon_is_two_years(write):
    done = forecast(write(estate()), "--on", "2028-02-29", "--format", "json")
    assert (done.json["on"], done.json["until"]) == ("2028-02-29", "2030-02-28")


WAIVER = """
[[waivers]]
rule = "HDS-007"
address = "*"
reason = "moves to Paris in January"
approved_by = "the security officer"
expires = 2027-01-31
"""


def test_a_waiver_ends(write):
    files = {"main.tf": BUCKET.format(region="us-east-1", tags=HEALTH), "hds-policy.toml": ESTATE + WAIVER}
    done = forecast(write(files), "--on", "2026-11-24", "--until", "2027-06-01", "--format", "json")
    (day,) = [day for day in done.json["days"] if day["turns"]]
    assert (day["on"], day["because"]) == ("2027-02-01", ["the waiver of HDS-007 for * has ended"])
    assert [(turn["rule"], turn["from"], turn["to"]) for turn in day["turns"]] == [("HDS-007", "exempt", "fail")]
    assert done.code == 1


def test_the_law_comes_into_force(write):
    """Requirement 28 binds from 2026-05-16 on; certificates under 1.1 count until that day included."""
    old = ESTATE.replace('referential = "2.0"\nvalid_from = 2025', 'referential = "1.1"\nvalid_from = 2025')
    assert old != ESTATE
    files = {"main.tf": BUCKET.format(region="us-east-1", tags=HEALTH), "hds-policy.toml": old}
    done = forecast(write(files), "--on", "2026-05-01", "--until", "2026-05-31", "--format", "json")
    days = {day["on"]: {(turn["rule"], turn["to"]) for turn in day["turns"]} for day in done.json["days"]}
    assert ("HDS-007", "fail") in days["2026-05-16"]
    assert ("HDS-008", "fail") in days["2026-05-17"]


def test_the_clinic():
    """By hand from its estate and the registry: Scaleway 2027-06-30, Clever Cloud 2027-12-19, Acme 2028-02-29, OVH
    2028-04-30, Scalingo 2028-09-11, each 89 days before and on the day after; the registry of 2026-11-24 a year on."""
    done = forecast(EXAMPLES, "--on", "2026-11-24", "--format", "json")
    assert done.code == 1
    ends = [date(2027, 6, 30), date(2027, 12, 19), date(2028, 2, 29), date(2028, 4, 30), date(2028, 9, 11)]
    expected = {end + timedelta(days=1) for end in ends} | {end - timedelta(days=89) for end in ends}
    assert {day for day, _, _ in turning(done)} == {day.isoformat() for day in {*expected, date(2027, 11, 25)}}
    text = forecast(EXAMPLES, "--on", "2026-11-24").out
    assert "because the certificate FR094504 of Clever Cloud SAS has ended" in text
    assert "pass → fail[HDS-001 HDS-002 HDS-003 HDS-004 HDS-006]" in text


def test_between_two_days_of_change_nothing_turns(write, shipped: Knowledge):
    """Judged on the eve of each day, and weekly in between, nothing differs from the day of change before."""
    folder = write(estate() | {"hds-policy.toml": ESTATE + WAIVER.replace("HDS-007", "HDS-001")})
    known = Known(shipped.registry.hosters, None, shipped.rules.rules)
    declared = load_estate(folder / "hds-policy.toml", known)
    read = inventory(resource("aws_s3_bucket.a", {"tags": {"hds": "yes"}}, settings={"region": "eu-west-3"}))
    begin, end = date(2028, 10, 1), date(2029, 6, 1)
    found = foresee(read, declared, shipped, begin, end)

    def results(day: date) -> list[tuple[str, str, str, Result]]:
        return [
            (one.rule, one.subject, str(one.layer), one.result) for one in assess(read, declared, shipped, day).findings
        ]

    starts = [begin, *(day.on for day in found.days)]
    assert len(starts) > 2
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        days = {start + timedelta(days=7 * week) for week in range((stop - start).days // 7 + 1)} | {
            stop - timedelta(days=1)
        }
        assert all(results(day) == results(start) for day in days if start <= day < stop), start


def test_a_guarantee_that_ends_is_a_day_of_change(shipped: Knowledge):
    """The qualification of Outscale's cloudgouv-eu-west-1 counts until 2026-11-30 (certified.toml)."""
    hosters = {"outscale": shipped.registry.hosters["outscale"]}
    days = days_of_change(
        Estate.default(), shipped.law, [], hosters, {}, after=date(2026, 11, 23), until=date(2026, 12, 31)
    )
    assert days[date(2026, 12, 1)] == ("what Outscale SAS (3DS Outscale) answers to secnumcloud no longer counts",)


def test_a_certificate_of_a_subcontractor_turns_on_its_day(write):
    """A zone of Clever Cloud on OVHcloud's hardware; the copy of OVHcloud's certificate ends on 2027-03-31."""
    clever = """
provider "clevercloud" { organisation = "orga_1" }
resource "clevercloud_postgresql" "records" {
  name   = "records"
  plan   = "dev"
  region = "rbxhds"
}
"""
    declared = """version = 1
[[classification.rules]]
match = "*"
health = true
reason = "the patient record"
[[certificates]]
holder = "ovhcloud"
layers = ["physical", "hardware"]
services = ["*"]
regions = ["*"]
referential = "2.0"
valid_from = 2026-01-01
valid_until = 2027-03-31
number = "N-1"
body = "a certification body"
seen_on = 2026-09-01
"""
    folder = write({"main.tf": clever, "hds-policy.toml": declared})
    done = forecast(folder, "--on", "2026-11-24", "--until", "2027-06-30", "--format", "json")
    turns = [
        (day["on"], turn["subject"], turn["from"], turn["to"])
        for day in done.json["days"]
        for turn in day["turns"]
        if turn["rule"] == "HDS-032"
    ]
    assert turns == [("2027-04-01", "clevercloud/ovhcloud", "pass", "review")]


def test_nothing_to_check_and_what_was_not_read(write):
    assert forecast(write({"main.tf": ""}), "--on", "2026-11-24").code == 4
    broken = write(estate() | {"broken.tf": "resource {"}, "broken")
    assert forecast(broken, "--on", "2026-11-24", "--until", "2027-01-01").code == 3


@pytest.mark.parametrize("until", ["2026-11-24", "2020-01-01", "soon"])
def test_a_horizon_that_is_none(write, until: str):
    done = forecast(write(estate()), "--on", "2026-11-24", "--until", until)
    assert done.code == 2
    assert "Traceback" not in done.err

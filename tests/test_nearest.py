"""What would comply: the same rules say it, and a reader sees it with its source and day."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed
from estates import BUCKET, ESTATE, HEALTH, ON

Check = Callable[..., Completed]
Write = Callable[..., Path]
FAR = BUCKET.format(region="us-east-1", tags=HEALTH)
NARROW = ESTATE.replace('regions = ["*"]', 'regions = ["eu-west-3"]')
DATABASE = """
resource "aws_db_instance" "d" {
  engine = "postgres"
  tags   = { data_classification = "health" }
}
"""
OVH = """
[[certificates]]
holder = "ovhcloud"
layers = ["physical"]
services = ["*"]
regions = ["*"]
referential = "2.0"
valid_from = 2025-01-01
valid_until = {until}
number = "EXAMPLE-3"
body = "Example body"
seen_on = 2026-01-15
"""


@pytest.fixture
def nearest(write: Write, check: Check) -> Callable[..., dict[tuple[str, str], Any]]:
    def run(main: str, config: str = NARROW, *more: str) -> dict[tuple[str, str], Any]:
        options = ("--format", "json", *ON, *(more or ("--explain",)))
        ran = check(write({"main.tf": main, "hds-policy.toml": config}), *options)
        return {(f["rule"], f["subject"]): f["nearest"] for f in ran.json["findings"]}

    return run


BUCKET_KEY = "aws_s3_bucket.records"


def test_regions_are_those_in_which_the_rule_passes(nearest: Callable[..., dict[tuple[str, str], Any]]) -> None:
    found = nearest(FAR)
    # Of the certificate that the estate holds, and of the European Economic Area.
    assert found["HDS-001", BUCKET_KEY]["regions"] == ["eu-west-3"]
    inside = found["HDS-007", BUCKET_KEY]["regions"]
    assert inside[0] == "eu-west-3"
    assert {"eu-central-1", "eu-west-1"} <= set(inside)
    assert not {"us-east-1", "eu-west-2", "eu-central-2"} & set(inside)


def test_every_region_that_is_told_does_pass(
    nearest: Callable[..., dict[tuple[str, str], Any]], write: Write, check: Check
) -> None:
    for rule, region in (("HDS-001", "eu-west-3"), ("HDS-007", "eu-north-1")):
        assert region in nearest(FAR)[rule, BUCKET_KEY]["regions"]
        folder = write({"main.tf": FAR.replace("us-east-1", region), "hds-policy.toml": NARROW}, region)
        after = check(folder, "--format", "json", *ON).json["findings"]
        assert {f["result"] for f in after if f["rule"] == rule} == {"pass"}


def test_services_that_the_certificate_names(nearest: Callable[..., dict[tuple[str, str], Any]]) -> None:
    near = FAR.replace("us-east-1", "eu-west-3")
    found = nearest(near + DATABASE)["HDS-001", "aws_db_instance.d"]
    assert found["services"] == ["s3"]
    assert found["regions"] == []


@pytest.mark.parametrize(("until", "there"), [("2026-11-23", True), ("2026-11-22", False)])
def test_hosters_with_a_certificate_on_the_day(
    nearest: Callable[..., dict[tuple[str, str], Any]], until: str, there: bool
) -> None:
    found = nearest(FAR, NARROW + OVH.format(until=until))
    named = {one["id"]: one for one in found["HDS-001", BUCKET_KEY]["hosters"]}
    assert ("ovhcloud" in named) is there
    assert "aws" not in named
    if there:
        assert named["ovhcloud"]["valid_until"] == until
        assert named["ovhcloud"]["checked_on"] == "2026-01-15"
    # Only the activity physical is on that certificate.
    assert "ovhcloud" not in {one["id"] for one in found["HDS-002", BUCKET_KEY]["hosters"]}
    assert found["HDS-007", BUCKET_KEY]["hosters"] == []


def test_what_passes_and_what_was_not_asked_has_none(nearest: Callable[..., dict[tuple[str, str], Any]]) -> None:
    assert nearest(FAR.replace("us-east-1", "eu-west-3"))["HDS-001", BUCKET_KEY] is None
    assert set(nearest(FAR, NARROW, "--verbose").values()) == {None}


def test_the_text_tells_meaning_regions_and_hosters(write: Write, check: Check) -> None:
    wide = OVH.format(until="2027-06-30").replace('["physical"]', '["physical", "hardware", "virtual", "platform"]')
    folder = write({"main.tf": FAR, "hds-policy.toml": NARROW + wide})
    plain, explained = (" ".join(check(folder, *ON, *more).out.split()) for more in ((), ("--explain",)))
    assert "meaning:" not in plain
    assert "meaning: Whatever the activity or the subcontractor" in explained
    assert "regions of this hoster in which this passes: eu-west-3" in explained
    assert "until 2027-06-30" in explained
    assert explained.count("meaning: Whatever the activity") == 1

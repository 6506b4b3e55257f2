"""Whatever declares resources to hold no health data stands in every report, with how many it leaves out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed
from estates import BUCKET, ESTATE, HEALTH, ON

OTHERS = """
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
resource "aws_s3_bucket" "site" {
  bucket = "site"
  tags   = { hds = "false" }
}
resource "aws_s3_bucket" "site2" {
  bucket = "site2"
  tags   = { hds = "false" }
}
resource "aws_iam_role" "r" {
  name = "r"
  tags = { hds = "false" }
}
"""
RULE = """
[[classification.rules]]
match = "aws_s3_bucket.logs"
health = false
reason = "only access logs"
"""
MAIN = BUCKET.format(region="eu-west-3", tags=HEALTH)


@pytest.fixture
def excluded(write: Callable[..., Path], check: Callable[..., Completed]) -> Callable[..., dict[str, int]]:
    def run(main: str, config: str, *more: str) -> dict[str, int]:
        ran = check(write({"main.tf": main, "hds-policy.toml": config}), "--format", "json", *ON, *more)
        return {entry["evidence"]: entry["resources"] for entry in ran.json["exclusions"]}

    return run


def test_rules_and_tags_that_clear_what_could_hold_data(excluded: Callable[..., dict[str, int]]) -> None:
    assert excluded(MAIN + OTHERS, ESTATE + RULE) == {"estate: only access logs": 1, "tag hds = false": 2}


def test_a_default_that_clears_is_told(excluded: Callable[..., dict[str, int]]) -> None:
    config = ESTATE + '\n[classification]\ndefault = "none"\n'
    assert excluded(MAIN + OTHERS, config) == {"assumed by default": 1, "tag hds = false": 2}


def test_nothing_is_left_out_where_nothing_is_cleared(excluded: Callable[..., dict[str, int]]) -> None:
    assert excluded(MAIN, ESTATE) == {}


@pytest.mark.parametrize("form", ["text", "sarif", "csv", "junit", "github", "gitlab", "markdown", "html"])
def test_other_reports_tell_it(write: Callable[..., Path], check: Callable[..., Completed], form: str) -> None:
    folder = write({"main.tf": MAIN + OTHERS, "hds-policy.toml": ESTATE + RULE})
    out = check(folder, "--format", form, *ON).out
    assert "only access logs" in out
    assert "tag hds = false" in out

"""Judging some of what was read: the rest still tells what flows where, and is not judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from hds_policy.collection import collect_all
from hds_policy.config import ClassificationRule, DefaultClass, Estate, Selector
from hds_policy.errors import ExitCode
from hds_policy.focus import in_focus
from hds_policy.model import Assessment, Basis, Classification, Inventory, OpenFlow
from hds_policy.pipeline import Knowledge, assess
from hds_policy.propagation import Classified

ON = date(2026, 11, 23)
FILES = {
    "main.tf": """
provider "aws" {
  region = "us-east-1"
}
resource "aws_s3_bucket" "records" {
  tags = { data_classification = "health" }
}
resource "aws_s3_bucket_replication_configuration" "r" {
  bucket = aws_s3_bucket.records.id
  rule {
    destination {
      bucket = aws_s3_bucket.copy.arn
    }
  }
}
""",
    "copy.tf": 'resource "aws_s3_bucket" "copy" {\n  bucket = "copy"\n}\n',
    "free.tf": 'resource "aws_s3_bucket" "free" {\n  bucket = "free"\n}\n',
    "data.tf": 'data "aws_s3_bucket" "seen" {\n  bucket = "seen"\n}\n',
}
RULE = ClassificationRule(Selector(match="module.nowhere.*"), health=True, reason="fits nothing here")


@pytest.fixture
def judged(write: Callable[..., Path], shipped: Knowledge) -> Callable[[str], Assessment]:
    """The assessment of one file of the module; everything unmarked holds no health data."""
    top = write(FILES)
    estate = replace(Estate.default(), default_class=DefaultClass.NONE, rules=(RULE,))

    def run(name: str) -> Assessment:
        inventory = collect_all([top / name], {}).inventory
        return assess(inventory, estate, shipped, ON)

    return run


def test_health_data_comes_from_another_file(judged: Callable[[str], Assessment]) -> None:
    found = judged("copy.tf")
    assert [one.resource.address for one in found.resources] == ["aws_s3_bucket.copy"]
    assert found.resources[0].classification.basis is Basis.PROPAGATED
    assert {key for one in found.findings for key in one.resources} == {"aws_s3_bucket.copy"}
    assert found.coverage.resources == found.coverage.in_scope == 1
    assert found.exit_code is ExitCode.FAIL


def test_what_the_other_files_hold_is_not_judged(judged: Callable[[str], Assessment]) -> None:
    found = judged("free.tf")
    assert (found.resources, found.coverage.resources, found.coverage.out_of_scope) == ((), 1, 1)
    assert not [one for one in found.findings if one.resources]
    assert found.exit_code is not ExitCode.FAIL


def test_a_file_without_a_resource_is_nothing_to_check(judged: Callable[[str], Assessment]) -> None:
    assert judged("data.tf").exit_code is ExitCode.NOTHING


def test_every_part_of_a_classification_is_narrowed() -> None:
    classes = {key: Classification(False, Basis.NONE) for key in ("a_b.in", "a_b.out")}
    inner, outer = OpenFlow("a_b.in", "a_b.out", "x", "copy", ""), OpenFlow("a_b.out", "a_b.out", "x", "copy", "")
    whole = Classified(classes, (inner, outer), ("a_b.in", "a_b.out"), (RULE,))
    assert in_focus(Inventory(), whole) == (Inventory(), whole)
    part = in_focus(Inventory(focus=frozenset({"a_b.in"})), whole)[1]
    assert part == Classified({"a_b.in": classes["a_b.in"]}, (inner,), ("a_b.in",), ())

"""The share of known regions counts a miss as a miss, and does not believe a reason that the text contradicts."""

from __future__ import annotations

from pathlib import Path

import pytest
import region_share

from hds_policy.model import Cause, Unknown
from hds_policy.pipeline import Knowledge

FILES = {
    "known/main.tf": 'provider "aws" {\n  region = "eu-west-3"\n}\n\nresource "aws_s3_bucket" "a" {\n}\n',
    "open/main.tf": 'variable "r" {\n}\n\nprovider "aws" {\n  region = var.r\n}\n\nresource "aws_s3_bucket" "b" {\n}\n',
    "none/main.tf": 'resource "aws_s3_bucket" "c" {\n}\n\nresource "scaleway_object_bucket" "d" {\n}\n',
}


def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_known_and_open(tmp_path: Path, shipped: Knowledge) -> None:
    counts, remarks = region_share.measure(tree(tmp_path), shipped)
    aws, scaleway = counts["aws"], counts["scaleway"]
    assert [aws[key] for key in ("hold data", "known", "open", "missed", "looked up", "confirmed")] == [
        3,
        1,
        2,
        0,
        2,
        2,
    ]
    assert [scaleway[key] for key in ("hold data", "known", "open", "missed")] == [1, 0, 1, 0]
    assert remarks == []
    assert region_share.share(aws) == 1.0


def test_a_reason_that_is_not_on_the_list_is_a_miss() -> None:
    reasons = ("bucket is made from a and 3 more, and may name another", "regex(): too hard", "more than 5 elements")
    assert [region_share.kind_of(Unknown(Cause.UNRESOLVED_VALUE, reason)) for reason in reasons] == ["", "", ""]
    assert region_share.kind_of(Unknown(Cause.UNRESOLVED_VALUE, "var.a has no value")) == "variable without a value"


def test_a_miss_lowers_the_share(tmp_path: Path, shipped: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region_share, "kind_of", lambda reason: "")
    counts, remarks = region_share.measure(tree(tmp_path), shipped)
    assert counts["aws"]["missed"] == 2
    assert region_share.share(counts["aws"]) == pytest.approx(1 / 3)
    assert len(remarks) == 3


def test_a_claim_that_the_text_contradicts_is_not_confirmed(tmp_path: Path, shipped: Knowledge) -> None:
    """The same tree after a default and a region were added behind the readers' back."""
    from hds_collectors.terraform.collector import collect  # noqa: PLC0415  # as the script does

    folder = tree(tmp_path)
    found = {one.address: (one, reasons) for one, reasons in region_share.reasons_of(collect(folder), shipped)}
    (folder / "open/main.tf").write_text('variable "r" {\n  default = "eu-west-3"\n}\n', encoding="utf-8")
    (folder / "none/main.tf").write_text('provider "aws" {\n  region = "eu-west-3"\n}\n', encoding="utf-8")
    texts = region_share.Texts(folder)
    for address in ("aws_s3_bucket.b", "aws_s3_bucket.c"):
        one, (reason,) = found[address]
        assert texts.confirms(one, reason, region_share.kind_of(reason)) is False

"""The check of the catalogue against the schemas of providers: paths that are not there, stores nobody looked at."""

from __future__ import annotations

import json
from pathlib import Path

import check_catalogue_attributes as checker
import pytest

CATALOGUE = """
families = [{ match = "cloud_*", role = "configures", reason = "x" }]
[provider]
names = ["cloud"]
hoster = "nimbus"
tags = ["labels"]
[types]
cloud_disk = { role = "stores", model = "iaas", service = "s", copies = [{ attribute = "copy", values = ["yes"] }] }
[[alike]]
role = "configures"
reason = "x"
flows = [{ from = "disk", to = "machine", kind = "mounts" }]
types = ["cloud_link", "cloud_tie"]
"""
SCHEMA = {
    "provider": [],
    "cloud_disk": ["copy", "labels", "size_gb"],
    "cloud_link": ["disk", "machine"],
    "cloud_tie": ["disk", "machine"],
    "cloud_rule": ["name", "spec.bucket"],
    "cloud_iam_policy": ["bucket"],
}


def run(folder: Path, capsys: pytest.CaptureFixture[str], **changed: list[str]) -> tuple[int, str]:
    (folder / "schema.json").write_text(json.dumps({**SCHEMA, **changed}), encoding="utf-8")
    (folder / "cloud.toml").write_text(CATALOGUE, encoding="utf-8")
    code = checker.main(["--attributes", str(folder / "schema.json"), "--check", str(folder / "cloud.toml")])
    return code, capsys.readouterr().out


def test_a_catalogue_that_fits_its_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(tmp_path, capsys)
    # copy, the two ends of the flow for both types of the list, and the tags of the provider
    assert (code, "6 attribute paths checked, 0 wrong" in out) == (0, True)


@pytest.mark.parametrize(
    ("name", "paths", "sentence"),
    [
        ("cloud_disk", ["labels"], "cloud_disk: no attribute copy"),
        ("cloud_disk", ["copy"], "provider.tags: no type has labels"),
        ("cloud_tie", ["disk"], "cloud_tie: no attribute machine"),
        ("cloud_rule", ["retention_days"], "cloud_rule: has retention_days, and only a pattern decides it"),
    ],
)
def test_what_does_not_fit_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, paths: list[str], sentence: str
) -> None:
    code, out = run(tmp_path, capsys, **{name: paths})
    assert code == 1
    assert sentence in out


def test_a_table_of_several_providers_is_looked_up_and_says_what_it_could_not() -> None:
    schema = {"cloud_bucket": ["acl", "rule.target"], "cloud_link": ["bucket"]}
    table: dict[str, list[dict[str, object]]] = {
        "openings": [
            {"type": "cloud_bucket", "attribute": "acl"},
            {"type": "cloud_link", "of": "bucket", "attribute": "member"},
            {"type": "far_bucket", "attribute": "acl"},
        ],
        "backups": [{"types": ["cloud_bucket", "cloud_gone"], "attribute": "rule.targets"}, {"types": ["cloud_link"]}],
    }
    assert checker.table_problems(table, schema) == (
        4,
        [
            "cloud_link: no attribute member",
            "cloud_bucket: no attribute rule.targets",
            "cloud_gone: no such resource type",
        ],
        1,
    )

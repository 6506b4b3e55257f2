"""The command on manifests: files, folders, the standard input, together with Terraform, and bad input."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from command import hds_policy, run

CLAIM = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: ehr, labels: {hds-policy.dev/data: health}}
spec: {storageClassName: sbs-default}
"""
ESTATE = """\
version = 1
[[clusters]]
match = { root = "." }
hoster = "scaleway"
region = "fr-par"
service = "kapsule"
"""
ON = ("--on", "2026-11-24")


def test_a_folder_a_file_and_the_standard_input_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CLAIM, encoding="utf-8")
    (tmp_path / "hds-policy.toml").write_text(ESTATE, encoding="utf-8")
    config = tmp_path / "hds-policy.toml"
    command = [sys.executable, "-P", "-m", "hds_policy", "check", "-", "--format", "json", *ON, "--config", str(config)]
    answers = [
        hds_policy("check", tmp_path, "--format", "json", *ON),
        hds_policy("check", tmp_path / "a.yaml", "--format", "json", *ON, "--config", config),
        run(command, cwd=tmp_path, text=CLAIM),
    ]
    results = [
        sorted((one["rule"], one["result"], one["message"]) for one in done.json["findings"]) for done in answers
    ]
    assert results[0] == results[1] == results[2]
    assert {done.code for done in answers} == {3}
    assert "scaleway" in answers[0].out


def test_terraform_and_manifests_of_one_folder(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "kubernetes_namespace_v1" "ehr" {\n}\n', encoding="utf-8")
    # In Terraform this address is a block, here an object: both are kept.
    namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: ehr}\n"
    (tmp_path / "a.yaml").write_text(f"{CLAIM}---\n{namespace}", encoding="utf-8")
    done = hds_policy("check", tmp_path, *ON, "--format", "json")
    assert done.code == 3
    assert done.json["coverage"]["resources"] == 3


def test_the_line_at_fault_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"---\n{CLAIM}", encoding="utf-8")
    done = hds_policy("check", tmp_path, *ON)
    assert "a.yaml:2" in done.out


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("", 4, "nothing to check"),
        ("a: 1\n", 4, "nothing to check"),
        ("apiVersion: v1\nkind: Pod\nmetadata: [\n", 3, "a.yaml:"),
        ("apiVersion: v1\nkind: Pod\n", 3, "a Pod without metadata"),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nkind: Pod\n", 3, "stands twice"),
        ("apiVersion: v1\nkind: x\na: " + "[" * 100_000, 3, "nested deeper than 100 levels"),
        ("apiVersion: x.example/v1\nkind: Store\nmetadata: {name: a}\n", 3, "HDS-013"),
    ],
)
def test_bad_input(tmp_path: Path, content: str, code: int, says: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    done = hds_policy("check", tmp_path / "a.yaml", *ON)
    assert (done.code, "Traceback" in done.out + done.err) == (code, False)
    assert says in (done.out + done.err).replace("\n", " ")


def test_source_does_not_go_with_manifests(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CLAIM, encoding="utf-8")
    done = hds_policy("check", tmp_path / "a.yaml", "--source", tmp_path)
    assert done.code == 2
    assert "--source" in done.err


def test_the_line_of_a_nested_attribute_is_told(tmp_path: Path) -> None:
    text = """\
apiVersion: v1
kind: Namespace
metadata: {name: ehr, labels: {hds-policy.dev/data: health}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: ehr}
spec: {template: {spec: {containers: [{name: c, image: i}], volumes: [{name: v, emptyDir: {}}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: ehr}
spec:
  type: ExternalName
  externalName: api.saas.example
"""
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    done = hds_policy("check", tmp_path, "--format", "json", *ON)
    lines = {one["location"]["start_line"] for one in done.json["findings"] if "spec.external_name" in one["message"]}
    assert lines == {1 + text[: text.index("externalName")].count("\n")}

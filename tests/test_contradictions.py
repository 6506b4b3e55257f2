"""What contradicts itself: tags of one resource, the estate and the code. From the file to the finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed

Check = Callable[..., Completed]
Write = Callable[..., Path]

BUCKET = """
provider "aws" { region = "eu-west-3" }
resource "aws_s3_bucket" "b" {
  bucket = "b"
  tags   = { %s }
}
"""
DEFAULTS = """
provider "aws" {
  region = "eu-west-3"
  default_tags { tags = { hds = "true" } }
}
resource "aws_s3_bucket" "b" {
  bucket = "b"
  tags   = { %s }
}
"""
APP = """
resource "scalingo_app" "portal" {
  name         = "portal"
  hds_resource = true
}
"""
CLEARED = """version = 1
[[classification.rules]]
match = "*"
health = false
reason = "a test bench without patients"
"""
KEPT = CLEARED.replace("false", "true")
CLAIM = """
provider "scaleway" { region = "fr-par" }
provider "kubernetes" { host = %s }
resource "scaleway_k8s_cluster" "main" {
  name   = "main"
  region = "nl-ams"
}
resource "kubernetes_persistent_volume_claim" "records" {
  metadata {
    name   = "records"
    labels = { hds = "true" }
  }
}
"""
BOUND = """version = 1
[[clusters]]
match = { root = "." }
hoster = "scaleway"
region = "%s"
service = "kapsule"
"""
SITE = """version = 1
[operators.clinic]
name = "Clinic"
status = "controller"
reason = "its own record, for its own account"
[[sites]]
id = "cellar"
country = "FR"
operator = "clinic"
[[clusters]]
match = { root = "." }
site = "cellar"
"""


def found(check: Check, folder: Path, rule: str) -> list[dict[str, Any]]:
    result = check(folder, "--format", "json", "--on", "2026-11-23")
    assert result.code in {0, 1, 3}, result.err
    return [one for one in result.json["findings"] if one["rule"] == rule]


@pytest.mark.parametrize(
    ("code", "tags", "estate", "message"),
    [
        (BUCKET, 'hds = "true", data_class = "none"', "", "It says both tag hds = true and tag data_class = none."),
        (BUCKET, 'hds = "true", data_class = "internal"', "", None),
        (BUCKET, 'hds = "false", data_class = "none"', "", None),
        (BUCKET, 'hds = "true", data_class = "none"', CLEARED, None),
        (DEFAULTS, 'data_class = "none"', "", None),
    ],
)
def test_tags_that_contradict_each_other(
    check: Check, write: Write, code: str, tags: str, estate: str, message: str | None
) -> None:
    """What a provider sets by default is meant to be overruled: that is no contradiction of the resource itself."""
    files = {"main.tf": code % tags, **({"hds-policy.toml": estate} if estate else {})}
    findings = found(check, write(files), "HDS-033")
    assert [(one["subject"], one["result"], one["message"]) for one in findings] == (
        [("aws_s3_bucket.b", "review", message)] if message else []
    )


@pytest.mark.parametrize(
    ("code", "estate", "says"),
    [
        (BUCKET % 'hds = "true"', CLEARED, "tag hds = true"),
        (APP, CLEARED, "HDS option of the hoster: hds_resource = true"),
        (BUCKET % 'hds = "true"', KEPT, None),
        (BUCKET % 'team = "web"', CLEARED, None),
        (DEFAULTS % 'team = "web"', CLEARED, None),
        (BUCKET % 'hds = "false"', KEPT, None),
    ],
)
def test_the_estate_clears_what_the_code_calls_health_data(
    check: Check, write: Write, code: str, estate: str, says: str | None
) -> None:
    findings = found(check, write({"main.tf": code, "hds-policy.toml": estate}), "HDS-034")
    assert [(one["result"], one["message"]) for one in findings] == (
        [
            (
                "review",
                "The estate says that it holds no health data (a test bench without patients), "
                f"the configuration says {says}.",
            )
        ]
        if says
        else []
    )


@pytest.mark.parametrize(
    ("host", "estate", "result", "code"),
    [
        ('"https://1.api.k8s.fr-par.scw.cloud:6443"', BOUND % "fr-par", "pass", ""),
        ('"https://1.api.k8s.nl-ams.scw.cloud:6443"', BOUND % "fr-par", "undetermined", "other_region"),
        ('"https://A.gr7.eu-west-3.eks.amazonaws.com"', BOUND % "fr-par", "undetermined", "other_hoster"),
        ('"https://A.gr7.eu-west-3.eks.amazonaws.com"', SITE, "undetermined", "other_hoster"),
        ("scaleway_k8s_cluster.main.kubeconfig[0].host", BOUND % "fr-par", "undetermined", "other_region"),
        ("scaleway_k8s_cluster.main.kubeconfig[0].host", BOUND % "nl-ams", "pass", ""),
        ("scaleway_k8s_cluster.main.kubeconfig[0].host", SITE, "undetermined", "other_hoster"),
        ('"https://kube.clinic.example"', SITE, None, None),
    ],
)
def test_a_cluster_declared_elsewhere(
    check: Check, write: Write, host: str, estate: str, result: str | None, code: str | None
) -> None:
    findings = found(check, write({"main.tf": CLAIM % host, "hds-policy.toml": estate}), "HDS-035")
    assert [(one["result"], one["code"]) for one in findings] == ([(result, code)] if result else [])
    assert all(one["resources"] == ["kubernetes_persistent_volume_claim.records"] for one in findings)


def test_the_text_report_names_the_declaration(check: Check, write: Write) -> None:
    host = '"https://1.api.k8s.nl-ams.scw.cloud:6443"'
    result = check(write({"main.tf": CLAIM % host, "hds-policy.toml": BOUND % "fr-par"}), "--on", "2026-11-23")
    assert "? estate: cluster: scaleway fr-par\n" in result.out
    assert "not declared: layer cluster" not in result.out

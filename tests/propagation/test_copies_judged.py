"""Copies and backups of health data are judged where they lie: the rules on layers and places, no rule of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed

Check = Callable[..., Completed]
Write = Callable[..., Path]
Judged = set[tuple[str, str, str, str]]

CERTIFICATE = """
version = 1
[[operations]]
layers = ["backup"]
hoster = "scaleway"
operator = "scaleway"
[[certificates]]
holder = "scaleway"
layers = ["physical", "hardware", "virtual", "platform", "backup"]
services = ["*"]
regions = ["fr-par"]
referential = "2.0"
valid_from = 2026-01-01
valid_until = 2028-12-31
number = "EXAMPLE-1"
body = "Example certification body"
seen_on = 2026-11-02
"""
VOLUME = """
resource "scaleway_block_volume" "v" {
  name       = "v"
  iops       = 5000
  size_in_gb = 10
  zone       = "fr-par-1"
  tags       = ["hds"]
}
resource "scaleway_block_snapshot" "s" {
  name      = "s"
  volume_id = scaleway_block_volume.v.id
  zone      = "%s"
}
"""
SNAPSHOT = "scaleway_block_snapshot.s"
VAULTS = """
provider "aws" { region = "eu-west-3" }
resource "aws_db_instance" "d" {
  identifier = "d"
  tags       = { hds = "true" }
}
resource "aws_backup_vault" "near" { name = "near" }
resource "aws_backup_vault" "far" {
  name   = "far"
  region = "us-east-1"
}
resource "aws_backup_plan" "p" {
  name = "p"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.near.name
    copy_action { destination_vault_arn = %s }
  }
}
resource "aws_backup_selection" "s" {
  name         = "s"
  iam_role_arn = "r"
  plan_id      = aws_backup_plan.p.id
  resources    = [aws_db_instance.d.arn]
}
"""
DISKS = """
provider "google" { region = "europe-west9" }
resource "google_compute_disk" "d" {
  name   = "d"
  zone   = "europe-west9-a"
  labels = { hds = "true" }
}
resource "google_compute_snapshot" "s" {
  name        = "s"
  source_disk = google_compute_disk.d.self_link
}
resource "google_compute_disk" "copy" {
  name     = "copy"
  zone     = "europe-west9-a"
  snapshot = google_compute_snapshot.s.self_link
}
"""
NOBODY = """
version = 1
[operators.acme]
name = "Acme Sauvegarde SARL"
status = "not_certified"
[[operations]]
layers = ["backup"]
match = "google_compute_disk.copy"
operator = "acme"
"""


@pytest.fixture
def judged(check: Check, write: Write) -> Callable[[dict[str, str]], Judged]:
    """What does not pass: rule, result, address and first reason."""

    def judge(files: dict[str, str]) -> Judged:
        done = check(write(files), "--on", "2026-11-23", "--format", "json")
        findings = [one for one in done.json["findings"] if one["result"] != "pass"]
        return {(one["rule"], one["result"], one["subject"], one["reasons"][0]) for one in findings}

    return judge


def test_a_snapshot_outside_of_the_certificate_fails(judged: Callable[[dict[str, str]], Judged]) -> None:
    found = judged({"main.tf": VOLUME % "nl-ams-1", "hds-policy.toml": CERTIFICATE})
    assert {
        ("HDS-001", "fail", SNAPSHOT, "region_not_covered"),
        ("HDS-006", "fail", SNAPSHOT, "region_not_covered"),
    } <= (found)


def test_a_snapshot_inside_of_it_passes(judged: Callable[[dict[str, str]], Judged]) -> None:
    found = judged({"main.tf": VOLUME % "fr-par-2", "hds-policy.toml": CERTIFICATE})
    assert not [one for one in found if one[0] in ("HDS-001", "HDS-006", "HDS-007") and one[2] == SNAPSHOT]


def test_a_vault_outside_the_area_fails_where_it_lies(judged: Callable[[dict[str, str]], Judged]) -> None:
    found = judged({"main.tf": VAULTS % "aws_backup_vault.far.arn"})
    assert ("HDS-007", "fail", "aws_backup_vault.far", "outside_eea") in found
    assert not [one for one in found if one[0] == "HDS-014"]


@pytest.mark.parametrize(
    ("arn", "result", "reason"),
    [
        ("arn:aws:backup:us-west-2:123456789012:backup-vault:other", "fail", "end_outside_eea"),
        ("arn:aws:backup:eu-west-1:123456789012:backup-vault:other", "undetermined", "end_not_read"),
    ],
)
def test_a_vault_that_was_not_read_is_an_open_end(
    judged: Callable[[dict[str, str]], Judged], arn: str, result: str, reason: str
) -> None:
    found = judged({"main.tf": VAULTS % f'"{arn}"'})
    assert {one[1:] for one in found if one[0] == "HDS-014" and one[2] == "aws_backup_vault.near"} == {
        (result, "aws_backup_vault.near", reason)
    }


def test_a_copy_with_an_operator_without_certificate_fails(judged: Callable[[dict[str, str]], Judged]) -> None:
    found = judged({"main.tf": DISKS, "hds-policy.toml": NOBODY})
    assert ("HDS-006", "fail", "google_compute_disk.copy", "holder_not_certified") in found

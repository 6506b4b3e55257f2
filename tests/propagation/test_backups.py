"""Stores of health data of which no backup is found (HDS-026), from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed

from hds_policy.catalogue import BackupSetting

Check = Callable[..., Completed]
Write = Callable[..., Path]

DATABASE = """
variable "days" {}
resource "aws_db_instance" "d" {
  identifier = "d"
  tags       = { hds = "true" }
  %s
}
"""
BUCKET = """
resource "aws_s3_bucket" "b" {
  bucket = "b"
  tags   = { hds = "true" }
}
"""
VERSIONS = """
resource "aws_s3_bucket_versioning" "v" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration { status = "Enabled" }
}
"""
REPLICA = """
resource "aws_s3_bucket" "r" { bucket = "r" }
resource "aws_s3_bucket_replication_configuration" "r" {
  bucket = aws_s3_bucket.b.id
  role   = "r"
  rule {
    status = "Enabled"
    destination { bucket = aws_s3_bucket.r.arn }
  }
}
"""
SELECTION = """
variable "key" {}
resource "aws_backup_vault" "v" { name = "v" }
resource "aws_backup_plan" "p" {
  name = "p"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.v.name
  }
}
resource "aws_backup_selection" "s" {
  name         = "s"
  iam_role_arn = "r"
  plan_id      = aws_backup_plan.p.id
  resources    = ["*"]
  condition {
    string_equals {
      key   = "aws:ResourceTag/%s"
      value = %s
    }
  }
}
"""
SNAPSHOT = """
resource "aws_db_snapshot" "s" {
  db_instance_identifier = aws_db_instance.d.identifier
  db_snapshot_identifier = "s"
}
"""
MACHINE = """
resource "azurerm_linux_virtual_machine" "m" {
  name     = "m"
  location = "francecentral"
  tags     = { hds = "true" }
}
resource "azurerm_managed_disk" "d" {
  name     = "d"
  location = "francecentral"
}
resource "azurerm_virtual_machine_data_disk_attachment" "a" {
  managed_disk_id    = azurerm_managed_disk.d.id
  virtual_machine_id = azurerm_linux_virtual_machine.m.id
  lun                = 1
  caching            = "None"
}
"""
PROTECTED = """
resource "azurerm_recovery_services_vault" "v" {
  name     = "v"
  location = "francecentral"
}
resource "azurerm_backup_protected_vm" "p" {
  recovery_vault_name = azurerm_recovery_services_vault.v.name
  source_vm_id        = azurerm_linux_virtual_machine.m.id
}
"""
INSTANCE = """
resource "google_sql_database_instance" "i" {
  name = "i"
  settings {
    user_labels = { hds = "true" }
    backup_configuration { enabled = %s }
  }
}
resource "google_sql_database" "d" {
  name     = "d"
  instance = google_sql_database_instance.i.name
}
"""
EFS = """
resource "aws_efs_file_system" "f" { tags = { hds = "true" } }
resource "aws_efs_backup_policy" "p" {
  file_system_id = aws_efs_file_system.f.id
  backup_policy { status = "%s" }
}
"""
AIVEN = """
resource "aiven_pg" "p" {
  project      = "p"
  service_name = "p"
  plan         = "%s"
  tag {
    key   = "hds"
    value = "true"
  }
}
"""
NOT_FOUND, NOT_KNOWN = "backup_not_found", "backup_not_known"


def backups(check: Check, write: Write, files: dict[str, str]) -> list[dict[str, Any]]:
    done = check(write(files), "--on", "2026-11-23", "--format", "json")
    return [one for one in done.json["findings"] if one["rule"] == "HDS-026" and one["result"] != "pass"]


@pytest.mark.parametrize(
    ("text", "reasons", "stores"),
    [
        (DATABASE % "backup_retention_period = 7", [], []),
        (DATABASE % "backup_retention_period = 0", [NOT_FOUND], ["aws_db_instance.d"]),
        (DATABASE % "", [NOT_FOUND], ["aws_db_instance.d"]),
        (DATABASE % "backup_retention_period = var.days", [NOT_KNOWN], ["aws_db_instance.d"]),
        (DATABASE % "" + SNAPSHOT, [], []),
        (BUCKET, [NOT_FOUND], ["aws_s3_bucket.b"]),
        (BUCKET + VERSIONS, [NOT_FOUND], ["aws_s3_bucket.b"]),
        (BUCKET + REPLICA, [NOT_FOUND], ["aws_s3_bucket.b"]),
        (BUCKET + SELECTION % ("hds", '"true"'), [], []),
        (BUCKET + SELECTION % ("hds", '"false"'), [NOT_FOUND], ["aws_s3_bucket.b"]),
        (BUCKET + SELECTION % ("hds", "var.key"), [NOT_KNOWN], ["aws_s3_bucket.b"]),
        (MACHINE, [NOT_FOUND], ["azurerm_managed_disk.d"]),
        (MACHINE + PROTECTED, [], []),
        (INSTANCE % "true", [], []),
        (INSTANCE % "false", [NOT_FOUND], ["google_sql_database.d", "google_sql_database_instance.i"]),
        (AIVEN % "business-4", [], []),
        (AIVEN % "hobbyist", [NOT_FOUND], ["aiven_pg.p"]),
        (EFS % "ENABLED", [], []),
        (EFS % "DISABLED", [NOT_FOUND], ["aws_efs_file_system.f"]),
        (DATABASE % "" + BUCKET + "", [NOT_FOUND], ["aws_db_instance.d", "aws_s3_bucket.b"]),
        (
            DATABASE % "backup_retention_period = var.days" + BUCKET,
            [NOT_FOUND, NOT_KNOWN],
            ["aws_db_instance.d", "aws_s3_bucket.b"],
        ),
    ],
)
def test_what_is_not_backed_up_is_told_once(
    check: Check, write: Write, text: str, reasons: list[str], stores: list[str]
) -> None:
    found = backups(check, write, {"main.tf": text})
    assert [(one["result"], one["subject"], one["reasons"], one["resources"]) for one in found] == (
        [("review", ".", reasons, stores)] if reasons else []
    )


def test_one_finding_for_each_root(check: Check, write: Write) -> None:
    found = backups(check, write, {"a/main.tf": BUCKET, "b/main.tf": BUCKET})
    assert [(one["subject"], one["resources"]) for one in found] == [
        ("a", ["a:aws_s3_bucket.b"]),
        ("b", ["b:aws_s3_bucket.b"]),
    ]


def test_the_counts_are_in_the_message(check: Check, write: Write) -> None:
    [found] = backups(check, write, {"main.tf": DATABASE % "backup_retention_period = var.days" + BUCKET})
    assert found["message"] == (
        "No backup is found of 1 of 2 stores of health data. "
        "Whether 1 of 2 stores of health data are backed up is not known."
    )


def test_that_a_service_always_keeps_backups_needs_a_source() -> None:
    with pytest.raises(ValueError, match="needs a source"):
        BackupSetting(types=("aws_db_instance",))
    assert BackupSetting(types=("aws_db_instance",), source="its documentation").keeps("")

"""Health data opened to everybody or to other accounts, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed

Check = Callable[..., Completed]
Write = Callable[..., Path]

DATABASE = """
resource "aws_db_instance" "d" {
  identifier = "d"
  tags       = { data_classification = "%s" }
}
resource "aws_db_snapshot" "s" {
  db_instance_identifier = aws_db_instance.d.identifier
  %s
}
"""
BUCKET = """
resource "aws_s3_bucket" "b" {
  bucket = "b"
  tags   = { hds = "true" }
}
resource "aws_s3_bucket_acl" "a" {
  bucket = aws_s3_bucket.b.id
  acl    = "%s"
}
"""
MEMBER = """
resource "google_storage_bucket" "b" {
  name   = "b"
  labels = { hds = "true" }
}
resource "google_storage_bucket_iam_member" "m" {
  bucket = "b"
  role   = "roles/storage.objectViewer"
  member = "%s"
}
"""
GRANT = """
resource "aws_s3_bucket" "b" {
  bucket = "b"
  tags   = { hds = "true" }
}
resource "aws_s3_bucket_acl" "a" {
  bucket = aws_s3_bucket.b.id
  access_control_policy {
    grant {
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/%s"
      }
      permission = "READ"
    }
  }
}
"""
ENTITIES = """
resource "google_storage_bucket" "b" {
  name   = "b"
  labels = { hds = "true" }
}
resource "google_storage_bucket_acl" "a" {
  bucket      = google_storage_bucket.b.name
  role_entity = ["OWNER:user-a@clinic.example", "READER:%s"]
}
"""
CONTAINER = """
resource "openstack_objectstorage_container_v1" "b" {
  name           = "b"
  metadata       = { hds = "true" }
  container_read = "%s"
}
"""
SNAPSHOT, PUBLIC = "aws_db_snapshot.s", "open_to_everybody"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DATABASE % ("health", 'shared_accounts = ["all"]'), ("fail", SNAPSHOT, PUBLIC)),
        (DATABASE % ("health", 'shared_accounts = ["210987654321"]'), ("review", SNAPSHOT, "open_to_account")),
        (DATABASE % ("health", "shared_accounts = var.accounts"), ("undetermined", SNAPSHOT, "open_to_unknown")),
        (DATABASE % ("health", "shared_accounts = []"), None),
        (DATABASE % ("health", ""), None),
        (DATABASE % ("none", 'shared_accounts = ["all"]'), None),
        (BUCKET % "public-read", ("fail", "aws_s3_bucket.b", PUBLIC)),
        (BUCKET % "private", None),
        (GRANT % "global/AllUsers", ("fail", "aws_s3_bucket.b", PUBLIC)),
        (GRANT % "global/AuthenticatedUsers", ("fail", "aws_s3_bucket.b", PUBLIC)),
        (GRANT % "s3/LogDelivery", None),
        (ENTITIES % "allUsers", ("fail", "google_storage_bucket.b", PUBLIC)),
        (ENTITIES % "user-b@clinic.example", None),
        (CONTAINER % ".rlistings, .r:*", ("fail", "openstack_objectstorage_container_v1.b", PUBLIC)),
        (CONTAINER % "project:user", None),
        (MEMBER % "allUsers", ("fail", "google_storage_bucket.b", PUBLIC)),
        (MEMBER % "user:a@clinic.example", None),
    ],
)
def test_what_is_opened_is_told(check: Check, write: Write, text: str, expected: tuple[str, str, str] | None) -> None:
    done = check(write({"main.tf": text + 'variable "accounts" {}\n'}), "--on", "2026-11-23", "--format", "json")
    findings: list[dict[str, Any]] = [one for one in done.json["findings"] if one["rule"] == "HDS-023"]
    assert [(one["result"], one["subject"], one["reasons"][0]) for one in findings] == ([expected] if expected else [])
    if expected and expected[2] == PUBLIC:
        assert done.code == 1

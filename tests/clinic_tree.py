"""A small clinic on the command line: its estate, pieces of Terraform to put together, and what a check said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from command import Completed

Checked = Callable[..., Completed]
ON = ("--on", "2026-11-23", "--format", "json")

LAYERS = '["physical", "hardware", "virtual", "platform", "admin", "backup"]'
BODY = f"""
layers = {LAYERS}
services = ["*"]
regions = "eea"
referential = "2.0"
valid_from = 2025-03-01
valid_until = 2028-02-29
body = "a certification body"
seen_on = 2026-09-01
"""
ESTATE = f"""
version = 1
name = "a clinic"
[operators.op]
name = "Op"
status = "certified"
[[operations]]
layers = {LAYERS}
operator = "op"
[[certificates]]
holder = "op"
number = "OP-1"
{BODY}
[[certificates]]
holder = "aws"
number = "AWS-1"
{BODY}
[[certificates]]
holder = "azure"
number = "AZ-1"
{BODY}
"""
DEFAULT_NONE = '\n[classification]\ndefault = "none"\n'

PARIS = 'provider "aws" {\n  region = "eu-west-3"\n}\n'
VIRGINIA = 'provider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\n'
HEALTH = 'tags = { data_classification = "health" }'
BUCKET = f'resource "aws_s3_bucket" "a" {{\n  bucket = "b"\n  {HEALTH}\n}}\n'
DATABASE = f'resource "aws_db_instance" "a" {{\n  engine = "postgres"\n  {HEALTH}\n}}\n'


def replicated_to(destination: str) -> str:
    return f"""
resource "aws_s3_bucket_replication_configuration" "r" {{
  bucket = aws_s3_bucket.a.id
  rule {{
    status = "Enabled"
    destination {{
      bucket = {destination}
    }}
  }}
}}
"""


def backed_up(*, vault: str, copy: str = "") -> str:
    further = f"copy_action {{\n      destination_vault_arn = {copy}\n    }}" if copy else ""
    return f"""
resource "aws_backup_vault" "v" {{
  name = "v"
}}
resource "aws_backup_plan" "p" {{
  name = "p"
  rule {{
    rule_name         = "r"
    target_vault_name = {vault}
    {further}
  }}
}}
resource "aws_backup_selection" "s" {{
  plan_id   = aws_backup_plan.p.id
  name      = "s"
  resources = [aws_db_instance.a.arn]
}}
"""


def said(done: Completed, rule: str) -> list[tuple[str, str, str]]:
    """Result, subject and main code of each finding of a rule that is not a pass."""
    found: list[dict[str, Any]] = done.json["findings"]
    return sorted(
        (one["result"], one["subject"], one["reasons"][0])
        for one in found
        if one["rule"] == rule and one["result"] != "pass"
    )

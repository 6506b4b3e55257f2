"""One bucket and an estate under which it passes all six layers in Paris."""

from __future__ import annotations

# The customer holds the certificates, so that the verdict hangs on this file and not on what the registry knows.
ESTATE = """
version = 1
[operators.acme]
name = "Acme"
status = "certified"
[[operations]]
layers = ["platform", "admin", "backup"]
operator = "acme"
[[certificates]]
holder = "acme"
layers = ["platform", "admin", "backup"]
services = ["*"]
regions = ["*"]
referential = "2.0"
valid_from = 2026-04-21
valid_until = 2029-04-20
number = "EXAMPLE-1"
body = "Example body"
seen_on = 2026-01-15
[[certificates]]
holder = "aws"
layers = ["physical", "hardware", "virtual", "platform", "backup"]
services = ["s3"]
regions = ["eu-west-3"]
referential = "2.0"
valid_from = 2025-01-01
valid_until = 2029-12-31
number = "EXAMPLE-2"
body = "Example body"
seen_on = 2026-01-15
"""
BUCKET = """
provider "aws" {{
  region = "{region}"
}}
resource "aws_s3_bucket" "records" {{
  bucket = "records"
  tags   = {{ {tags} }}
}}
"""
HEALTH = 'data_classification = "health"'
ON = ("--on", "2026-11-23")


def estate(region: str = "eu-west-3", tags: str = HEALTH, **more: str) -> dict[str, str]:
    """Files of a folder with one bucket and the estate above; ``more``: further files."""
    return {"main.tf": BUCKET.format(region=region, tags=tags), "hds-policy.toml": ESTATE, **more}

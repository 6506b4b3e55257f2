"""One bundle for the whole session: a waiver, and a region that is not known, exported by the real command."""

from __future__ import annotations

import pytest
from bundles import Made, make
from estates import BUCKET, ESTATE, HEALTH, ON

WAIVER = """
[[waivers]]
rule = "HDS-026"
address = "*"
reason = "copies are made by hand"
approved_by = "DPO"
expires = 2027-01-31
"""
SOMEWHERE = """
resource "aws_s3_bucket" "somewhere" {
  provider = aws.somewhere
  bucket   = "somewhere"
  tags     = { data_classification = "health" }
}
variable "region" {
}
provider "aws" {
  alias  = "somewhere"
  region = var.region
}
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A signed bundle with passes, an exempt result and undetermined ones: its verdict is 3."""
    folder = tmp_path_factory.mktemp("evidence")
    checked = folder / "checked"
    checked.mkdir()
    (checked / "main.tf").write_text(BUCKET.format(region="eu-west-3", tags=HEALTH) + SOMEWHERE, encoding="utf-8")
    (checked / "hds-policy.toml").write_text(ESTATE + WAIVER, encoding="utf-8")
    return make(folder, checked, *ON, "--scope", "Clinique de l'Été")

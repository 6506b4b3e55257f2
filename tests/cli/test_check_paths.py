"""The estate, the module and its values, wherever the checked path and the repository lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed
from estates import BUCKET, ESTATE, HEALTH, ON, estate

Check = Callable[..., Completed]
Write = Callable[..., Path]

PRODUCTION = """
[classification]
default = "none"
[[classification.rules]]
root = "prod"
health = true
reason = "production holds patients"
"""


@pytest.mark.parametrize("repository", [None, ".", "infra"])
@pytest.mark.parametrize("path", ["infra", "infra/prod"])
def test_the_verdict_does_not_depend_on_a_repository_above(
    write: Write, check: Check, repository: str | None, path: str
) -> None:
    top = write(
        {
            "infra/prod/main.tf": BUCKET.format(region="us-east-1", tags=""),
            "infra/hds-policy.toml": ESTATE + PRODUCTION,
        }
    )
    if repository is not None:
        (top / repository / ".git").mkdir()
    done = check(top / path, "--config", top / "infra" / "hds-policy.toml", *ON, "--format", "json")
    assert done.code == 1, done.err
    assert [found["key"] for found in done.json["resources"]] == ["prod:aws_s3_bucket.records"]


def test_one_file_is_judged_as_part_of_its_module_and_estate(write: Write, check: Check) -> None:
    files = estate(**{"x_override.tf": 'provider "aws" {\n  region = "us-east-1"\n}\n'})
    files["other.tf"] = 'resource "novelty_store" "x" {}\n'
    done = check(write(files) / "main.tf", *ON, "--format", "json")
    assert done.code == 1, done.err
    assert [found["address"] for found in done.json["resources"]] == ["aws_s3_bucket.records"]
    assert "novelty_store" not in done.out


def test_health_data_reaches_a_file_from_another(write: Write, check: Check) -> None:
    more = """
        resource "aws_s3_bucket_replication_configuration" "r" {
          bucket = aws_s3_bucket.records.id
          rule {
            destination {
              bucket = aws_s3_bucket.copy.arn
            }
          }
        }
    """
    copy = 'resource "aws_s3_bucket" "copy" {\n  bucket = "copy"\n  region = "us-east-1"\n}\n'
    none = ESTATE + '[classification]\ndefault = "none"\n'
    folder = write(estate() | {"more.tf": more, "copy.tf": copy, "hds-policy.toml": none})
    done = check(folder / "copy.tf", *ON, "--format", "json")
    assert done.code == 1, done.out + done.err
    assert [found["address"] for found in done.json["resources"]] == ["aws_s3_bucket.copy"]


def test_values_that_nothing_loads_are_no_pass(write: Write, check: Check) -> None:
    main = 'variable "region" {\n  default = "eu-west-3"\n}\n' + BUCKET.format(region="${var.region}", tags=HEALTH)
    folder = write(estate(**{"prod.tfvars": 'region = "us-east-1"\n'}) | {"main.tf": main})
    assert check(folder, *ON).code == 3
    assert check(folder, *ON, "--var-file", folder / "prod.tfvars").code == 1
    assert check(folder, *ON, "--var", "region=eu-west-3").code == 0

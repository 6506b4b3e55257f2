"""Files and lines of plan and state resources, from the configuration beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plan_document import block, change, plan, read
from terraform_tree import edges, resource, unknown

from hds_policy.model import SourceRange

MAIN = """\
provider "aws" {
  region = "eu-west-3"
  # Terraform takes any profile.
  profile = "clinic"
}

resource "aws_s3_bucket" "many" {
  for_each = toset(["a.b", "c"])
  bucket   = each.key
}

module "shelf" {
  count  = 2
  source = "./shelf"
}

module "far" {
  source = "registry.example.org/x/y/z"
}
"""
SHELF = """\
resource "aws_s3_bucket" "in" {
  bucket = "x"
}
"""


def source_of(write: Any) -> Path:
    folder: Path = write({"infra/main.tf": MAIN, "infra/shelf/main.tf": SHELF, "infra/other/main.tf": SHELF}, "repo")
    return folder


def test_every_resource_lands_on_its_block(write: Any) -> None:
    repo = source_of(write)
    changes = [
        change('aws_s3_bucket.many["a.b"]', {}, index="a.b"),
        change("module.shelf[1]::aws_s3_bucket.in", {}),
        change("module.far::aws_s3_bucket.remote", {}),
        change("module.far.module.deep::aws_s3_bucket.remote", {}),
        change("aws_s3_bucket.gone", {}),
    ]
    found = read(
        repo,
        plan(
            changes,
            {"resources": [block("aws_s3_bucket.many", "aws", for_each_expression={})]},
            {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}},
        ),
        source=repo / "infra",
    )
    assert {one.address: one.location for one in found.resources} == {
        'aws_s3_bucket.many["a.b"]': SourceRange("infra/main.tf", 7, 10),
        "module.shelf[1].aws_s3_bucket.in": SourceRange("infra/shelf/main.tf", 1, 3),
        "module.far.aws_s3_bucket.remote": SourceRange("infra/main.tf", 17, 19),
        "module.far.module.deep.aws_s3_bucket.remote": SourceRange("infra/main.tf", 17, 19),
        "aws_s3_bucket.gone": None,
    }
    many = resource(found, 'aws_s3_bucket.many["a.b"]')
    assert many.lines["bucket"] == 9
    # The plan knows what its provider was given; the code only adds where that stands.
    assert many.provider.attributes == {"region": "eu-west-1"}
    assert many.provider.location == SourceRange("infra/main.tf", 1, 5)


def test_source_beside_the_folder_of_the_plan(write: Any) -> None:
    repo = source_of(write)
    (repo / "plans").mkdir()
    found = read(repo / "plans", plan([change('aws_s3_bucket.many["c"]', {})], {}), source=repo / "infra")
    assert found.resources[0].location == SourceRange("../infra/main.tf", 7, 10)


def test_a_plan_that_does_not_know_its_provider_stays_unknown(write: Any) -> None:
    repo = source_of(write)
    found = read(repo, plan([change('aws_s3_bucket.many["c"]', {})], None), source=repo / "infra")
    unknown(found.resources[0].provider.attributes["region"])


def test_a_state_takes_the_provider_that_is_written_unless_it_knows_better(write: Any) -> None:
    repo = source_of(write)
    stated = 'provider["registry.terraform.io/hashicorp/aws"]'
    instances = [
        {"index_key": "c", "attributes": {"id": "c"}},
        {"index_key": "a.b", "attributes": {"arn": "arn:aws:s3express:eu-north-1:123456789012:bucket/x"}},
    ]
    entry = {"mode": "managed", "type": "aws_s3_bucket", "name": "many", "provider": stated, "instances": instances}
    found = read(repo, {"version": 4, "serial": 1, "resources": [entry]}, "s.tfstate", source=repo / "infra")
    regions = {one.address: one.provider.attributes["region"] for one in found.resources}
    assert regions == {'aws_s3_bucket.many["a.b"]': "eu-north-1", 'aws_s3_bucket.many["c"]': "eu-west-3"}


def test_references_that_only_the_code_shows_are_added(write: Any) -> None:
    text = """
locals {
  to = aws_s3_bucket.b.arn
}

resource "aws_s3_bucket" "b" {}

resource "aws_s3_bucket_logging" "l" {
  bucket        = aws_s3_bucket.b.id
  target_bucket = local.to
}
"""
    repo: Path = write({"infra/main.tf": text}, "locals")
    blocks = [
        block("aws_s3_bucket.b", "aws"),
        block(
            "aws_s3_bucket_logging.l",
            "aws",
            {
                "bucket": {"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]},
                "target_bucket": {"references": ["local.to"]},
            },
        ),
    ]
    document = plan([change("aws_s3_bucket.b", {}), change("aws_s3_bucket_logging.l", {})], {"resources": blocks})
    alone = ("aws_s3_bucket_logging.l", "bucket", "aws_s3_bucket.b", "id")
    assert edges(read(repo, document)) == {alone}
    added = ("aws_s3_bucket_logging.l", "target_bucket", "aws_s3_bucket.b", "arn")
    assert edges(read(repo, document, source=repo / "infra")) == {alone, added}


def test_a_block_that_has_no_instance_in_the_code_still_has_its_place(write: Any) -> None:
    """A plan is made with variables that the configuration beside it does not hold."""
    text = """\
variable "on" {
  default = false
}

resource "aws_s3_bucket" "b" {
  count  = var.on ? 1 : 0
  bucket = "b"
}

module "m" {
  source = "./m"
  count  = var.on ? 1 : 0
}
"""
    repo: Path = write({"infra/main.tf": text, "infra/m/main.tf": SHELF}, "switched")
    changes = [change("aws_s3_bucket.b[0]", {}, index=0), change("module.m[0]::aws_s3_bucket.in", {})]
    found = read(repo, plan(changes, {"resources": []}), source=repo / "infra")
    assert [one.location for one in found.resources] == [
        SourceRange("infra/main.tf", 5, 8),
        SourceRange("infra/m/main.tf", 1, 3),
    ]
    assert found.resources[0].lines == {"count": 6, "bucket": 7}


STAGE = 'module "m" {\n  source = "../m"\n}\n\nresource "aws_s3_bucket" "own" {}\n'


def stages(write: Any) -> tuple[Path, Any]:
    files = {"infra/dev/main.tf": STAGE, "infra/prod/main.tf": "\n" + STAGE, "infra/m/main.tf": SHELF}
    changes = [change("module.m::aws_s3_bucket.in", {}), change("aws_s3_bucket.own", {})]
    return write(files, "stages"), plan(changes, {"resources": []})


def test_of_several_root_modules_that_fit_the_plan_s_own_folder_counts(write: Any) -> None:
    repo, document = stages(write)
    found = read(repo / "infra" / "prod", document, source=repo / "infra")
    assert {one.address: one.location for one in found.resources} == {
        "module.m.aws_s3_bucket.in": SourceRange("../m/main.tf", 1, 3),
        "aws_s3_bucket.own": SourceRange("main.tf", 6, 6),
    }


def test_where_nothing_tells_the_root_module_only_common_places_count(write: Any) -> None:
    repo, document = stages(write)
    found = read(repo, document, source=repo / "infra")
    assert {one.address: one.location for one in found.resources} == {
        "module.m.aws_s3_bucket.in": SourceRange("infra/m/main.tf", 1, 3),
        "aws_s3_bucket.own": None,
    }

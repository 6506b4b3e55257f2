"""Calls of modules that are not in the tree: their type, their inputs, and references to what they put out."""

from __future__ import annotations

import pytest
from hds_collectors.terraform.collector import Options
from hds_collectors.terraform.limits import Limits
from hds_collectors.terraform.remote_modules import module_type, provider_of
from terraform_tree import Tree, addresses, edges, resource, unknown

from hds_policy.model import Cause, SourceRange

# Forms of an address: https://developer.hashicorp.com/terraform/language/modules/sources
RDS = "module:terraform-aws-modules/rds/aws"
VPC = "module:terraform-aws-modules/vpc/aws//modules/vpc-endpoints"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("terraform-aws-modules/rds/aws", RDS),
        ("registry.terraform.io/terraform-aws-modules/rds/aws", RDS),
        ("registry.opentofu.org/terraform-aws-modules/rds/aws", RDS),
        ("git::https://github.com/terraform-aws-modules/terraform-aws-rds.git?ref=v6.1.0", RDS),
        ("git::https://github.com/terraform-aws-modules/terraform-aws-rds?ref=1a2b3c", RDS),
        ("git::ssh://git@github.com/terraform-aws-modules/terraform-aws-rds.git", RDS),
        ("git::ssh://git@github.com:22/terraform-aws-modules/terraform-aws-rds.git", RDS),
        ("git@github.com:terraform-aws-modules/terraform-aws-rds.git", RDS),
        ("git::git@github.com:terraform-aws-modules/terraform-aws-rds.git?depth=1", RDS),
        ("github.com/terraform-aws-modules/terraform-aws-rds", RDS),
        ("terraform-aws-modules/vpc/aws//modules/vpc-endpoints", VPC),
        ("terraform-aws-modules/vpc/aws//./modules/vpc-endpoints/", VPC),
        ("github.com/terraform-aws-modules/terraform-aws-vpc//modules/vpc-endpoints?ref=v5", VPC),
        ("github.com/terraform-aws-modules/terraform-aws-vpc/modules/vpc-endpoints", VPC),
        ("Azure/aks/azurerm", "module:azure/aks/azurerm"),
        ("git::https://github.com/Azure/terraform-azurerm-aks.git", "module:azure/aks/azurerm"),
        ("cloudposse/label/null", "module:cloudposse/label/null"),
        (
            "terraform-google-modules/sql-db/google//modules/mysql",
            "module:terraform-google-modules/sql-db/google//modules/mysql",
        ),
        # Another registry, another host, another name: not the module of the public registry.
        ("app.terraform.io/acme/rds/aws", "module:app.terraform.io/acme/rds/aws"),
        (
            "git::https://user:hunter2@git.example.org:8443/acme/net.git//a/b?ref=1",
            "module:git.example.org/acme/net.git//a/b",
        ),
        (
            "git::https://git.example.org/terraform-aws-modules/terraform-aws-rds",
            "module:git.example.org/terraform-aws-modules/terraform-aws-rds",
        ),
        ("github.com/acme/infrastructure?ref=2", "module:github.com/acme/infrastructure"),
        ("s3::https://s3-eu-west-1.amazonaws.com/bucket/vpc.zip", "module:s3-eu-west-1.amazonaws.com/bucket/vpc.zip"),
        (
            "git::https://hunter2/x@github.com/terraform-aws-modules/terraform-aws-rds",
            "module:*@github.com/terraform-aws-modules/terraform-aws-rds",
        ),
        # Folders of this machine.
        ("./rds", ""),
        ("../rds/aws/x", ""),
        ("/srv/modules/rds", ""),
        ("file:///srv/modules/rds", ""),
    ],
)
def test_type_is_told_from_the_source(source: str, expected: str) -> None:
    assert module_type(source) == expected
    assert "hunter2" not in module_type(source)


def test_provider_is_the_last_part_of_a_registry_address() -> None:
    assert provider_of(RDS) == "aws"
    assert provider_of(VPC) == "aws"
    assert provider_of("module:github.com/acme/infrastructure") == ""
    assert provider_of("module:app.terraform.io/acme/rds/aws") == ""


ROOT = """
provider "aws" {
  region = "eu-west-3"
  default_tags {
    tags = { team = "a" }
  }
}
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
variable "engine" { default = "postgres" }
resource "aws_kms_key" "k" {}
module "db" {
  source      = "terraform-aws-modules/rds/aws"
  version     = "6.1.0"
  for_each    = toset(["a", "b"])
  engine      = var.engine
  identifier  = each.key
  kms_key_id  = aws_kms_key.k.arn
  password    = "hunter2"
  nothing     = null
  tags        = { data = "health" }
  depends_on  = [aws_kms_key.k]
}
module "us" {
  source    = "terraform-aws-modules/s3-bucket/aws"
  providers = { aws = aws.us }
}
"""


def test_call_is_a_resource_with_its_inputs(tree: Tree) -> None:
    inventory = tree(ROOT)
    assert addresses(inventory) == ["aws_kms_key.k", 'module.db["a"]', 'module.db["b"]', "module.us"]
    call = resource(inventory, 'module.db["a"]')
    assert (call.type, call.name, call.root) == (RDS, "db", ".")
    assert call.attributes["engine"] == "postgres"
    assert call.attributes["identifier"] == "a"
    assert unknown(call.attributes["kms_key_id"]).cause is Cause.KNOWN_AFTER_APPLY
    assert call.attributes["tags_all"] == {"team": "a", "data": "health"}
    assert call.attributes["nothing"] is None
    assert not {"source", "version", "for_each", "providers", "depends_on"} & set(call.attributes)
    assert call.location == SourceRange("main.tf", 14, 25)
    assert call.lines["kms_key_id"] == 20
    assert not call.is_data
    assert not call.symbolic
    assert "hunter2" not in repr(inventory)
    # One gap for the block, as before: whether the inputs are enough is for the catalogue to say.
    assert [(gap.what, gap.cause) for gap in inventory.unread] == [
        ("module.db", Cause.MODULE_NOT_AVAILABLE),
        ("module.us", Cause.MODULE_NOT_AVAILABLE),
    ]


def test_call_has_the_provider_that_is_passed_else_the_default_one(tree: Tree) -> None:
    inventory = tree(ROOT)
    assert resource(inventory, 'module.db["a"]').provider.attributes["region"] == "eu-west-3"
    passed = resource(inventory, "module.us").provider
    assert (passed.name, passed.alias, passed.attributes["region"]) == ("aws", "us", "us-east-1")


def test_call_inside_a_local_module_inherits_what_is_passed_down(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
provider "aws" { region = "eu-west-3" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
module "wrap" {
  source    = "./wrap"
  providers = { aws = aws.us }
  name      = "records"
}
""",
            "wrap/main.tf": """
variable "name" {}
module "bucket" {
  source = "terraform-aws-modules/s3-bucket/aws"
  bucket = var.name
}
""",
        }
    )
    call = resource(inventory, "module.wrap.module.bucket")
    assert call.attributes["bucket"] == "records"
    assert call.provider.attributes["region"] == "us-east-1"


def test_provider_under_another_local_name(tree: Tree) -> None:
    inventory = tree(
        """
terraform {
  required_providers {
    amazon = { source = "hashicorp/aws" }
  }
}
provider "amazon" { region = "eu-west-3" }
module "db" { source = "terraform-aws-modules/rds/aws" }
"""
    )
    assert resource(inventory, "module.db").provider.attributes["region"] == "eu-west-3"


def test_unknown_number_and_none(tree: Tree) -> None:
    inventory = tree(
        """
variable "n" { type = number }
module "some" {
  count  = var.n
  source = "terraform-aws-modules/rds/aws"
}
module "none" {
  count  = 0
  source = "terraform-aws-modules/rds/aws"
}
"""
    )
    assert addresses(inventory) == ["module.some[?]"]
    assert resource(inventory, "module.some[?]").symbolic


def test_local_module_that_is_missing_is_no_resource(tree: Tree) -> None:
    inventory = tree('module "gone" { source = "./gone" }\nmodule "out" { source = "../out" }\n')
    assert addresses(inventory) == []
    assert [gap.what for gap in inventory.unread] == ["module.gone", "module.out"]


LINKED = """
resource "aws_s3_bucket" "dump" {}
module "db" {
  source    = "terraform-aws-modules/rds/aws"
  s3_import = { bucket = { name = aws_s3_bucket.dump.id } }
}
module "each" {
  source   = "terraform-aws-modules/s3-bucket/aws"
  for_each = toset(["a", "b"])
}
locals { arn = module.db.db_instance_arn }
resource "aws_db_snapshot" "s" { db_instance_identifier = local.arn }
resource "aws_s3_object" "o" { bucket = module.each["b"].s3_bucket_id }
resource "aws_iam_policy" "all" { policy = join(",", [for b in module.each : b.s3_bucket_arn]) }
resource "aws_instance" "i" { depends_on = [module.db] }
module "replica" {
  source              = "terraform-aws-modules/rds/aws"
  replicate_source_db = module.db.db_instance_identifier
}
module "inner" {
  source = "./inner"
  db     = module.db
}
"""


def test_references_to_and_from_a_call(tree: Tree) -> None:
    inner = 'variable "db" {}\nresource "aws_ssm_parameter" "p" { value = var.db.db_instance_arn }\n'
    inventory = tree({"main.tf": LINKED, "inner/main.tf": inner})
    found = edges(inventory)
    assert ("module.db", "s3_import.bucket.name", "aws_s3_bucket.dump", "id") in found
    assert ("aws_db_snapshot.s", "db_instance_identifier", "module.db", "db_instance_arn") in found
    assert ("aws_s3_object.o", "bucket", 'module.each["b"]', "s3_bucket_id") in found
    assert ("aws_s3_object.o", "bucket", 'module.each["a"]', "s3_bucket_id") not in found
    assert {edge[2] for edge in found if edge[0] == "aws_iam_policy.all"} == {'module.each["a"]', 'module.each["b"]'}
    assert ("aws_instance.i", "depends_on", "module.db", "") in found
    assert ("module.replica", "replicate_source_db", "module.db", "db_instance_identifier") in found
    assert ("module.inner.aws_ssm_parameter.p", "value", "module.db", "db_instance_arn") in found


def test_number_of_calls_is_bounded(tree: Tree) -> None:
    call = 'module "m{0}" {{\n  source = "terraform-aws-modules/rds/aws"\n  count  = 40\n}}\n'
    inventory = tree("".join(call.format(n) for n in range(10)), Options(limits=Limits(module_instances=100)))
    assert len(inventory.resources) < 150
    assert Cause.LIMIT_EXCEEDED in {gap.cause for gap in inventory.unread}

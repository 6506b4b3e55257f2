"""Modules: calls, outputs, overrides, roots, installed and missing content, cycles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terraform_tree import Tree, addresses, resource, unknown

from hds_policy.model import Cause, InputStatus, SourceRange


def test_outputs_of_one_module_count_in_another(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
module "net" { source = "./net" }
module "db" {
  source  = "./db"
  subnets = module.net.subnets
}
""",
            "net/main.tf": 'output "subnets" { value = ["s-1", "s-2"] }\n',
            "db/main.tf": """
variable "subnets" { type = list(string) }
resource "aws_db_instance" "d" {
  count  = length(var.subnets)
  subnet = var.subnets[count.index]
}
""",
        }
    )
    assert {r.address: r.attributes["subnet"] for r in inventory.resources} == {
        "module.db.aws_db_instance.d[0]": "s-1",
        "module.db.aws_db_instance.d[1]": "s-2",
    }
    assert inventory.roots == (".",)


def test_module_count_and_for_each_and_output_by_key(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
variable "unk" {}
module "c" {
  count  = 2
  source = "./m"
  name   = "c${count.index}"
}
module "e" {
  for_each = toset(["x", "y"])
  source   = "./m"
  name     = each.key
}
module "u" {
  count  = var.unk
  source = "./m"
  name   = "u"
}
resource "a_b" "use" {
  c   = module.c[1].name
  e   = module.e["y"].name
  all = [for m in module.e : m.name]
  u   = module.u[0].name
}
""",
            "m/main.tf": 'variable "name" {}\noutput "name" { value = var.name }\n',
            "m/r.tf": 'resource "a_b" "r" { name = var.name }\n',
        }
    )
    found = resource(inventory, "a_b.use").attributes
    assert (found["c"], found["e"], found["all"]) == ("c1", "y", ["x", "y"])
    assert unknown(found["u"]).references[0] == "module.u"
    assert addresses(inventory) == [
        "a_b.use",
        "module.c[0].a_b.r",
        "module.c[1].a_b.r",
        'module.e["x"].a_b.r',
        'module.e["y"].a_b.r',
        "module.u[?].a_b.r",
    ]
    assert resource(inventory, "module.u[?].a_b.r").symbolic
    assert not resource(inventory, "module.c[0].a_b.r").symbolic


def test_module_without_instances(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": 'module "off" {\n  count = 0\n  source = "./m"\n}\n',
            "gone.tf": 'module "gone" {\n  count = 0\n  source = "org/x/aws"\n}\n',
            "data.tf": 'data "a_b" "none" { count = 0 }\n',
            "m/main.tf": 'resource "a_b" "r" {}\nresource "a_b" "s" {}\nmodule "n" { source = "./n" }\n',
            "m/n/main.tf": 'resource "a_b" "t" {}\n',
        }
    )
    assert (inventory.resources, inventory.not_instantiated, inventory.unread) == ((), 3, ())
    assert inventory.roots == (".",)


def test_missing_content_is_a_gap(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
module "registry" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0"
}
module "git" { source = "git::https://user:hunter2@example.org/x.git?token=hunter2" }
module "outside" { source = "../../elsewhere" }
module "absent" { source = "./absent" }
module "wrapped" { source = "./w" }
resource "a_b" "c" { vpc = module.registry.vpc_id }
""",
            "w/main.tf": 'module "inner" { source = "org/x/aws" }\n',
        }
    )
    gaps = {gap.what: gap for gap in inventory.unread}
    assert set(gaps) == {
        "module.registry",
        "module.git",
        "module.outside",
        "module.absent",
        "module.wrapped.module.inner",
    }
    assert {gap.cause for gap in inventory.unread} == {Cause.MODULE_NOT_AVAILABLE}
    assert gaps["module.registry"].location == SourceRange("main.tf", 2, 5)
    assert gaps["module.wrapped.module.inner"].location == SourceRange("w/main.tf", 1, 1)
    assert "hunter2" not in repr(inventory)
    assert unknown(resource(inventory, "a_b.c").attributes["vpc"]).cause is Cause.MODULE_NOT_AVAILABLE


def test_installed_modules_are_read(tree: Tree) -> None:
    manifest = {
        "Modules": [
            {"Key": "", "Source": "", "Dir": "."},
            {"Key": "vpc", "Source": "registry.terraform.io/x/vpc/aws", "Dir": ".terraform/modules/vpc"},
            {"Key": "vpc.inner", "Source": "x/y/z", "Dir": ".terraform/modules/vpc.inner"},
            {"Key": "evil", "Source": "x/y/z", "Dir": "../../../etc"},
        ]
    }
    inventory = tree(
        {
            "env/main.tf": 'module "vpc" { source = "x/vpc/aws" }\nmodule "evil" { source = "x/y/z" }\n',
            "env/.terraform/modules/modules.json": json.dumps(manifest),
            "env/.terraform/modules/vpc/main.tf": 'resource "aws_vpc" "v" {}\nmodule "sub" { source = "./sub" }\n',
            "env/.terraform/modules/vpc/inner.tf": 'module "inner" { source = "x/y/z" }\n',
            "env/.terraform/modules/vpc/sub/main.tf": 'resource "aws_subnet" "s" {}\n',
            "env/.terraform/modules/vpc.inner/main.tf": 'resource "aws_flow_log" "f" {}\n',
            "env/.terraform/modules/unused/main.tf": 'resource "a_b" "unused" {}\n',
        }
    )
    assert addresses(inventory) == [
        "module.evil",
        "module.vpc.aws_vpc.v",
        "module.vpc.module.inner.aws_flow_log.f",
        "module.vpc.module.sub.aws_subnet.s",
    ]
    assert [gap.what for gap in inventory.unread] == ["module.evil"]
    assert inventory.roots == ("env",)


def test_linked_module_folder_is_not_read(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside-module"
    outside.mkdir(exist_ok=True)
    (outside / "main.tf").write_text('resource "a_b" "secret" {}\n')
    (tmp_path / "m").symlink_to(outside)
    inventory = tree('module "m" { source = "./m" }\n')
    assert inventory.resources == ()
    assert {gap.cause for gap in inventory.unread} == {Cause.MODULE_NOT_AVAILABLE, Cause.ACCESS_DENIED}


@pytest.mark.parametrize(
    ("files", "root"),
    [
        ({"main.tf": 'module "self" { source = "./" }\nresource "a_b" "c" {}\n'}, "."),
        (
            {
                "a/main.tf": 'module "b" { source = "../b" }\nresource "a_b" "c" {}\n',
                "b/main.tf": 'module "a" { source = "../a" }\n',
            },
            "a",
        ),
    ],
)
def test_call_cycles_end(tree: Tree, files: dict[str, str], root: str) -> None:
    inventory = tree(files)
    assert [r.address for r in inventory.resources] == ["a_b.c"]
    assert inventory.roots == (root,)
    assert [gap.cause for gap in inventory.unread] == [Cause.LIMIT_EXCEEDED]


def test_fan_out_of_modules_ends_in_a_gap(tree: Tree) -> None:
    files = {}
    for level in range(12):
        calls = "".join(f'module "m{n}" {{ source = "../l{level + 1}" }}\n' for n in range(10))
        files[f"l{level}/main.tf"] = calls + 'resource "a_b" "c" {}\n'
    files["l12/main.tf"] = 'resource "a_b" "c" {}\n'
    inventory = tree(files)
    assert inventory.roots == ("l0",)
    assert {gap.cause for gap in inventory.unread} == {Cause.LIMIT_EXCEEDED}


def test_override_files_merge_per_argument_and_block_type(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
locals { region = "eu-west-1" }
variable "name" {
  type    = string
  default = "a"
}
resource "aws_s3_bucket" "b" {
  bucket = var.name
  acl    = "private"
  region = local.region
  rule { id = "one" }
  rule { id = "two" }
  logging { target = "x" }
}
""",
            "x_override.tf": """
locals { region = "eu-west-3" }
variable "name" { default = "b" }
resource "aws_s3_bucket" "b" {
  acl = "public-read"
  rule { id = "three" }
}
""",
            "override.tf": 'resource "aws_s3_bucket" "b" { tags = { hds = "true" } }\n',
        }
    )
    assert inventory.unread == ()
    bucket = resource(inventory, "aws_s3_bucket.b")
    assert bucket.attributes == {
        "bucket": "b",
        "acl": "public-read",
        "region": "eu-west-3",
        "logging": [{"target": "x"}],
        "rule": [{"id": "three"}],
        "tags": {"hds": "true"},
        "tags_all": {"hds": "true"},
    }
    assert bucket.lines == {"bucket": 8, "region": 10, "logging": 13}


def test_json_and_opentofu_files(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf.json": json.dumps(
                {
                    "variable": {"region": {"type": "string", "default": "eu-west-3"}},
                    "provider": {"aws": [{"region": "${var.region}"}, {"alias": "us", "region": "us-east-1"}]},
                    "resource": {
                        "aws_s3_bucket": {
                            "b": {"bucket": "x-${var.region}", "versioning": [{"enabled": True}]},
                            "us": {"provider": "aws.us", "depends_on": ["aws_s3_bucket.b"]},
                        }
                    },
                }
            ),
            "extra.tf": 'resource "a_b" "terraform" {}\n',
            "extra.tofu": 'resource "a_b" "tofu" {}\n',
        }
    )
    bucket = resource(inventory, "aws_s3_bucket.b")
    assert bucket.attributes == {"bucket": "x-eu-west-3", "versioning": [{"enabled": True}]}
    assert bucket.provider.attributes == {"region": "eu-west-3"}
    assert resource(inventory, "aws_s3_bucket.us").provider.attributes == {"region": "us-east-1"}
    assert [(r.attribute, r.target) for r in inventory.references] == [("depends_on", "aws_s3_bucket.b")]
    assert "a_b.tofu" in addresses(inventory)
    assert "a_b.terraform" not in addresses(inventory)
    assert {i.path: i.status for i in inventory.inputs}["extra.tf"] is InputStatus.SKIPPED


def test_roots_are_the_folders_nobody_calls(tree: Tree) -> None:
    inventory = tree(
        {
            "env/prod/main.tf": 'module "m" { source = "../../modules/m" }\nresource "a_b" "p" {}\n',
            "env/test/main.tf": 'module "m" { source = "../../modules/m" }\n',
            "modules/m/main.tf": 'resource "a_b" "m" {}\n',
            "modules/lone/main.tf": 'variable "x" {}\nresource "a_b" "l" { x = var.x }\n',
        }
    )
    assert inventory.roots == ("env/prod", "env/test", "modules/lone")
    assert [r.key for r in inventory.resources] == [
        "env/prod:a_b.p",
        "env/prod:module.m.a_b.m",
        "env/test:module.m.a_b.m",
        "modules/lone:a_b.l",
    ]


def test_declared_twice(tree: Tree) -> None:
    inventory = tree({"a.tf": 'resource "a_b" "c" { v = 1 }\n', "b.tf": 'resource "a_b" "c" { v = 2 }\n'})
    assert resource(inventory, "a_b.c").attributes == {"v": 1}
    assert [(gap.cause, gap.location) for gap in inventory.unread] == [(Cause.PARSE_ERROR, SourceRange("b.tf", 1, 1))]


def test_blocks_that_hold_no_resource_are_passed_by(tree: Tree) -> None:
    inventory = tree(
        """
moved {
  from = a_b.x
  to   = a_b.c
}
import {
  to = a_b.c
  id = "x"
}
removed { from = a_b.y }
check "c" {
  assert {
    condition     = true
    error_message = "x"
  }
}
ephemeral "random_password" "p" { length = 3 }
action "aws_lambda_invoke" "a" {}
resource "a_b" "c" {}
"""
    )
    assert (addresses(inventory), inventory.unread) == (["a_b.c"], ())

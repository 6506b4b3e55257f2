"""Edges between resources, from the configuration alone."""

from __future__ import annotations

from pathlib import Path

from hds_collectors.terraform.collector import collect
from terraform_tree import Tree, edges


def test_nested_blocks_locals_and_for_each(tree: Tree) -> None:
    inventory = tree(
        """
resource "aws_kms_key" "k" {}
locals { keys = { main = aws_kms_key.k.arn, other = "x" } }
resource "aws_s3_bucket" "b" {
  for_each = { a = 1, b = 2 }
}
resource "aws_dynamodb_table" "t" {
  replica {
    region_name = "eu-west-1"
    kms_key_arn = local.keys.main
  }
  name = local.keys.other
}
resource "aws_s3_bucket_versioning" "v" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  label    = each.key
}
"""
    )
    assert edges(inventory) == {
        ("aws_dynamodb_table.t", "replica.kms_key_arn", "aws_kms_key.k", "arn"),
        ('aws_s3_bucket_versioning.v["a"]', "bucket", 'aws_s3_bucket.b["a"]', "id"),
        ('aws_s3_bucket_versioning.v["b"]', "bucket", 'aws_s3_bucket.b["b"]', "id"),
    }


def test_through_variables_and_outputs_of_modules(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
module "keys" { source = "./keys" }
module "db" {
  source   = "./db"
  settings = { kms = module.keys.arns["main"], name = "x" }
}
""",
            "keys/main.tf": """
resource "aws_kms_key" "main" {}
resource "aws_kms_key" "other" {}
output "arns" { value = { main = aws_kms_key.main.arn, other = aws_kms_key.other.arn } }
""",
            "db/main.tf": """
variable "settings" {}
resource "aws_db_instance" "d" {
  kms_key_id = var.settings.kms
  name       = var.settings.name
}
""",
        }
    )
    assert edges(inventory) == {
        ("module.db.aws_db_instance.d", "kms_key_id", "module.keys.aws_kms_key.main", "arn"),
    }


def test_indexes_splats_and_unknown_instances(tree: Tree) -> None:
    inventory = tree(
        """
variable "n" {}
resource "aws_subnet" "s" { count = 2 }
resource "aws_subnet" "u" { count = var.n }
resource "a_b" "one" { subnet = aws_subnet.s[1].id }
resource "a_b" "all" { subnets = aws_subnet.s[*].id }
resource "a_b" "any" { subnet = aws_subnet.s[var.n].id }
resource "a_b" "symbolic" { subnet = aws_subnet.u[0].id }
resource "a_b" "loop" { subnets = [for s in aws_subnet.s : s.arn] }
resource "a_b" "none" { subnet = try(aws_subnet.s[5].id, "") }
"""
    )
    assert edges(inventory) == {
        ("a_b.one", "subnet", "aws_subnet.s[1]", "id"),
        ("a_b.all", "subnets", "aws_subnet.s[0]", "id"),
        ("a_b.all", "subnets", "aws_subnet.s[1]", "id"),
        ("a_b.any", "subnet", "aws_subnet.s[0]", "id"),
        ("a_b.any", "subnet", "aws_subnet.s[1]", "id"),
        ("a_b.symbolic", "subnet", "aws_subnet.u[?]", "id"),
        ("a_b.loop", "subnets", "aws_subnet.s[0]", "arn"),
        ("a_b.loop", "subnets", "aws_subnet.s[1]", "arn"),
    }


def test_conditionals_follow_the_branch_that_is_taken(tree: Tree) -> None:
    inventory = tree(
        """
variable "create" { default = true }
variable "u" {}
resource "aws_kms_key" "a" {}
resource "aws_kms_key" "b" {}
resource "a_b" "known" { key = var.create ? aws_kms_key.a.arn : aws_kms_key.b.arn }
resource "a_b" "unknown" { key = var.u ? aws_kms_key.a.arn : aws_kms_key.b.arn }
"""
    )
    assert edges(inventory) == {
        ("a_b.known", "key", "aws_kms_key.a", "arn"),
        ("a_b.unknown", "key", "aws_kms_key.a", "arn"),
        ("a_b.unknown", "key", "aws_kms_key.b", "arn"),
    }


def test_depends_on_data_sources_objects_templates_and_calls(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
data "aws_vpc" "v" {}
resource "aws_db_instance" "d" {}
resource "aws_kms_key" "k" {}
resource "aws_lambda_function" "f" {
  vpc        = data.aws_vpc.v.id
  depends_on = [aws_kms_key.k, module.m]
  environment {
    variables = { URL = "postgres://${aws_db_instance.d.endpoint}/x", N = 1 }
  }
  policy = jsonencode({ Resource = [aws_kms_key.k.arn] })
}
module "m" { source = "./m" }
""",
            "m/main.tf": 'resource "aws_sqs_queue" "q" {}\n',
        }
    )
    assert edges(inventory) == {
        ("aws_lambda_function.f", "vpc", "data.aws_vpc.v", "id"),
        ("aws_lambda_function.f", "depends_on", "aws_kms_key.k", ""),
        ("aws_lambda_function.f", "depends_on", "module.m.aws_sqs_queue.q", ""),
        ("aws_lambda_function.f", "environment.variables.URL", "aws_db_instance.d", "endpoint"),
        ("aws_lambda_function.f", "policy.Resource", "aws_kms_key.k", "arn"),
    }


def test_dynamic_blocks_and_sets(tree: Tree) -> None:
    inventory = tree(
        """
resource "aws_kms_key" "k" {}
resource "aws_sqs_queue" "q" {}
locals { replicas = [{ key = aws_kms_key.k.arn, region = "eu-west-1" }] }
resource "aws_dynamodb_table" "t" {
  dynamic "replica" {
    for_each = local.replicas
    content {
      kms_key_arn = replica.value.key
      region      = replica.value.region
    }
  }
}
resource "aws_sns_topic_subscription" "s" {
  for_each = toset([aws_sqs_queue.q.arn])
  endpoint = each.key
}
"""
    )
    assert edges(inventory) == {
        ("aws_dynamodb_table.t", "replica.kms_key_arn", "aws_kms_key.k", "arn"),
        ("aws_sns_topic_subscription.s[?]", "endpoint", "aws_sqs_queue.q", "arn"),
    }


def test_keys_of_another_root_carry_its_folder(tree: Tree) -> None:
    inventory = tree(
        {
            "a/main.tf": 'resource "x_y" "k" {}\nresource "x_y" "u" { k = x_y.k.id }\n',
            "b/main.tf": 'resource "x_y" "k" {}\n',
        }
    )
    assert edges(inventory) == {("a:x_y.u", "k", "a:x_y.k", "id")}


def test_module_for_each_picks_the_instance(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
module "store" {
  for_each = toset(["a", "b"])
  source   = "./s"
}
resource "x_y" "u" { bucket = module.store["b"].id }
resource "x_y" "all" { buckets = [for m in module.store : m.id] }
""",
            "s/main.tf": 'resource "aws_s3_bucket" "b" {}\noutput "id" { value = aws_s3_bucket.b.id }\n',
        }
    )
    assert edges(inventory) == {
        ("x_y.u", "bucket", 'module.store["b"].aws_s3_bucket.b', "id"),
        ("x_y.all", "buckets", 'module.store["a"].aws_s3_bucket.b', "id"),
        ("x_y.all", "buckets", 'module.store["b"].aws_s3_bucket.b', "id"),
    }


def test_what_a_value_names_is_exact_and_what_is_made_from_it_is_not() -> None:
    """See the case for its text: one of many by its text, one by its value."""
    folder = Path(__file__).parents[2] / "assets" / "terraform" / "cases" / "91-one-of-many-by-value"
    exact = {(one.source, one.attribute): one.exact for one in collect(folder).references}
    assert exact == {
        ("google_pubsub_subscription.s", "changed"): False,
        ("google_pubsub_subscription.s", "fallback"): False,
        ("google_pubsub_subscription.s", "chosen"): True,
        ("google_pubsub_subscription.s", "topic"): True,
        ('google_vmwareengine_cluster.c["one"]', "parent"): True,
        ('google_vmwareengine_cluster.c["two"]', "parent"): True,
    }

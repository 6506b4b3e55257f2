"""count, for_each, dynamic blocks: known, zero, unknown, too many."""

from __future__ import annotations

from terraform_tree import Tree, addresses, resource, unknown

from hds_policy.model import Cause


def test_for_each_over_a_map(tree: Tree) -> None:
    inventory = tree(
        """
locals { buckets = { records = { versioned = true }, images = { versioned = false } } }
resource "aws_s3_bucket" "b" {
  for_each  = local.buckets
  bucket    = "x-${each.key}"
  versioned = each.value.versioned
}
"""
    )
    assert addresses(inventory) == ['aws_s3_bucket.b["images"]', 'aws_s3_bucket.b["records"]']
    records = resource(inventory, 'aws_s3_bucket.b["records"]').attributes
    assert records == {"bucket": "x-records", "versioned": True}


def test_count_zero_unknown_and_data(tree: Tree) -> None:
    inventory = tree(
        """
variable "n" {}
data "aws_availability_zones" "z" {}
resource "aws_s3_bucket" "none" { count = 0 }
resource "aws_s3_bucket" "empty" { for_each = {} }
resource "aws_s3_bucket" "some" {
  count  = var.n
  bucket = "b${count.index}"
  acl    = "private"
}
resource "aws_s3_bucket" "each" { for_each = toset(var.n) }
resource "aws_subnet" "z" { for_each = toset(data.aws_availability_zones.z.names) }
"""
    )
    assert inventory.not_instantiated == 2
    assert addresses(inventory) == [
        "aws_s3_bucket.each[?]",
        "aws_s3_bucket.some[?]",
        "aws_subnet.z[?]",
        "data.aws_availability_zones.z",
    ]
    some = resource(inventory, "aws_s3_bucket.some[?]")
    assert some.symbolic
    assert some.attributes["acl"] == "private"
    assert unknown(some.attributes["bucket"]).detail == "var.n has no value"
    assert not resource(inventory, "data.aws_availability_zones.z").symbolic


def test_known_keys_with_unknown_values(tree: Tree) -> None:
    inventory = tree(
        """
variable "u" {}
resource "random_id" "r" {}
resource "aws_s3_bucket" "b" {
  for_each = { a = null, b = var.u, c = random_id.r.hex }
  bucket   = each.value
}
resource "aws_s3_bucket" "by_id" { for_each = toset([random_id.r.hex]) }
"""
    )
    assert addresses(inventory) == [
        'aws_s3_bucket.b["a"]',
        'aws_s3_bucket.b["b"]',
        'aws_s3_bucket.b["c"]',
        "aws_s3_bucket.by_id[?]",
        "random_id.r",
    ]
    assert resource(inventory, 'aws_s3_bucket.b["a"]').attributes["bucket"] is None
    assert unknown(resource(inventory, 'aws_s3_bucket.b["b"]').attributes["bucket"]).cause is Cause.UNRESOLVED_VALUE
    after = unknown(resource(inventory, 'aws_s3_bucket.b["c"]').attributes["bucket"])
    assert (after.cause, after.references) == (Cause.KNOWN_AFTER_APPLY, ("random_id.r.hex",))


def test_instance_keys_are_quoted_as_terraform_does(tree: Tree) -> None:
    inventory = tree('resource "a_b" "c" { for_each = toset(["x\\"y", "a/b", "$${z}"]) }\n')
    assert addresses(inventory) == ['a_b.c["$${z}"]', 'a_b.c["a/b"]', 'a_b.c["x\\"y"]']


def test_for_each_over_a_list_is_refused_by_terraform_and_never_guessed(tree: Tree) -> None:
    inventory = tree('resource "a_b" "c" { for_each = ["x"] }\nresource "a_b" "d" { count = null }\n')
    assert [(r.address, r.symbolic) for r in inventory.resources] == [("a_b.c[?]", True), ("a_b.d[?]", True)]


def test_dynamic_blocks_keep_their_static_siblings_in_order(tree: Tree) -> None:
    inventory = tree(
        """
locals { ports = [80, 443] }
resource "aws_security_group" "g" {
  ingress { port = 22 }
  dynamic "ingress" {
    for_each = local.ports
    iterator = rule
    content {
      port = rule.value
      rank = rule.key
      dynamic "cidr" {
        for_each = { a = "10.0.0.0/8" }
        content { block = "${cidr.key}:${cidr.value}:${rule.value}" }
      }
    }
  }
}
"""
    )
    assert resource(inventory, "aws_security_group.g").attributes == {
        "ingress": [
            {"port": 22},
            {"port": 80, "rank": 0, "cidr": [{"block": "a:10.0.0.0/8:80"}]},
            {"port": 443, "rank": 1, "cidr": [{"block": "a:10.0.0.0/8:443"}]},
        ]
    }


def test_dynamic_block_over_something_unknown_is_one_unknown(tree: Tree) -> None:
    inventory = tree(
        """
variable "rules" {}
resource "aws_security_group" "g" {
  ingress { port = 22 }
  dynamic "ingress" {
    for_each = var.rules
    content { port = ingress.value }
  }
}
"""
    )
    static, rest = resource(inventory, "aws_security_group.g").attributes["ingress"]
    assert static == {"port": 22}
    assert unknown(rest).detail == "var.rules has no value"


def test_a_billion_instances_are_one_symbolic_instance_and_a_gap(tree: Tree) -> None:
    inventory = tree('resource "aws_s3_bucket" "b" { count = 1000000000 }\n')
    assert [(r.address, r.symbolic) for r in inventory.resources] == [("aws_s3_bucket.b[?]", True)]
    gap = inventory.unread[0]
    assert (gap.what, gap.cause) == ("aws_s3_bucket.b", Cause.LIMIT_EXCEEDED)
    assert gap.location is not None
    assert gap.location.start_line == 1


def test_instances_of_one_input_are_bounded_in_all(tree: Tree) -> None:
    blocks = "".join(f'resource "a_b" "c{n}" {{ count = 9000 }}\n' for n in range(10))
    inventory = tree(blocks)
    assert len(inventory.resources) < 60_000
    assert sum(r.symbolic for r in inventory.resources) == 5
    assert {gap.cause for gap in inventory.unread} == {Cause.LIMIT_EXCEEDED}
    assert len(inventory.unread) == 5


def test_meta_arguments_are_not_attributes(tree: Tree) -> None:
    inventory = tree(
        """
resource "aws_s3_bucket" "b" {
  count      = 1
  depends_on = []
  bucket     = "x"
  lifecycle { prevent_destroy = true }
  provisioner "local-exec" { command = "false" }
  connection { host = "h" }
}
"""
    )
    assert resource(inventory, "aws_s3_bucket.b[0]").attributes == {"bucket": "x"}

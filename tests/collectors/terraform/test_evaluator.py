"""Expressions: what is certain is computed, what is not stays Unknown with its reason."""

from __future__ import annotations

import pytest
from terraform_tree import Tree, resource, unknown

from hds_policy.model import Cause, Unknown

KNOWN = [
    ("1 + 2 * 3", 7),
    ("7 / 2", 3.5),
    ("6 / 2", 3),
    ("-7 % 3", -1),
    ("0.1 + 0.2", 0.3),
    ('"5" + 1', 6),
    ('"x" == "x"', True),
    ('1 == "1"', False),
    ("true == 1", False),
    ("null == null", True),
    ("{} == null", False),
    ("[1] == [2]", False),
    ("!true", False),
    ("true && false || true", True),
    ('"a-${1.5}-${true}"', "a-1.5-true"),
    ('"${10000000000000000000000}x"', "10000000000000000000000x"),
    ('true ? 1 : "a"', "1"),
    ('[for v in ["a", "b"] : upper(v)]', ["A", "B"]),
    ('[for i, v in ["a", "b"] : "${i}${v}" if v != "a"]', ["1b"]),
    ("[for k, v in { b = 1, a = 2 } : k]", ["a", "b"]),
    ("{ for v in [1, 2] : v => v * 10 }", {"1": 10, "2": 20}),
    ('{ for v in ["x", "y", "xx"] : substr(v, 0, 1) => v... }', {"x": ["x", "xx"], "y": ["y"]}),
    ("[{ a = 1 }, { a = 2 }][*].a", [1, 2]),
    ("null[*]", []),
    ('"x"[*]', ["x"]),
    ('{ a = { "b c" = 3 } }.a["b c"]', 3),
    ('["a", "b"][1]', "b"),
    ('"%{ for x in ["a", "b"] }${x};%{ endfor }"', "a;b;"),
    ('"%{ if true }yes%{ else }no%{ endif }"', "yes"),
    ("path.module", "."),
    ("local.a.b", "deep"),
    # certain although an operand is unknown
    ("var.u && false", False),
    ("false && var.u", False),
    ("true || var.u", True),
    ("var.u || true", True),
    ('var.u ? "same" : "same"', "same"),
    # certainly failing expressions fall through try
    ('try(local.a.missing, "fallback")', "fallback"),
    ('try([][0], null, "x")', None),
    ("can(local.a.missing)", False),
    ("can(local.a.b)", True),
]

UNKNOWN = [
    "var.u",
    "var.u.x",
    "var.u[0]",
    "[1, 2][var.u]",
    "!var.u",
    "var.u + 1",
    "var.u == null",
    'var.u == "x"',
    "var.u && true",
    "false || var.u",
    'var.u ? "a" : "b"',
    'null ? "a" : "b"',
    '"x" ? "a" : "b"',
    '"a${var.u}"',
    '"a${null}"',
    "upper(var.u)",
    "[for x in var.u : x]",
    "[for x in [1] : x if var.u]",
    "{ for x in [1] : var.u => x }",
    "var.u[*].x",
    "{ (var.u) = 1 }",
    'try(var.u, "fallback")',
    'try(var.u.x, local.a.missing, "fallback")',
    "can(var.u)",
    "[] == []",
    'tolist(["a"]) == ["a"]',
    "local.a.missing",
    "local.absent",
    "var.absent",
    "module.absent.x",
    "aws_absent.x.y",
    "data.aws_absent.x.y",
    "nosuchfunction(1)",
    "provider::aws::arn_parse(1)",
    "timestamp()",
    "uuid()",
    'file("/etc/passwd")',
    'templatefile("x.tpl", {})',
    "path.cwd",
    "each.key",
    "count.index",
    "terraform.workspace",
    "self.id",
    "ephemeral.random_password.p.result",
    "1 / 0",
    "local.cycle_a",
    "range(1000000000)",
]

LOCALS = """
variable "u" {}
locals {
  a       = { b = "deep" }
  cycle_a = local.cycle_b
  cycle_b = [local.cycle_a][0]
}
"""


@pytest.mark.parametrize(("expression", "expected"), KNOWN)
def test_known(tree: Tree, expression: str, expected: object) -> None:
    value = resource(tree(f'{LOCALS}resource "a_b" "c" {{\n  v = {expression}\n}}\n'), "a_b.c").attributes["v"]
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize("expression", UNKNOWN)
def test_unknown(tree: Tree, expression: str) -> None:
    value = unknown(resource(tree(f'{LOCALS}resource "a_b" "c" {{\n  v = {expression}\n}}\n'), "a_b.c").attributes["v"])
    assert type(value) is Unknown
    assert value.detail
    assert value.cause in (Cause.UNRESOLVED_VALUE, Cause.LIMIT_EXCEEDED, Cause.ACCESS_DENIED)


def test_unknown_is_neither_null_nor_spread(tree: Tree) -> None:
    found = resource(
        tree(LOCALS + 'resource "a_b" "c" {\n  m = { known = 1, unknown = var.u, nothing = null }\n}\n'), "a_b.c"
    ).attributes["m"]
    assert isinstance(found, dict)
    assert (found["known"], found["nothing"]) == (1, None)
    assert unknown(found["unknown"]).detail == "var.u has no value"


def test_reference_to_a_configured_and_to_a_computed_attribute(tree: Tree) -> None:
    found = resource(
        tree(
            """
resource "aws_s3_bucket" "b" {
  bucket = "x"
  acl    = null
  versioning { enabled = true }
}
resource "a_b" "c" {
  name    = aws_s3_bucket.b.bucket
  arn     = aws_s3_bucket.b.arn
  acl     = aws_s3_bucket.b.acl
  nested  = aws_s3_bucket.b.versioning[0].enabled
  inner   = aws_s3_bucket.b.versioning[0].mfa_delete
  default = try(aws_s3_bucket.b.versioning[0].mfa_delete, "fallback")
  whole   = aws_s3_bucket.b
}
"""
        ),
        "a_b.c",
    ).attributes
    assert (found["name"], found["nested"]) == ("x", True)
    for name, reference in (("arn", ("aws_s3_bucket.b.arn",)), ("acl", ("aws_s3_bucket.b.acl",)), ("inner", ())):
        value = unknown(found[name])
        assert (value.cause, value.references) == (Cause.KNOWN_AFTER_APPLY, reference)
    assert unknown(found["default"]).cause is Cause.KNOWN_AFTER_APPLY
    assert unknown(found["whole"]).references == ("aws_s3_bucket.b",)


def test_data_sources_know_only_their_arguments(tree: Tree) -> None:
    found = resource(
        tree(
            """
data "aws_region" "cur" { name = "eu-west-3" }
data "aws_caller_identity" "me" {}
resource "a_b" "c" {
  name    = data.aws_region.cur.name
  account = data.aws_caller_identity.me.account_id
  guess   = data.aws_caller_identity.me.account_id == "1" ? "a" : "b"
  tags    = { Acc = data.aws_caller_identity.me.account_id, Nul = null }
}
"""
        ),
        "a_b.c",
    ).attributes
    assert found["name"] == "eu-west-3"
    account = unknown(found["account"])
    assert account.references == ("data.aws_caller_identity.me.account_id",)
    assert account.cause is Cause.UNRESOLVED_VALUE
    unknown(found["guess"])
    tags = found["tags"]
    assert isinstance(tags, dict)
    assert tags["Nul"] is None
    unknown(tags["Acc"])


@pytest.mark.parametrize(
    "body",
    [
        'locals {\n  a0 = "xxxxxxxxxxxxxxxx"\n'
        + "".join(f'  a{n} = "${{local.a{n - 1}}}${{local.a{n - 1}}}"\n' for n in range(1, 60))
        + "}\n",
        "locals {\n  a0 = [1]\n"
        + "".join(f"  a{n} = [local.a{n - 1}, local.a{n - 1}]\n" for n in range(1, 60))
        + "}\n",
        "locals {\n  a0 = [1]\n"
        + "".join(f"  a{n} = concat(local.a{n - 1}, local.a{n - 1})\n" for n in range(1, 60))
        + "}\n",
        "locals {\n  a0 = 3\n" + "".join(f"  a{n} = local.a{n - 1} * local.a{n - 1}\n" for n in range(1, 60)) + "}\n",
        "locals {\n  r = range(1000)\n  a59 = [for a in local.r : [for b in local.r : [for c in local.r : c]]]\n}\n",
        "locals {\n  r = range(1000)\n  a59 = setproduct(local.r, local.r, local.r)\n}\n",
        'locals {\n  a59 = format("%1000000000d", 1)\n}\n',
        "locals {\n  a0 = 1\n"
        + "".join(f"  a{n} = local.a{n - 1}\n" for n in range(1, 5000))
        + "  a59x = local.a4999\n}\n",
    ],
    ids=["text", "sharing", "lists", "numbers", "loops", "product", "format", "chain"],
)
def test_explosions_end_in_unknown(tree: Tree, body: str) -> None:
    name = "a4999" if "a4999" in body else "a59"
    inventory = tree(
        body
        + f'resource "a_b" "c" {{\n  v = local.{name}\n  j = jsonencode(local.{name})\n}}\n'
        + 'resource "a_b" "d" { v = "fine" }\n'
    )
    found = resource(inventory, "a_b.c").attributes
    unknown(found["v"])
    unknown(found["j"])
    assert len(inventory.resources) == 2


def test_equal_inputs_give_equal_inventories(tree: Tree) -> None:
    main = 'resource "a_b" "c" {\n  for_each = toset(["b", "a"])\n  t = timestamp()\n  u = uuid()\n}\n'
    assert tree(main) == tree(main)

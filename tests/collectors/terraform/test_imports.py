"""Import blocks: what is imported and not declared exists, and is not read."""

from __future__ import annotations

import pytest
from terraform_tree import Tree

from hds_policy.model import Cause

DECLARED = """
resource "a_b" "c" {}
resource "a_b" "n" { count = 2 }
module "m" { source = "./m" }
module "gone" { source = "./gone" }
"""
MODULE = 'resource "a_b" "inner" {}\n'


def gaps(tree: Tree, target: str) -> list[tuple[str, Cause, int]]:
    block = f'import {{\n  to = {target}\n  id = "x"\n}}\n'
    found = tree({"main.tf": DECLARED, "m/main.tf": MODULE, "import.tf": block}).unread
    return [(one.what, one.cause, one.location.start_line) for one in found if one.location.file == "import.tf"]


@pytest.mark.parametrize(
    "target", ["a_b.c", "a_b.n[0]", 'a_b.n["x"]', "module.m.a_b.inner", "module.m[0].a_b.inner", "module.gone.a_b.x"]
)
def test_declared(tree: Tree, target: str) -> None:
    assert gaps(tree, target) == []


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("a_b.z", "a_b.z"),
        ("a_b.z[each.key]", "a_b.z"),
        ("module.m.a_b.z", "module.m.a_b.z"),
        ('module.m["k"].a_b.z[0]', "module.m.a_b.z"),
        ("module.nowhere.a_b.z", "module.nowhere.a_b.z"),
        ("data.a_b.c", "data.a_b.c"),
        ("foo(1)", "import"),
    ],
)
def test_not_declared(tree: Tree, target: str, what: str) -> None:
    assert gaps(tree, target) == [(what, Cause.UNRESOLVED_VALUE, 1)]


def test_in_json(tree: Tree) -> None:
    text = '{"import": [{"to": "a_b.z[0]", "id": "x"}, {"to": "a_b.c", "id": "y"}]}'
    found = tree({"main.tf": 'resource "a_b" "c" {}\n', "import.tf.json": text}).unread
    assert [one.what for one in found] == ["a_b.z"]

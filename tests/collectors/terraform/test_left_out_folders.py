"""Folders that are left out: a gap when they hold configuration that nothing reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from terraform_tree import Tree, addresses

from hds_policy.model import Cause, InputStatus

ONE = 'resource "a_b" "c" {}\n'
TWO = 'resource "a_b" "d" {}\n'


@pytest.mark.parametrize("folder", [".hidden", ".hidden/deep/er", ".a/.b", "node_modules/package", "sub/.hidden"])
def test_configuration_in_a_folder_that_is_not_scanned_is_a_gap(tree: Tree, folder: str) -> None:
    inventory = tree({"main.tf": ONE, f"{folder}/main.tf": TWO})
    assert addresses(inventory) == ["a_b.c"]
    top = folder if folder.startswith("sub/") else folder.partition("/")[0]
    assert [(one.what, one.cause) for one in inventory.unread] == [(top, Cause.ACCESS_DENIED)]
    assert {one.path: one.status for one in inventory.inputs}[top] is InputStatus.SKIPPED


@pytest.mark.parametrize(
    "file",
    [
        ".git/main.tf",
        ".terraform/modules/m/main.tf",
        ".terragrunt-cache/x/y/main.tf",
        ".hidden/.terraform/modules/m/main.tf",
        ".github/workflows/check.yaml",
        ".hidden/.main.tf",
        "node_modules/package/main.js",
    ],
)
def test_working_folders_and_other_files_are_none(tree: Tree, file: str) -> None:
    assert tree({"main.tf": ONE, file: TWO}).unread == ()


def test_a_hidden_folder_that_is_a_module_is_read(tree: Tree) -> None:
    files = {"main.tf": 'module "m" { source = "./.modules/m" }\n', ".modules/m/main.tf": TWO}
    inventory = tree(files)
    assert (addresses(inventory), inventory.unread) == (["module.m.a_b.d"], ())
    left = tree({".modules/other/main.tf": ONE})
    assert [one.what for one in left.unread] == [".modules"]


def test_a_link_to_a_folder_of_the_tree(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / "prod").symlink_to("a")
    (tmp_path / "manual").symlink_to("docs")
    (tmp_path / "a" / "loop").symlink_to("..")
    inventory = tree({"a/main.tf": ONE, "docs/readme.md": "x"})
    assert [(one.what, one.cause) for one in inventory.unread] == [("prod", Cause.ACCESS_DENIED)]
    assert inventory.roots == ("a",)

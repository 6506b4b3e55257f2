"""The collector as a whole: what is seen, skipped, failed; hostile trees."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest
from hds_collectors.terraform.collector import Options, collect
from hds_collectors.terraform.folder import RefusedError, read_regular
from hds_collectors.terraform.limits import Limits
from terraform_tree import Tree, addresses, resource

from hds_policy.errors import UsageError
from hds_policy.model import Cause, Input, InputStatus, Inventory, SourceRange

RESOURCE = 'resource "a_b" "c" {}\n'


def status(inventory: Inventory) -> dict[str, InputStatus]:
    return {one.path: one.status for one in inventory.inputs}


def test_inputs_are_hashed_and_counted_once(tree: Tree) -> None:
    inventory = tree({"main.tf": RESOURCE, "README.md": "# no", "sub/x.py": "no"})
    # printf 'resource "a_b" "c" {}\n' | sha256sum
    digest = "cb1cebb9fe3ff2a2a2af6b39327cff29d2bdc6d29c93a092fa17ac9466f2f24f"
    assert inventory.inputs == (Input("main.tf", InputStatus.PARSED, "", digest, 22),)


def test_syntax_error_next_to_a_good_file(tree: Tree) -> None:
    inventory = tree({"good.tf": RESOURCE, "bad.tf": 'resource "a_b" "d" {\n  x = [1,\n}\n\nresource "a_b" "e" {}\n'})
    assert "a_b.c" in addresses(inventory)
    assert "a_b.e" in addresses(inventory)
    assert status(inventory) == {"bad.tf": InputStatus.FAILED, "good.tf": InputStatus.PARSED}
    assert {gap.cause for gap in inventory.unread} == {Cause.PARSE_ERROR}
    assert inventory.unread[0].location is not None
    assert inventory.unread[0].location.file == "bad.tf"


def test_encodings(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "bom.tf").write_bytes(b'\xef\xbb\xbfresource "a_b" "bom" {\r\n  n = "\xc3\xa9"\r\n}')
    (tmp_path / "latin.tf").write_bytes(b'resource "a_b" "l" { n = "\xe9" }\n')
    inventory = tree({})
    assert resource(inventory, "a_b.bom").attributes == {"n": "é"}
    assert resource(inventory, "a_b.bom").location == SourceRange("bom.tf", 1, 3)
    assert status(inventory) == {"bom.tf": InputStatus.PARSED, "latin.tf": InputStatus.FAILED}


def test_skipped_folders(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": RESOURCE,
            ".git/x.tf": RESOURCE,
            ".terraform/modules/m/x.tf": RESOURCE,
            "node_modules/p/x.tf": RESOURCE,
            ".hidden.tf": RESOURCE,
        }
    )
    assert status(inventory) == {
        "main.tf": InputStatus.PARSED,
        ".git": InputStatus.SKIPPED,
        ".terraform": InputStatus.SKIPPED,
        "node_modules": InputStatus.SKIPPED,
        ".hidden.tf": InputStatus.SKIPPED,
    }
    assert all(one.reason for one in inventory.inputs if one.status is InputStatus.SKIPPED)
    assert addresses(inventory) == ["a_b.c"]


def test_links_are_never_followed(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path.parent / "linked"
    outside.mkdir(exist_ok=True)
    (outside / "x.tf").write_text('resource "a_b" "secret" {}\n')
    (tmp_path / "x.tf").symlink_to(outside / "x.tf")
    (tmp_path / "folder").symlink_to(outside)
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "dangling.tf").symlink_to("nowhere")
    inventory = tree(RESOURCE)
    assert addresses(inventory) == ["a_b.c"]
    assert status(inventory) == {
        "main.tf": InputStatus.PARSED,
        "x.tf": InputStatus.SKIPPED,
        "folder": InputStatus.SKIPPED,
        "again": InputStatus.SKIPPED,
        "dangling.tf": InputStatus.SKIPPED,
    }
    assert {(gap.what, gap.cause) for gap in inventory.unread} == {
        ("x.tf", Cause.ACCESS_DENIED),
        ("folder", Cause.ACCESS_DENIED),
        ("dangling.tf", Cause.ACCESS_DENIED),
    }


def test_pipes_are_never_opened(tree: Tree, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tf")
    (tmp_path / "folder.tf").mkdir()
    inventory = tree(RESOURCE)
    assert status(inventory) == {"main.tf": InputStatus.PARSED, "pipe.tf": InputStatus.FAILED}
    assert [(gap.what, gap.cause) for gap in inventory.unread] == [("pipe.tf", Cause.ACCESS_DENIED)]


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("file")
    assert read_regular(tmp_path / "file", 1) == b"x"
    for name in ("pipe", "link", "absent", "."):
        with pytest.raises(RefusedError) as refused:
            read_regular(tmp_path / name, 1)
        assert refused.value.cause is Cause.ACCESS_DENIED


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_and_folder(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "closed.tf").write_text(RESOURCE)
    (tmp_path / "closed.tf").chmod(0)
    (tmp_path / "locked").mkdir(mode=0)
    inventory = tree(RESOURCE)
    (tmp_path / "locked").chmod(0o700)
    assert {gap.what for gap in inventory.unread} == {"closed.tf", "locked"}


def test_read_error_is_a_gap(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_open = os.open

    def _refuse(path: str, flags: int, *rest: int) -> int:
        if str(path).endswith("closed.tf"):
            raise PermissionError(13, "Permission denied")
        return really_open(path, flags, *rest)

    monkeypatch.setattr(os, "open", _refuse)
    inventory = tree({"main.tf": RESOURCE, "closed.tf": 'resource "a_b" "d" {}\n'})
    assert status(inventory)["closed.tf"] is InputStatus.FAILED
    assert [(gap.what, gap.cause) for gap in inventory.unread] == [("closed.tf", Cause.ACCESS_DENIED)]
    assert addresses(inventory) == ["a_b.c"]


def test_pointer_and_oversized_files(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": RESOURCE,
            "lfs.tf": "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            "big.tf": "#" * 2000,
        },
        Options(limits=Limits(file_bytes=1000)),
    )
    assert status(inventory) == {
        "main.tf": InputStatus.PARSED,
        "lfs.tf": InputStatus.FAILED,
        "big.tf": InputStatus.FAILED,
    }
    assert {(gap.what, gap.cause) for gap in inventory.unread} == {
        ("lfs.tf", Cause.PARSE_ERROR),
        ("big.tf", Cause.LIMIT_EXCEEDED),
    }


def test_strange_names(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"a\xff\n")
    folder.mkdir()
    (folder / "m\x1b.tf").write_text(RESOURCE)
    inventory = collect(tmp_path)
    assert [one.path for one in inventory.inputs] == ["a\\xff\\x0a/m\\x1b.tf"]
    assert inventory.roots == ("a\\xff\\x0a",)
    assert inventory.resources[0].location == SourceRange("a\\xff\\x0a/m\\x1b.tf", 1, 1)


def test_one_file(tmp_path: Path) -> None:
    (tmp_path / "one.tf").write_text(RESOURCE + 'module "m" { source = "./m" }\n')
    (tmp_path / "two.tf").write_text('resource "a_b" "d" {}\n')
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "main.tf").write_text('resource "a_b" "m" {}\n')
    inventory = collect(tmp_path / "one.tf")
    assert addresses(inventory) == ["a_b.c", "a_b.d", "module.m.a_b.m"]
    assert inventory.focus == {"a_b.c", "module.m.a_b.m"}
    assert inventory.unread == ()


def test_empty_and_absent(tmp_path: Path) -> None:
    assert collect(tmp_path) == Inventory()
    with pytest.raises(UsageError):
        collect(tmp_path / "absent")


def test_lines_and_location(tree: Tree) -> None:
    inventory = tree('\nresource "a_b" "c" {\n  x = 1\n\n  y = [\n    2,\n  ]\n  z {\n    k = 1\n  }\n  z {}\n}\n')
    one = resource(inventory, "a_b.c")
    assert one.location == SourceRange("main.tf", 2, 12)
    assert one.lines == {"x": 3, "y": 5, "z": 8}
    assert one.attributes == {"x": 1, "y": [2], "z": [{"k": 1}, {}]}


def test_progress_and_interpreter_state(tree: Tree) -> None:
    steps: list[tuple[int, int]] = []
    depth = 1500
    sys.setrecursionlimit(depth)
    tree({"a.tf": RESOURCE, "b/b.tf": RESOURCE}, Options(progress=lambda done, total: steps.append((done, total))))
    assert steps == [(1, 2), (2, 2)]
    assert gc.isenabled()
    assert sys.getrecursionlimit() == depth


def test_both_readers_give_the_same_inventory(tree: Tree) -> None:
    main = """
variable "region" { default = "eu-west-3" }
provider "aws" { region = var.region }
resource "aws_s3_bucket" "b" {
  for_each = toset(["a", "b"])
  bucket   = "x-${each.key}"
  tags     = merge({ hds = "true" }, { env = "prod" })
  rule {
    id = <<-EOT
      text ${var.region}
    EOT
  }
}
"""
    fast = tree(main)
    assert len(fast.resources) == 2
    assert tree(main, Options(parser="python-hcl2")) == fast

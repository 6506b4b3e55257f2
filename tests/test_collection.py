"""Paths to one inventory: the base folder, what is put before paths and keys, paths that cannot be read together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hds_collectors.terraform.folder import CONFIGURATION_SUFFIXES, VARIABLE_SUFFIXES

from hds_policy import collection
from hds_policy.collection import Collected, collect_all
from hds_policy.errors import UsageError
from hds_policy.model import InputStatus, Inventory, Resource

Write = Callable[..., Path]
REFERRING = """
provider "aws" {
  region = "eu-west-3"
}
resource "aws_ebs_volume" "v" {
  size = 1
}
resource "aws_ebs_snapshot" "s" {
  volume_id = aws_ebs_volume.v.id
}
"""
BUCKET = 'resource "aws_s3_bucket" "b" {\n}\n'


SETTINGS = {"var_files": (), "variables": (), "parser": "fast"}


def collected(*paths: Path) -> Collected:
    return collect_all(paths, SETTINGS)


def keys(inventory: Inventory) -> list[str]:
    return [entry.key for entry in inventory.resources]


def entry(inventory: Inventory, key: str) -> Resource:
    (found,) = [one for one in inventory.resources if one.key == key]
    return found


def test_one_folder_is_its_own_base(write: Write) -> None:
    top = write({"main.tf": BUCKET, "sub/main.tf": BUCKET})
    found = collected(top)
    assert found.base == top.resolve()
    assert keys(found.inventory) == ["aws_s3_bucket.b", "sub:aws_s3_bucket.b"]
    assert [one.path for one in found.inventory.inputs] == ["main.tf", "sub/main.tf"]


def test_several_folders_share_the_folder_above(write: Write) -> None:
    top = write({"a/main.tf": REFERRING, "b/c/main.tf": BUCKET})
    found = collected(top / "b" / "c", top / "a")
    assert found.base == top.resolve()
    assert keys(found.inventory) == ["a:aws_ebs_snapshot.s", "a:aws_ebs_volume.v", "b/c:aws_s3_bucket.b"]
    assert found.inventory.roots == ("a", "b/c")
    assert [one.path for one in found.inventory.inputs] == ["a/main.tf", "b/c/main.tf"]


def test_inside_a_repository_paths_are_told_from_its_top(write: Write) -> None:
    top = write({".git/HEAD": "ref: refs/heads/main\n", "infra/eu/main.tf": REFERRING})
    found = collected(top / "infra")
    assert found.base == top.resolve()
    assert found.inventory.roots == ("eu",)
    snapshot = entry(found.inventory, "eu:aws_ebs_snapshot.s")
    assert snapshot.root == "eu"
    assert snapshot.address == "aws_ebs_snapshot.s"
    assert snapshot.location is not None
    assert (snapshot.location.file, snapshot.location.start_line) == ("infra/eu/main.tf", 8)
    assert snapshot.provider.location is not None
    assert snapshot.provider.location.file == "infra/eu/main.tf"
    assert [one.path for one in found.inventory.inputs] == ["infra/eu/main.tf"]
    (link,) = [one for one in found.inventory.references if one.attribute == "volume_id"]
    assert (link.source, link.target) == ("eu:aws_ebs_snapshot.s", "eu:aws_ebs_volume.v")


def test_roots_and_keys_do_not_depend_on_a_repository_above(write: Write) -> None:
    top = write({"infra/eu/main.tf": REFERRING})
    before = collected(top / "infra")
    (top / ".git").mkdir()
    after = collected(top / "infra")
    assert (before.base, after.base) == ((top / "infra").resolve(), top.resolve())
    assert keys(before.inventory) == keys(after.inventory)
    assert set(before.inventory.references) == set(after.inventory.references)


@pytest.mark.parametrize(
    ("estate", "checked", "roots"),
    [
        (".", ("prod",), ("prod", "prod/db")),
        ("prod", ("prod",), (".", "db")),
        ("prod", ("prod", "test"), (".", "../test", "db")),
        ("elsewhere", ("prod",), (".", "db")),
        ("elsewhere", ("prod", "test"), ("prod", "prod/db", "test")),
        ("prod/db", ("prod",), (".", "db")),
        (".", ("prod/main.tf",), ("prod",)),
        ("prod", ("prod/main.tf", "test"), (".", "../test")),
    ],
)
def test_roots_are_told_from_the_folder_of_the_estate(
    write: Write, estate: str, checked: tuple[str, ...], roots: tuple[str, ...]
) -> None:
    top = write({"prod/main.tf": BUCKET, "prod/db/main.tf": BUCKET, "test/main.tf": BUCKET, "elsewhere/x": ""})
    paths = [top / name for name in checked]
    found = collect_all(paths, SETTINGS, estate=top / estate / "hds-policy.toml").inventory
    assert found.roots == roots
    assert {one.root for one in found.resources} == set(roots)
    assert len({one.key for one in found.resources}) == len(found.resources)


def test_files_of_one_folder_are_read_together(write: Write) -> None:
    top = write({"a/main.tf": REFERRING, "a/more.tf": BUCKET, "a/rest.tf": 'resource "aws_s3_bucket" "r" {}\n'})
    found = collected(top / "a" / "more.tf", top / "a" / "main.tf").inventory
    assert found.focus == {"aws_ebs_snapshot.s", "aws_ebs_volume.v", "aws_s3_bucket.b"}
    assert [one.path for one in found.inputs] == ["main.tf", "more.tf", "rest.tf"]


def test_a_focus_is_told_with_keys_of_the_whole(write: Write) -> None:
    top = write({"a/main.tf": BUCKET, "a/more.tf": REFERRING, "b/main.tf": BUCKET})
    found = collected(top / "a" / "main.tf", top / "b").inventory
    assert found.focus == {"a:aws_s3_bucket.b", "b:aws_s3_bucket.b"}


def test_a_module_that_two_parts_read_is_one_input(write: Write) -> None:
    call = 'module "m" {\n  source = "./m"\n}\n'
    top = write({"a/main.tf": call, "a/m/main.tf": BUCKET, "a/m/terraform.tfvars": "x = 1\n"})
    found = collected(top / "a" / "main.tf", top / "a" / "m").inventory
    assert [one.path for one in found.inputs] == ["m/main.tf", "m/terraform.tfvars", "main.tf"]
    assert {one.status for one in found.inputs} == {InputStatus.PARSED}
    assert found.focus == {"module.m.aws_s3_bucket.b", "m:aws_s3_bucket.b"}


def test_what_counts_in_its_folder_only_is_what_the_collector_reads_so() -> None:
    assert set(collection._PARTS_OF_A_FOLDER) == {*CONFIGURATION_SUFFIXES, *VARIABLE_SUFFIXES}


def test_every_reference_leads_to_a_resource_after_moving(write: Write) -> None:
    top = write({"a/main.tf": REFERRING, "b/main.tf": REFERRING})
    found = collected(top / "a", top / "b").inventory
    known = set(keys(found))
    assert len(found.references) >= 2
    assert {one.source for one in found.references} | {one.target for one in found.references} <= known


def test_what_was_not_read_moves_too(write: Write) -> None:
    gone = 'module "gone" {\n  source = "./gone"\n}\n'
    top = write({"a/main.tf": BUCKET, "b/main.tf": gone, "b/broken.tf": "resource {"})
    found = collected(top / "a", top / "b").inventory
    assert {one.root for one in found.unread} == {"b"}
    assert {one.location.file for one in found.unread if one.location} <= {"b/main.tf", "b/broken.tf"}
    assert any(one.location for one in found.unread)
    assert {one.path: one.status.value for one in found.inputs}["b/broken.tf"] == "failed"


def test_blocks_without_an_instance_add_up(write: Write) -> None:
    none = 'resource "aws_s3_bucket" "n" {\n  count = 0\n}\n'
    top = write({"a/main.tf": none, "b/main.tf": none + BUCKET})
    assert collected(top / "a", top / "b").inventory.not_instantiated == 2


def test_one_file(write: Write) -> None:
    top = write({"main.tf": BUCKET})
    found = collected(top / "main.tf")
    assert found.base == top.resolve()
    assert keys(found.inventory) == ["aws_s3_bucket.b"]


def test_the_order_of_the_paths_changes_nothing(write: Write) -> None:
    top = write({"a/main.tf": REFERRING, "b/main.tf": BUCKET})
    one, two = collected(top / "a", top / "b").inventory, collected(top / "b", top / "a").inventory
    assert one.resources == two.resources
    assert one.inputs == two.inputs
    assert one.roots == two.roots
    assert set(one.references) == set(two.references)


@pytest.mark.parametrize("given", [("", ""), ("", "a"), ("a", ""), ("a", "a/../a"), ("a", "a/main.tf")])
def test_a_path_inside_another_is_refused(write: Write, given: tuple[str, str]) -> None:
    top = write({"main.tf": BUCKET, "a/main.tf": BUCKET})
    with pytest.raises(UsageError, match="part of another given path"):
        collected(*(top / path for path in given))


def test_a_link_to_a_given_path_is_the_same_path(write: Write, tmp_path: Path) -> None:
    top = write({"main.tf": BUCKET})
    (tmp_path / "link").symlink_to(top)
    with pytest.raises(UsageError, match="part of another given path"):
        collected(top, tmp_path / "link")


def test_folders_with_a_common_beginning_of_their_names_are_apart(write: Write) -> None:
    top = write({"app/main.tf": BUCKET, "app2/main.tf": BUCKET})
    assert set(keys(collected(top / "app", top / "app2").inventory)) == {"app:aws_s3_bucket.b", "app2:aws_s3_bucket.b"}


@pytest.mark.parametrize("kind", ["missing", "dangling", "loop", "below a file", "with a zero"])
def test_a_path_that_is_not_there_is_a_usage_error(write: Write, kind: str) -> None:
    top = write({"main.tf": BUCKET})
    path = top / "gone"
    if kind == "dangling":
        path.symlink_to(top / "nowhere")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "below a file":
        path = top / "main.tf" / "x"
    elif kind == "with a zero":
        path = Path("a\0b")
    with pytest.raises(UsageError, match="no such file or folder"):
        collected(path)


def test_without_a_collector_it_says_so(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.setattr(collection, "entry_points", lambda group: [])
    with pytest.raises(UsageError, match="terraform"):
        collected(write({"main.tf": BUCKET}))


def test_source_lines_are_shown_only_from_plain_files_below_the_base(write: Write, tmp_path: Path) -> None:
    top = write({"main.tf": BUCKET})
    (tmp_path / "secret.txt").write_text("secret\n", "utf-8")
    (top / "link.tf").symlink_to(tmp_path / "secret.txt")
    (top / "inner.tf").symlink_to("main.tf")
    found = collected(top)
    assert found.source("main.tf") == ['resource "aws_s3_bucket" "b" {', "}"]
    for name in ("link.tf", "inner.tf", "../secret.txt", "gone.tf", "", ".", "a\0b"):
        assert found.source(name) is None

"""Functions that read files: only regular files of the scanned tree, each an input; anything else is Unknown."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hds_collectors.terraform.collector import Options
from hds_collectors.terraform.file_patterns import PatternError, matcher
from hds_collectors.terraform.limits import Limits
from terraform_tree import Tree, resource, unknown

from hds_policy.model import Cause, InputStatus


def value(tree: Tree, expression: str, files: dict[str, str], options: Options | None = None) -> object:
    main = f'resource "a_b" "c" {{\n  v = {expression}\n}}\n'
    return resource(tree({"main.tf": main, **files}, options), "a_b.c").attributes["v"]


FILES = {
    "x/a.txt": "hello\n",
    "x/b.json": '{"a": [1]}',
    "x/.hidden": "h",
    "x/sub/c.yaml": "region: eu-west-3\n",
    "x/sub/deep/d.yaml": "n: 1\n",
    "t.tftpl": "%{ for k, v in m ~}\n${k}=${upper(v)}\n%{ endfor ~}\nname ${name}\n",
    "one.tftpl": "${n}",
    "key.pem": "-----BEGIN RSA PRIVATE KEY-----\nabc\n",
}

KNOWN = [
    ('file("x/a.txt")', "hello\n"),
    ('file("./x/../x/a.txt")', "hello\n"),
    ('file("${path.module}/x/a.txt")', "hello\n"),
    ('filebase64("x/a.txt")', "aGVsbG8K"),
    # printf 'hello\n' | sha256sum, | md5sum, | sha1sum
    ('filesha256("x/a.txt")', "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"),
    ('filemd5("x/a.txt")', "b1946ac92492d2347c6235b4d2611184"),
    ('filesha1("x/a.txt")', "f572d396fae9206628714fb2ce00f72e94f2258f"),
    ('filebase64sha256("x/a.txt")', "WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM="),
    ('fileexists("x/a.txt")', True),
    ('fileexists("x/nope.txt")', False),
    ('fileexists("x")', False),
    ('jsondecode(file("x/b.json")).a[0]', 1),
    ('yamldecode(file("x/sub/c.yaml")).region', "eu-west-3"),
    ('fileset("x", "*")', [".hidden", "a.txt", "b.json"]),
    ('fileset("x", "**")', [".hidden", "a.txt", "b.json", "sub/c.yaml", "sub/deep/d.yaml"]),
    ('fileset("x", "**/*.yaml")', ["sub/c.yaml", "sub/deep/d.yaml"]),
    ('fileset("x", "*/*.yaml")', ["sub/c.yaml"]),
    ('fileset("x", "{a,b}.{txt,json}")', ["a.txt", "b.json"]),
    ('fileset("x", "[ab].t?t")', ["a.txt"]),
    ('fileset("nowhere", "**")', []),
    (
        '{ for f in fileset("x", "**/*.yaml") : trimsuffix(basename(f), ".yaml") => f }',
        {"c": "sub/c.yaml", "d": "sub/deep/d.yaml"},
    ),
    ('templatefile("t.tftpl", { m = { a = "x", b = "y" }, name = "n" })', "a=X\nb=Y\nname n\n"),
    ('templatefile("one.tftpl", { n = [1] })', [1]),
    ('try(file("nope.txt"), "default")', "default"),
    ('try(templatefile("one.tftpl", {}), "refused")', "refused"),
    ('templatestring("a ${"$"}{b}", { b = "c" })', "a c"),
    ('can(file("nope.txt"))', False),
]


@pytest.mark.parametrize(("expression", "expected"), KNOWN)
def test_known(tree: Tree, expression: str, expected: object) -> None:
    found = value(tree, expression, FILES)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("expression", "cause", "reason"),
    [
        ('file("../elsewhere.txt")', Cause.ACCESS_DENIED, "out of the scanned folder"),
        ('file("x/../../elsewhere.txt")', Cause.ACCESS_DENIED, "out of the scanned folder"),
        ('file("/etc/hostname")', Cause.ACCESS_DENIED, "absolute path"),
        ('file("~/.ssh/id_rsa")', Cause.ACCESS_DENIED, "absolute path"),
        ('fileexists("/etc/hostname")', Cause.ACCESS_DENIED, "absolute path"),
        ('fileset("..", "*")', Cause.ACCESS_DENIED, "out of the scanned folder"),
        ('fileset("x", "../**")', Cause.UNRESOLVED_VALUE, "leads out of its folder"),
        ('file("x")', Cause.ACCESS_DENIED, "not a regular file"),
        ('file(".git/HEAD")', Cause.UNRESOLVED_VALUE, "version control"),
        ('file("key.pem")', Cause.UNRESOLVED_VALUE, "sensitive"),
        ('filebase64("key.pem")', Cause.UNRESOLVED_VALUE, "sensitive"),
        ("file(nope.name.x)", Cause.UNRESOLVED_VALUE, "nope.name is not declared"),
        ('file("nope.txt")', Cause.UNRESOLVED_VALUE, "no such file"),
        ('templatefile("one.tftpl", { n = a_b.other.id })', Cause.KNOWN_AFTER_APPLY, "a_b.other.id"),
        ('templatefile("again.tftpl", {})', Cause.UNRESOLVED_VALUE, "a template inside a template"),
    ],
)
def test_unknown(tree: Tree, expression: str, cause: Cause, reason: str) -> None:
    more = {
        "again.tftpl": 'x ${templatefile("one.tftpl", { n = 1 })}',
        "other.tf": 'resource "a_b" "other" {}\n',
        ".git/HEAD": "ref: refs/heads/main\n",
    }
    found = unknown(value(tree, expression, {**FILES, **more}))
    assert found.cause is cause
    assert reason in found.detail


def test_a_known_branch_of_a_partly_unknown_template_argument(tree: Tree) -> None:
    files = {"one.tftpl": "${n}", "other.tf": 'resource "a_b" "other" {}\n'}
    assert value(tree, 'templatefile("one.tftpl", { n = 1, unused = a_b.other.id })', files) == 1


def test_each_file_read_is_an_input_with_its_digest(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": 'resource "a_b" "c" {\n  v = [file("x/a.txt"), file("x/a.txt"), file("gone.txt")]\n}\n',
            **FILES,
        }
    )
    inputs = {one.path: one for one in inventory.inputs}
    assert set(inputs) == {"main.tf", "x/a.txt"}
    assert inputs["x/a.txt"].sha256 == hashlib.sha256(b"hello\n").hexdigest()
    assert (inputs["x/a.txt"].status, inputs["x/a.txt"].size) == (InputStatus.PARSED, 6)


def test_a_file_of_configuration_that_is_read_as_text_stays_what_it_was(tree: Tree) -> None:
    inventory = tree({"main.tf": 'resource "a_b" "c" {\n  v = file("broken.tf")\n}\n', "broken.tf": "= =\n"})
    assert {one.path: one.status for one in inventory.inputs} == {
        "main.tf": InputStatus.PARSED,
        "broken.tf": InputStatus.FAILED,
    }


def test_paths_are_relative_to_the_root_module(tree: Tree) -> None:
    inventory = tree(
        {
            "env/main.tf": 'module "m" { source = "../m" }\nresource "a_b" "r" { v = file("v.txt") }\n',
            "env/v.txt": "of env",
            "m/main.tf": 'resource "a_b" "m" {\n  own = file("${path.module}/v.txt")\n  root = file("v.txt")\n}\n',
            "m/v.txt": "of m",
        }
    )
    assert resource(inventory, "module.m.a_b.m").attributes == {"own": "of m", "root": "of env"}
    assert resource(inventory, "a_b.r").attributes == {"v": "of env"}


def test_links_are_refused_on_every_step(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("x")
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "a.txt").symlink_to("real/a.txt")
    for expression in ('file("folder/a.txt")', 'file("a.txt")', 'fileexists("a.txt")', 'file("folder/../real/a.txt")'):
        found = unknown(value(tree, expression, {}))
        assert (found.cause, "symbolic link" in found.detail) == (Cause.ACCESS_DENIED, True)
    for expression in (
        'fileset(".", "*.txt")',
        'fileset(".", "*/*.txt")',
        'fileset("folder", "*")',
        'fileset(".", "**")',
    ):
        assert unknown(value(tree, expression, {})).cause is Cause.ACCESS_DENIED
    assert value(tree, 'fileset(".", "real/*.txt")', {}) == ["real/a.txt"]


def test_for_each_over_files_gives_one_instance_each(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
locals {
  files = fileset("${path.module}/sites", "*.yaml")
  sites = { for f in local.files : trimsuffix(f, ".yaml") => yamldecode(file("sites/${f}")) }
}
resource "a_b" "site" {
  for_each = local.sites
  region   = each.value.region
}
""",
            "sites/lyon.yaml": "region: eu-west-3\n",
            "sites/bonn.yaml": "region: eu-central-1\n",
        }
    )
    assert {one.address: one.attributes["region"] for one in inventory.resources} == {
        'a_b.site["bonn"]': "eu-central-1",
        'a_b.site["lyon"]': "eu-west-3",
    }


@pytest.mark.parametrize(
    "limits", [Limits(value_file_bytes=3), Limits(value_bytes=3), Limits(value_files=0)], ids=["size", "sum", "count"]
)
def test_bounds(tree: Tree, limits: Limits) -> None:
    found = unknown(value(tree, 'file("x/a.txt")', FILES, Options(limits=limits)))
    assert found.cause is Cause.LIMIT_EXCEEDED


def test_binary_and_encrypted_files(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "locked").write_bytes(b"\0GITCRYPT\0abc")
    assert value(tree, 'try(file("binary"), "refused")', {}) == "refused"
    assert value(tree, 'filebase64("binary")', {}) == "//4A"
    assert unknown(value(tree, 'try(file("locked"), "guess")', {})).detail == "file(): an encrypted file"


@pytest.mark.parametrize("pattern", ["***", "a**", "[", "a\\*", "{a", "x" * 400, "{a,b}" * 7, "/etc/*", "a/../b"])
def test_patterns_that_are_not_understood(pattern: str) -> None:
    with pytest.raises(PatternError):
        matcher(pattern)

"""Bad input through the real command: its documented exit code, one clear message, no traceback, never a pass.

The patience of ``command.PATIENCE`` is no measurement: a run that hangs fails, a slow machine does not.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed, environment, hds_policy, run

Check = Callable[..., Completed]
Write = Callable[..., Path]

ON = ("--on", "2026-11-23")
GOOD = 'resource "aws_s3_bucket" "good" {\n  tags = { hds = "yes" }\n}\n'
REPOSITORY = Path(__file__).resolve().parents[1]


def never_a_pass(done: Completed, code: int) -> None:
    assert done.code == code, done.out + done.err
    assert "Traceback" not in done.out + done.err
    assert "internal error" not in done.err


def incomplete(done: Completed, *said: str) -> None:
    """Exit code 3, and the report says what was not read."""
    never_a_pass(done, 3)
    for text in said:
        assert text in done.out, done.out
    assert "Exit code 3" in done.out


def test_an_empty_folder(write: Write, check: Check) -> None:
    done = check(write({}), *ON)
    never_a_pass(done, 4)
    assert "nothing to check" in done.out


def test_a_folder_without_terraform(write: Write, check: Check) -> None:
    done = check(write({"README.md": "# hello", "app/main.py": "print()"}), *ON)
    never_a_pass(done, 4)
    assert "nothing to check" in done.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file: the tests below use links, pipes and pointers")
def test_a_file_without_read_permission(write: Write, check: Check) -> None:
    folder = write({"main.tf": GOOD, "closed.tf": GOOD})
    (folder / "closed.tf").chmod(0)
    incomplete(check(folder, *ON), "closed.tf")


@pytest.mark.parametrize("beside", [{"main.tf": GOOD}, {}], ids=["beside a good file", "alone"])
@pytest.mark.parametrize("kind", ["pipe", "dangling link", "pointer", "folder", "not text"])
def test_a_file_that_cannot_be_read(write: Write, check: Check, kind: str, beside: dict[str, str]) -> None:
    folder = write(beside)
    bad = folder / "bad.tf"
    if kind == "pipe":
        os.mkfifo(bad)
    elif kind == "dangling link":
        bad.symlink_to("gone.tf")
    elif kind == "pointer":
        bad.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 1234\n", "utf-8")
    elif kind == "folder":
        (bad / "inner").mkdir(parents=True)
    else:
        bad.write_bytes(b'resource "aws_s3_bucket" "x" {\n  bucket = "\xff\xfe"\n}\n')
    done = check(folder, *ON)
    if kind == "folder":
        # A folder named like a file holds no configuration: it is no gap.
        never_a_pass(done, 3 if beside else 4)
        return
    incomplete(done, "bad.tf")
    if beside:
        assert "aws_s3_bucket.good" in done.out


def test_a_syntax_error_next_to_a_good_file(write: Write, check: Check) -> None:
    folder = write({"main.tf": GOOD, "broken.tf": 'resource "aws_s3_bucket" "x" {\n  bucket = \n}}\n'})
    done = check(folder, *ON)
    incomplete(done, "broken.tf:2", "aws_s3_bucket.good")
    report = check(folder, *ON, "--format", "json").json
    assert [(entry["what"], entry["cause"]) for entry in report["unread"]] == [("broken.tf", "parse_error")]


def test_a_link_out_of_the_root(write: Write, check: Check, tmp_path: Path) -> None:
    secret = 'resource "aws_s3_bucket" "outside" {\n  tags = { hds = "yes" }\n}\n'
    outside = write({"secret.tf": secret}, "outside")
    folder = write({"main.tf": GOOD})
    (folder / "file.tf").symlink_to(outside / "secret.tf")
    (folder / "linked").symlink_to(outside)
    done = check(folder, *ON)
    incomplete(done, "file.tf")
    assert "aws_s3_bucket.outside" not in done.out


def test_a_module_source_out_of_the_root(write: Write, check: Check) -> None:
    write({"main.tf": 'resource "aws_s3_bucket" "outside" {}\n'}, "outside")
    done = check(write({"main.tf": GOOD + 'module "m" {\n  source = "../outside"\n}\n'}), *ON)
    incomplete(done, "module.m")
    assert "aws_s3_bucket.outside" not in done.out


def test_a_file_function_that_names_a_file_out_of_the_root(write: Write, check: Check) -> None:
    write({"key.txt": "top-secret"}, "outside")
    text = 'resource "aws_s3_bucket" "good" {\n  bucket = file("../outside/key.txt")\n  tags = { hds = "yes" }\n}\n'
    done = check(write({"main.tf": text}), *ON, "--format", "json")
    never_a_pass(done, 3)
    assert "top-secret" not in done.out


@pytest.mark.parametrize("source", ["./", "./self"])
def test_a_module_that_calls_itself(write: Write, check: Check, source: str) -> None:
    call = f'module "again" {{\n  source = "{source}"\n}}\n'
    folder = write({"main.tf": GOOD + call, "self/main.tf": 'module "again" {\n  source = "./../self"\n}\n'})
    incomplete(check(folder, *ON), "module.again")


@pytest.mark.parametrize(
    "argument", ["count = 1000000000", "for_each = toset(range(1000000))", "count = 99999999999999999999"]
)
def test_a_billion_instances(write: Write, check: Check, argument: str) -> None:
    many = f'resource "aws_s3_bucket" "many" {{\n  {argument}\n  tags = {{ hds = "yes" }}\n}}\n'
    done = check(write({"main.tf": many}), *ON)
    never_a_pass(done, 3)
    assert len(done.out) < 100_000


@pytest.mark.parametrize("pair", ["[]", "{}", "()"])
def test_three_thousand_nested_brackets(write: Write, check: Check, pair: str) -> None:
    deep = pair[0] * 3000 + pair[1] * 3000
    done = check(write({"main.tf": GOOD, "deep.tf": f"locals {{\n  x = {deep}\n}}\n"}), *ON)
    incomplete(done, "deep.tf")
    assert "aws_s3_bucket.good" in done.out


def test_three_thousand_nested_blocks(write: Write, check: Check) -> None:
    deep = 'resource "aws_s3_bucket" "x" {\n' + "a {\n" * 3000 + "}\n" * 3001
    incomplete(check(write({"main.tf": GOOD, "deep.tf": deep}), *ON), "deep.tf")


def test_an_unknown_key_in_the_estate_file(write: Write, check: Check) -> None:
    folder = write({"main.tf": GOOD, "hds-policy.toml": "version = 1\n[settings]\nexpiry_warning_day = 30\n"})
    done = check(folder, *ON)
    never_a_pass(done, 2)
    assert done.out == ""
    assert "hds-policy.toml:3" in done.err
    assert "expiry_warning_day" in done.err
    assert "expiry_warning_days" in done.err


def test_each_mistake_of_the_estate_file_has_a_line(write: Write, check: Check) -> None:
    done = check(write({"main.tf": GOOD, "hds-policy.toml": "version = 1\nfoo = 1\nbar = 2\n"}), *ON)
    never_a_pass(done, 2)
    first, second, hint = done.err.splitlines()
    assert first.startswith("error: ") and "hds-policy.toml:2: foo" in first
    assert second.startswith("  ") and "hds-policy.toml:3: bar" in second
    assert hint.startswith("hint: ")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the packages and policies, to be spoilt."""
    top = tmp_path / "copy"
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("hds_policy", "policies", "collectors"):
        shutil.copytree(REPOSITORY / name, top / name, ignore=ignored)
    shutil.copy(REPOSITORY / "pyproject.toml", top)
    return top


def with_copy(copy: Path, folder: Path) -> Completed:
    paths = os.pathsep.join(map(str, (copy, copy / "collectors")))
    command = [sys.executable, "-P", "-m", "hds_policy", "check", str(folder), *ON]
    return run(command, env=environment(PYTHONPATH=paths))


def test_the_copy_works_before_it_is_spoilt(copy: Path, write: Write) -> None:
    """Otherwise the tests below would pass for another reason."""
    assert with_copy(copy, write({"main.tf": GOOD})).code == 3


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("hds_policy/hosters/certified.toml", lambda text: text[: len(text) // 2]),
        ("hds_policy/hosters/certified.toml", lambda text: ""),
        ("hds_policy/hosters/certified.toml", lambda text: text.replace('status = "certified"', 'status = "ok"', 1)),
        ("hds_policy/hosters/certified.toml", lambda text: text.replace("valid_until", "valid_untill", 1)),
        ("hds_policy/hosters/regions.toml", lambda text: text.replace("schema = 1", "schema = 2")),
        ("hds_policy/hosters/law.toml", lambda text: "\x00"),
        ("hds_policy/catalogue/models.toml", lambda text: ""),
        ("hds_policy/catalogue/flows.toml", lambda text: text.replace("[flows.", "[flow.")),
        ("hds_policy/catalogue/aws.toml", lambda text: text.replace('role = "stores"', 'role = "keeps"', 1)),
        ("policies/hds/main.rego", lambda text: text.replace("answer :=", "answers :=")),
        ("policies/hds/rules/layer_physical/layer_physical.rego", lambda text: text + "\ndeny contains {"),
    ],
    ids=["cut", "empty", "status", "key", "regions", "law", "models", "flows", "role", "entry-point", "rego"],
)
def test_damaged_data_files(copy: Path, write: Write, file: str, spoil: Callable[[str], str]) -> None:
    path = copy / file
    before = path.read_text("utf-8")
    path.write_text(spoil(before), "utf-8")
    assert path.read_text("utf-8") != before
    done = with_copy(copy, write({"main.tf": GOOD}))
    assert done.code in {2, 70}, done.out + done.err
    assert done.out == ""
    assert [line.startswith("error: ") for line in done.err.splitlines()].count(True) == 1, done.err
    assert "Traceback" not in done.err
    assert "internal error" not in done.err
    if not file.endswith("main.rego"):
        assert Path(file).name in done.err


def test_a_rule_that_falls_silent_is_not_read_as_a_pass(copy: Path, write: Write) -> None:
    rule = copy / "policies/hds/rules/storage_outside_eea/storage_outside_eea.rego"
    text = rule.read_text("utf-8")
    head = text.partition("deny contains")[0]
    rule.write_text(head + "deny contains finding if {\n\tfalse\n\tfinding := {}\n}\n", "utf-8")
    done = with_copy(copy, write({"main.tf": GOOD}))
    assert (done.code, done.out) == (70, "")
    assert "HDS-007" in done.err


def test_two_paths_of_which_one_holds_the_other(write: Write, check: Check) -> None:
    folder = write({"main.tf": GOOD, "inner/main.tf": GOOD})
    for paths in ((folder, folder / "inner"), (folder, folder), (folder / "inner", folder)):
        done = hds_policy("check", *paths, *ON)
        never_a_pass(done, 2)
        assert "part of another given path" in done.err

"""Every file of a tree that a run opens is one whose digest its answer hangs on, and every variable it asks for."""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest
from command import environment, run
from estates import ON

from hds_policy.cli.check import check
from hds_policy.cli.remembering import ENVIRONMENT, SWITCH, answers_for
from hds_policy.language import VARIABLES as LANGUAGE_VARIABLES

REPOSITORY = Path(__file__).parents[2]
ASSETS = REPOSITORY / "tests" / "assets"
_READING = re.compile(r"file\w*\(|templatefile|source *=")
TREES = [
    REPOSITORY / "examples" / "clinic" / "failing",
    *sorted(
        path
        for path in (ASSETS / "terraform" / "cases").iterdir()
        if any(_READING.search(file.read_text("utf-8", "replace")) for file in path.rglob("*.tf"))
    ),
]
WATCHED = """
import json, os, sys
tree, seen = os.path.realpath(sys.argv[1]), set()
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith(tree + os.sep) and not os.path.isdir(path):
            seen.add(path)
sys.addaudithook(watch)
from hds_policy.cli import main
from hds_policy.language import VARIABLES as LANGUAGE_VARIABLES
main(["check", *sys.argv[1:]])
print(json.dumps(sorted(seen)), file=sys.stderr)
"""


def kept_files(cache: Path) -> set[str] | None:
    """Files that the one answer in a cache hangs on; None when none was kept."""
    entries = [*(cache / "hds-policy" / "answers").glob("*")]
    if not entries:
        return None
    content = entries[0].read_bytes()
    files = msgspec.msgpack.decode(content[content.index(b"\n") + 33 :])["files"]
    return {os.path.realpath(path) for path in files}


def test_what_a_run_opens_its_answer_hangs_on(tmp_path: Path):
    kept = 0
    for number, tree in enumerate(TREES):
        cache = tmp_path / str(number)
        env = environment(XDG_CACHE_HOME=str(cache), HDS_POLICY_NO_CACHE="")
        done = run([sys.executable, "-P", "-c", WATCHED, str(tree), *ON], env=env)
        opened = set(json.loads(done.err.splitlines()[-1]))
        files = kept_files(cache)
        if files is not None:
            kept += 1
            assert opened, tree
            assert opened <= files, tree
    assert kept > len(TREES) // 2


def _asked_for(path: Path) -> set[str]:
    """Environment variables that a module reads, by the literal it names; ``?`` for any other use."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "getenv":
            names.add("?")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            of = node.func.value
            if isinstance(of, ast.Attribute) and of.attr == "environ":
                first = node.args[0]
                names.add(first.value if isinstance(first, ast.Constant) else f"?{path.name}")
    uses = sum(isinstance(node, ast.Attribute) and node.attr == "environ" for node in ast.walk(tree))
    gets = sum(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "environ"
        and node.func.attr == "get"
        for node in ast.walk(tree)
    )
    return names | ({f"?{path.name}"} if uses > gets else set())


def test_every_environment_variable_that_may_change_a_report_is_a_part_of_the_question():
    modules = [*(REPOSITORY / "hds_policy").rglob("*.py"), *(REPOSITORY / "collectors").rglob("*.py")]
    asked = set().union(*map(_asked_for, modules))
    # Where the cache is, and what is a part of the look of a report.
    elsewhere = {"LOCALAPPDATA", "XDG_CACHE_HOME", "COLUMNS"}
    # A run on an OPA server is never remembered: test_only_the_embedded_engine_is_remembered.
    elsewhere |= {"HDS_POLICY_OPA_TOKEN"}
    # The collector's TF_VAR_ names are read only with --env-vars, and such a run is not remembered.
    # The process of custom policies gets the names of two system folders; a run with custom policies is not remembered.
    # The command line hands it to the choice of the language, which is a setting of its own.
    assert set(LANGUAGE_VARIABLES) <= set(ENVIRONMENT)
    whole_environment = {"?remembering.py", "?collector.py", "?parent.py", "?__init__.py"}
    # Live scans and bundles are never remembered, only `check` is; nor is a run that asks git or renders charts.
    elsewhere |= {"KUBECONFIG", "KUBERNETES_SERVICE_PORT", "PATH"}
    whole_environment |= {"?contexts.py", "?exec_plugin.py", "?evidence_files.py", "?git.py"}

    assert {"TERM", "NO_COLOR"} <= asked
    assert asked - elsewhere - whole_environment - {SWITCH} <= set(ENVIRONMENT)


def test_a_run_that_reads_variables_of_the_environment_is_not_remembered(tmp_path: Path):
    tree = tmp_path / "tree"
    tree.mkdir()
    text = 'variable "r" {}\nresource "aws_s3_bucket" "b" {\n  region = var.r\n  tags = { hds = "yes" }\n}\n'
    (tree / "main.tf").write_text(text, encoding="utf-8")
    env = environment(XDG_CACHE_HOME=str(tmp_path / "cache"), HDS_POLICY_NO_CACHE="")
    command = [sys.executable, "-P", "-m", "hds_policy", "check", str(tree), *ON]
    shown = [
        run([*command, "--env-vars"], env={**env, "TF_VAR_r": region}).out for region in ("us-east-1", "us-west-2")
    ]

    assert "us-east-1" in shown[0]
    assert "us-west-2" in shown[1]
    assert "us-east-1" not in shown[1]
    assert "us-west-2" not in run(command, env={**env, "TF_VAR_r": "us-west-2"}).out


@pytest.mark.parametrize("name", ["assume", "config", "hcl_parser", "paths", "strict", "var_files", "variables"])
def test_options_have_the_names_that_the_question_is_made_of(name: str):
    assert name in {parameter.name for parameter in check.params}


def test_only_the_embedded_engine_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SWITCH, raising=False)
    options = ["check", str(tmp_path), "--engine", "opa", "--opa-url", "http://127.0.0.1:9"]
    with check.make_context("check", options[1:]) as context:
        assert answers_for(context, date(2026, 11, 24), ()) is None
    with check.make_context("check", [str(tmp_path)]) as context:
        assert answers_for(context, date(2026, 11, 24), ()) is not None


def test_a_run_with_custom_policies_is_not_remembered(tmp_path: Path) -> None:
    with check.make_context("check", [str(tmp_path), "--policies", str(tmp_path)]) as context:
        assert answers_for(context, date(2026, 11, 24), ()) is None

"""Mutants of rules: each kind of change is made once, and what the tests of a rule miss survives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mutation.killing import Policies
from mutation.mutants import mutants_of

from hds_policy.evaluation.subset.rego_ast import parse
from hds_policy.rules.folder import default_folder

NAMES = (
    "hds/main.rego",
    *(f"hds/rules/open_flow/{name}" for name in ("open_flow.rego", "open_flow_test.rego", "examples.yaml")),
)
RULE = NAMES[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One shipped rule, with its tests and examples."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(default_folder() / name, tmp_path / name)
    return tmp_path


def changes(body: str) -> set[tuple[str, str, str]]:
    return {(one.kind, one.was, one.now) for one in mutants_of(parse("a.rego", f"package a\n{body}\n"))}


@pytest.mark.parametrize(
    ("body", "change"),
    [
        ("x if not input.a", ("negation dropped", "not ", "")),
        ("x if input.a == 1", ("comparison turned", "==", "!=")),
        ("x if input.a != 1", ("comparison turned", "!=", "==")),
        ("x if input.a < 1", ("comparison turned", "<", "<=")),
        ("x if input.a < 1", ("comparison turned", "<", ">=")),
        ("x if input.a >= 1", ("comparison turned", ">=", ">")),
        ("x if input.a + 1 > 3", ("calculation changed", "+", "-")),
        ("x if input.a + 1 > 3", ("number changed", "3", "4")),
        ('x if input.a == "b"', ("text changed", '"b"', '"mutant"')),
        ("x if input.a == `b`", ("text changed", "`b`", '"mutant"')),
        ("x if input.a == true", ("truth turned", "true", "false")),
        ("x if input.a == null", ("null changed", "null", "false")),
        ("x if input.placements.physical", ("field changed", "physical", "hardware")),
        ("x if input.c.until_ns", ("field changed", "until_ns", "from_ns")),
        ("x if {\n\tinput.a\n\tinput.b\n}", ("statement dropped", "input.b", "true")),
        ("x := [y | y := input.a; y > 1]", ("statement dropped", "y > 1", "true")),
        ("x if input.a", ("branch never holds", "input.a", "{ false; input.a }")),
        ("x := 1 if {\n\tinput.a\n} else := 2", ("number changed", "2", "3")),
    ],
)
def test_each_change_is_made(body: str, change: tuple[str, str, str]) -> None:
    assert change in changes(body)


def test_a_mutant_is_the_module_with_one_change() -> None:
    source = 'package a\n# é\nx if input.a == "é"\n'
    [mutant] = [one for one in mutants_of(parse("a.rego", source)) if one.kind == "comparison turned"]
    assert mutant.source == source.replace("==", "!=")
    assert (mutant.line, mutant.rule) == (3, "x")


def test_the_tests_of_a_whole_rule_kill_every_mutant(folder: Path) -> None:
    policies = Policies(folder)
    assert policies.paths == [RULE]
    fates = list(policies.fates(RULE))
    assert len([fate for fate in fates if fate.result == "killed"]) >= 15
    assert not [fate for fate in fates if fate.result == "survived"]


def test_what_no_test_looks_at_survives(folder: Path) -> None:
    """Without the case of another answer than no, the second rule may say what it likes."""
    (folder / NAMES[2]).write_text("package hds.rules.open_flow_test\n\ntest_nothing if true\n", encoding="utf-8")
    examples = (folder / NAMES[3]).read_text(encoding="utf-8")
    (folder / NAMES[3]).write_text(examples[: examples.index("  - name: a replication")], encoding="utf-8")
    survivors = {
        (fate.mutant.kind, fate.mutant.was) for fate in Policies(folder).fates(RULE) if fate.result == "survived"
    }
    assert ("text changed", '"end_not_read"') in survivors
    assert ("text changed", '"end_outside_eea"') not in survivors


def test_what_does_not_compile_is_stillborn(folder: Path) -> None:
    fates = {(fate.mutant.kind, fate.mutant.was): fate.result for fate in Policies(folder).fates(RULE)}
    assert fates["statement dropped", "some flow in input.flows"] == "stillborn"

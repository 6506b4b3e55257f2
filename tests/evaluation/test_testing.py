"""The Rego test runner itself: what is deleted, false, absent, skipped or broken is reported."""

import shutil
from pathlib import Path

import pytest

from hds_policy.errors import PolicyError
from hds_policy.evaluation.testing import TestOutcome, run_tests
from hds_policy.rules.folder import default_folder

RULE = "hds/rules/storage_outside_eea/storage_outside_eea.rego"
TESTS = "hds/rules/storage_outside_eea/storage_outside_eea_test.rego"
EXAMPLES = "hds/rules/storage_outside_eea/examples.yaml"
HEAD = "package hds.rules.storage_outside_eea_test\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The entry point and one shipped rule with its examples, and one test that holds."""
    shutil.copytree(default_folder(), tmp_path / "all")
    for name in ("hds/main.rego", RULE, EXAMPLES):
        (tmp_path / "one" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / "all" / name, tmp_path / "one" / name)
    (tmp_path / "one" / TESTS).write_text(HEAD + "test_a if 1 == 1\n", encoding="utf-8")
    return tmp_path / "one"


def failures(folder: Path) -> dict[str, str]:
    return {outcome.name: outcome.message for outcome in run_tests(folder) if not outcome.passed}


def write_tests(folder: Path, body: str) -> None:
    (folder / TESTS).write_text(HEAD + body, encoding="utf-8")


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_all_passes_and_each_is_named(folder: Path) -> None:
    outcomes = run_tests(folder)
    assert all(outcome.passed and not outcome.message for outcome in outcomes)
    test = TestOutcome("data.hds.rules.storage_outside_eea_test.test_a", TESTS, 2, True)
    assert test in outcomes
    assert any(outcome.path == EXAMPLES for outcome in outcomes)


@pytest.mark.parametrize(
    ("body", "name", "message"),
    [
        ("test_a if 1 == 2\n", "test_a", "not true: at least one of its conditions does not hold"),
        ("test_a := false\n", "test_a", "not true: its value is false"),
        ("test_a := 1\n", "test_a", "not true: its value is 1"),
        ("test_a if input.nothing\n", "test_a", "not true: at least one of its conditions does not hold"),
        (
            "test_a if 1 == 2\ntest_a if 1 == 1\n",
            "test_a",
            "defined more than once: one that holds hides one that does not",
        ),
        ("todo_test_a if 1 == 1\n", "todo_test_a", "a test that is skipped: write it or remove it"),
    ],
)
def test_a_test_that_does_not_hold_is_reported(folder: Path, body: str, name: str, message: str) -> None:
    write_tests(folder, body)
    assert failures(folder) == {f"data.hds.rules.storage_outside_eea_test.{name}": message}


def test_an_error_in_a_test_is_reported_and_the_others_still_run(folder: Path) -> None:
    write_tests(folder, 'test_a if abs("x") == 1\ntest_b if 1 == 1\n')
    [(name, message)] = failures(folder).items()
    assert name.endswith(".test_a")
    assert message.startswith("error: ")
    assert "Stack backtrace" not in message


def test_a_test_file_without_tests_is_reported(folder: Path) -> None:
    write_tests(folder, "# test_a if 1 == 1\n")
    assert failures(folder) == {TESTS: "holds no test"}


def test_a_rule_without_test_file_is_reported(folder: Path) -> None:
    (folder / TESTS).unlink()
    assert failures(folder) == {"HDS-007 tests": "missing: the rule has no test"}


def test_a_rule_without_examples_is_reported(folder: Path) -> None:
    (folder / EXAMPLES).unlink()
    assert failures(folder) == {"HDS-007 examples": f"{EXAMPLES}: cannot be read: No such file or directory"}


@pytest.mark.parametrize(
    "example",
    [
        "expect: good, input: {locations: [{eea: 'yes'}]}",
        "expect: bad, codes: [outside_eea], input: {locations: [{eea: 'no'}]}",
    ],
)
def test_a_rule_with_examples_of_one_side_only_is_reported(folder: Path, example: str) -> None:
    text = f"examples:\n- {{name: A, {example}}}\n"
    (folder / EXAMPLES).write_text(text, encoding="utf-8")
    assert failures(folder) == {"HDS-007 examples": "needs at least one good example and one that is not"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('location.eea == "no"', 'location.eea == "yes"'),
        ('["outside_eea"]', '["region_unresolved"]'),
        ("deny contains finding", "review contains finding"),
        ('"subject": location.id', '"subject": location.region'),
    ],
)
def test_a_rule_that_is_mutated_fails_its_examples(folder: Path, old: str, new: str) -> None:
    replace_in(folder / RULE, old, new)
    assert any(name.startswith("HDS-007 example: ") for name in failures(folder))


def test_policies_outside_the_subset_are_reported_and_never_evaluated(folder: Path) -> None:
    write_tests(folder, "f(x) := f(x)\ntest_a if f(1)\n")
    [(name, message)] = failures(folder).items()
    assert name == "Rego subset"
    assert message.startswith("column 1: recursion: hds.rules.storage_outside_eea_test.f → ")


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no rule found"):
        run_tests(tmp_path)

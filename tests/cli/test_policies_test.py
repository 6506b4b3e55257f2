"""``hds-policy policies test`` and ``policies new`` as a user runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed, hds_policy
from custom_policies import ELSEWHERE, rule, write_policies
from estates import ON, estate

from hds_policy.cli import main
from hds_policy.evaluation.sandbox.limits import Limits
from hds_policy.evaluation.trial import Branch, try_policies

PLACE = "custom/acme/rules/paris"
TWO = ELSEWHERE + ELSEWHERE.replace("deny", "review").replace('region != "eu-west-3"', 'country == "FR"')
TEST = """package custom.acme.rules.paris_test

import data.custom.acme.rules.paris

test_lyon_is_denied if {
	denied := paris.deny with input as {"locations": [{"id": "a", "region": "lyon", "country": "FR"}]}
	denied == {{"subject": "a", "codes": ["elsewhere"], "facts": {}}}
}
"""
EXAMPLES = """examples:
  - {name: in Paris, expect: good, input: {locations: [{region: eu-west-3, country: DE}]}}
  - {name: elsewhere, expect: bad, codes: [elsewhere], input: {locations: [{region: lyon, country: DE}]}}
"""


def files(body: str = ELSEWHERE, test: str = TEST, examples: str = EXAMPLES) -> dict[str, str]:
    return rule(body) | {f"{PLACE}/paris_test.rego": test, f"{PLACE}/examples.yaml": examples}


def policies(command: str, *arguments: object, **options: object) -> Completed:
    return hds_policy("policies", command, *arguments, **options)  # type: ignore[arg-type]  # as for hds_policy


def failures(folder: Path, limits: Limits | None = None) -> dict[str, str]:
    trial = try_policies(folder, limits or Limits())
    return {outcome.name: outcome.message for outcome in trial.outcomes if not outcome.passed}


def test_a_new_rule_holds_as_it_is_written(tmp_path: Path, write: Callable[..., Path], check: Callable[..., Completed]):
    made = policies("new", "acme.known_hosters", "--in", tmp_path / "p")
    assert made.code == 0, made.err
    again = policies("new", "acme.other", "--in", tmp_path / "p")
    assert [line.partition(":")[0] for line in (made.err + again.err).splitlines()] == ["ACME-001", "ACME-002"]

    tried = policies("test", tmp_path / "p")
    assert tried.code == 0, tried.out + tried.err
    assert tried.out.splitlines() == [
        "ACME-001  known_hosters: 2 of 2 branches exercised",
        "ACME-002  other: 2 of 2 branches exercised",
        "12 tests and examples of 2 rules: 0 fail or are missing",
    ]
    # A bucket at Amazon, which is not on the list of the template.
    done = check(write(estate()), *ON, "--policies", tmp_path / "p")
    assert done.code == 1
    assert "Amazon Web Services is not one of the hosters we chose." in done.out.replace("\n", " ").replace("  ", " ")


@pytest.mark.parametrize("name", ["known", "Acme.known", "acme.known-hosters", "acme.a.b", "acme.", "../x.y", "1a.b"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    done = policies("new", name, "--in", tmp_path / "p")
    assert (done.code, done.out) == (2, "")
    assert "organisation.name" in done.err
    assert not (tmp_path / "p").exists()


def test_a_rule_that_exists_is_not_touched(tmp_path: Path) -> None:
    write_policies(tmp_path, files())
    done = policies("new", "acme.paris", "--in", tmp_path)
    assert done.code == 2
    assert "exists already" in done.err
    assert sorted(path.name for path in (tmp_path / PLACE).iterdir()) == [
        "examples.yaml",
        "paris.rego",
        "paris_test.rego",
    ]


@pytest.mark.parametrize("organisation", ["hds", "a"])
def test_the_id_of_a_new_rule_is_never_one_of_ours(tmp_path: Path, organisation: str) -> None:
    made = policies("new", f"{organisation}.one", "--in", tmp_path / "p")
    assert made.err.startswith(f"{organisation.upper()}X-001: ")
    assert policies("test", tmp_path / "p").code == 0


def test_all_holds_and_each_branch_is_exercised(tmp_path: Path) -> None:
    trial = try_policies(write_policies(tmp_path, files()))
    assert all(outcome.passed for outcome in trial.outcomes)
    assert len(trial.outcomes) == 3
    [(branch,)] = trial.branches.values()
    assert (branch.name, branch.path, branch.exercised) == ("deny", f"{PLACE}/paris.rego", True)


def test_a_branch_that_nothing_exercises_is_named(tmp_path: Path) -> None:
    """No test and no example has a store in France that may be reviewed."""
    done = policies("test", write_policies(tmp_path, files(TWO)))
    assert "ACME-001  paris: 1 of 2 branches exercised" in done.out
    line = files(TWO)[f"{PLACE}/paris.rego"].splitlines().index("review contains finding if {") + 1
    assert f"{PLACE}/paris.rego:{line}: review: no test or example notices it" in done.out


@pytest.mark.parametrize(
    ("changed", "name", "message"),
    [
        ({"test": TEST.replace('"lyon"', '"eu-west-3"')}, "paris_test.test_lyon", "not true: at least one"),
        ({"test": TEST[: TEST.index("test_lyon")] + "test_lyon_is_denied := 1\n"}, "test_lyon", "its value is 1"),
        ({"test": TEST.replace("test_lyon", "todo_test_lyon")}, "todo_test_lyon", "a test that is skipped"),
        ({"test": TEST + TEST[TEST.index("test_lyon") :]}, "test_lyon_is_denied", "defined more than once"),
        ({"test": TEST.replace("test_lyon", "_lyon")}, "paris_test.rego", "holds no test"),
        ({"examples": EXAMPLES.replace("region: lyon", "region: eu-west-3")}, "elsewhere", "the rule gives nothing"),
        ({"examples": EXAMPLES.replace("eu-west-3", "lyon")}, "in Paris", "expected nothing, the rule gives deny"),
        ({"examples": EXAMPLES[: EXAMPLES.index("  - {name: elsewhere")]}, "ACME-001 examples", "needs at least one"),
        ({"examples": "examples: ["}, "ACME-001 examples", "examples.yaml:2: not valid YAML"),
        ({"examples": "a: &a {}\nb: &b [*a, *a]\n"}, "ACME-001 examples", ":2: not valid YAML: an alias (*a)"),
        ({"examples": "#" * 300_000}, "ACME-001 examples", "larger than 256 KiB"),
        ({"body": ELSEWHERE.replace('["elsewhere"]', '["x"]')}, "elsewhere", "gives a code that has no message"),
    ],
    ids=["false", "value", "todo", "twice", "none", "silent", "loud", "one-side", "yaml", "alias", "large", "shape"],
)  # fmt: skip
def test_what_does_not_hold_is_named(tmp_path: Path, changed: dict[str, str], name: str, message: str) -> None:
    found = failures(write_policies(tmp_path, files(**changed)))
    [said] = [text for test, text in found.items() if test.endswith(name) or name in test]
    assert message in said


@pytest.mark.parametrize(
    ("gone", "named"), [("paris_test.rego", "ACME-001 tests"), ("examples.yaml", "ACME-001 examples")]
)
def test_what_is_missing_is_named(tmp_path: Path, gone: str, named: str) -> None:
    folder = write_policies(tmp_path, files())
    (folder / PLACE / gone).unlink()
    done = policies("test", folder)
    assert done.code == 1
    assert f"FAILS  {PLACE}/{gone}:1: {named}: " in done.out


def test_examples_are_not_read_through_a_link(tmp_path: Path) -> None:
    folder = write_policies(tmp_path / "p", files())
    outside = write_policies(tmp_path, {"x.yaml": EXAMPLES}) / "x.yaml"
    (folder / PLACE / "examples.yaml").unlink()
    (folder / PLACE / "examples.yaml").symlink_to(outside)
    assert "leads out of the policies folder" in failures(folder)["ACME-001 examples"]


def test_a_test_that_never_ends_leaves_the_others_their_answer(tmp_path: Path) -> None:
    loops = "\n".join(f"\tsome a{number} in ten" for number in range(12))
    total = " + ".join(f"a{number}" for number in range(12))
    slow = f"{TEST}\ntest_slow if {{\n\tten := [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n{loops}\n\t{total} == -1\n}}\n"
    found = failures(write_policies(tmp_path, files(test=slow)), Limits(cpu_seconds=1))
    [(name, message)] = found.items()
    assert name == "data.custom.acme.rules.paris_test.test_slow"
    assert "took more than 1 s of CPU time" in message


@pytest.mark.parametrize(
    ("body", "code", "named"),
    [
        (ELSEWHERE.replace("finding :=", 'http.send({"url": "https://evil.example"})\n\tfinding :='), 2, "`http.send`"),
        (ELSEWHERE + "x :=", 2, "not valid Rego"),
    ],
)
def test_what_may_not_be_asked_is_not_run(tmp_path: Path, body: str, code: int, named: str) -> None:
    done = policies("test", write_policies(tmp_path, files(body)))
    assert (done.code, done.out) == (code, "")
    assert named in done.err


def test_no_folder_and_nothing_to_test(tmp_path: Path) -> None:
    assert policies("test", tmp_path / "gone").code == 2
    (tmp_path / "empty").mkdir()
    nothing = policies("test", tmp_path / "empty")
    assert (nothing.code, nothing.out) == (4, "")
    assert "nothing to test" in nothing.err


def test_an_installation_without_the_shipped_tests_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The wheel holds the rules without their tests: nothing to test is not a failure, and no success either."""
    write_policies(tmp_path, rule())
    monkeypatch.setattr("hds_policy.rules.default_folder", lambda: tmp_path)
    assert main(["policies", "test"]) == 4
    said = capsys.readouterr()
    assert (said.out, "source distribution" in said.err) == ("", True)


def test_the_shipped_rules_hold_and_every_branch_of_them_is_exercised() -> None:
    done = policies("test", "--format", "json")
    assert done.code == 0, done.out + done.err
    report = done.json
    assert len(report["rules"]) >= 21
    assert {outcome["passed"] for outcome in report["outcomes"]} == {True}
    assert [one for entry in report["rules"] for one in entry["branches"] if one["exercised"] is not True] == []
    assert all(entry["branches"] for entry in report["rules"])


def test_a_branch_is_a_definition_of_a_public_set(tmp_path: Path) -> None:
    trial = try_policies(
        write_policies(tmp_path, files("_x := 1\n" + ELSEWHERE.replace("if {\n", "if {\n\t_x == 1\n")))
    )
    [branches] = trial.branches.values()
    assert [isinstance(branch, Branch) and branch.name for branch in branches] == ["deny"]

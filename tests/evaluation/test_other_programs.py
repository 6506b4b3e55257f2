"""OPA and conftest give our findings on what `hds-policy inventory` prints: the real programs on the example."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command import hds_policy
from real_opa import find, missing, run

from hds_policy.evaluation import EmbeddedEngine
from hds_policy.evaluation.bundle import bundle
from hds_policy.evaluation.canary import is_canary
from hds_policy.evaluation.certificate_input import DAY_NS, MOMENT_NS, day_ns
from hds_policy.rules.folder import load_rules

ROOT = Path(__file__).parents[2]
FAILING, MENDED = (ROOT / "examples" / "clinic" / name for name in ("failing", "mended"))
RULES = load_rules()
OPA, CONFTEST = find("opa"), find("conftest")
needs_opa = pytest.mark.skipif(OPA is None, reason=missing("opa", "is opa eval on an inventory"))
needs_conftest = pytest.mark.skipif(CONFTEST is None, reason=missing("conftest", "is conftest on an inventory"))
Rows = set[tuple[str, str, str, tuple[str, ...]]]


def saved(folder: Path, estate: Path) -> Path:
    done = hds_policy("inventory", estate, "--about", "--on", "2026-11-23")
    assert done.code == 0, done.err
    (folder / "inventory.json").write_text(done.out, "utf-8")
    return folder / "inventory.json"


def rows_of(answer: Any) -> Rows:
    return {(row["rule"], row["kind"], row["subject"], tuple(row["codes"])) for row in answer["findings"]}


def our_rows(inventory: Path) -> Rows:
    document = json.loads(inventory.read_text("utf-8"))
    del document["about"]
    answer = EmbeddedEngine(RULES.modules).evaluate(document)
    return {(row.rule, row.kind, row.subject, tuple(row.codes)) for row in answer.findings}


@needs_opa
@pytest.mark.parametrize("estate", [FAILING, MENDED], ids=lambda estate: estate.name)
@pytest.mark.parametrize("whole", ["folder", "bundle"])
def test_opa_eval_gives_our_findings(tmp_path: Path, estate: Path, whole: str) -> None:
    assert OPA is not None
    inventory = saved(tmp_path, estate)
    (tmp_path / "bundle.tar.gz").write_bytes(bundle(RULES))
    policies = ("--data", RULES.folder) if whole == "folder" else ("--bundle", tmp_path / "bundle.tar.gz")
    done = run(OPA, "eval", *policies, "--input", inventory, "--strict-builtin-errors", "data.hds.main.answer")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)["result"][0]["expressions"][0]["value"]
    assert rows_of(answer) == our_rows(inventory)
    assert sorted(answer["rules"]) == sorted(rule.name for rule in RULES.rules.values())


def conftest(inventory: Path) -> tuple[int, Any]:
    assert CONFTEST is not None
    options = ("--policy", RULES.folder, "--namespace", "hds.conftest", "--output", "json")
    done = run(CONFTEST, "test", *options, inventory)
    return done.returncode, json.loads(done.stdout)[0]


@needs_conftest
@pytest.mark.parametrize("estate", [FAILING, MENDED], ids=lambda estate: estate.name)
def test_conftest_gives_our_findings(tmp_path: Path, estate: Path) -> None:
    inventory = saved(tmp_path, estate)
    code, found = conftest(inventory)
    results = [*found.get("failures", []), *found.get("warnings", [])]
    rows = {
        (one["rule"], one["kind"], one["subject"], tuple(one["codes"]))
        for one in (entry["metadata"] for entry in results)
    }
    expected = {row for row in our_rows(inventory) if not is_canary(row[2])}
    assert rows == expected
    assert code == (1 if any(kind != "review" for _, kind, _, _ in expected) else 0)
    if estate is FAILING:
        assert any("aws_lambda_function.api" in entry["msg"] for entry in results)


@needs_conftest
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unread": 1}, "not everything could be read"),
        ({"locations": []}, "did not report its canary"),
        ({"version": 2}, "has no version"),
    ],
)
def test_conftest_does_not_pass_an_input_that_is_not_whole(tmp_path: Path, change: Any, message: str) -> None:
    inventory = saved(tmp_path, MENDED)
    document = json.loads(inventory.read_text("utf-8")) | change
    inventory.write_text(json.dumps(document), "utf-8")
    code, found = conftest(inventory)
    assert code == 1
    assert any(message in entry["msg"] for entry in found["failures"])


@needs_conftest
def test_conftest_does_not_pass_another_document(tmp_path: Path) -> None:
    other = tmp_path / "pod.json"
    other.write_text('{"kind": "Pod"}', "utf-8")
    code, found = conftest(other)
    assert code == 1 and found["failures"]


def test_days_and_moments_are_exact_in_floating_point() -> None:
    for day in (date(2018, 1, 1), date(2026, 11, 23), date(2200, 12, 31)):
        for instant in (day_ns(day), day_ns(day) + MOMENT_NS, day_ns(day) + DAY_NS):
            assert int(float(instant)) == instant

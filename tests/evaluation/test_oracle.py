"""Real OPA as the oracle: it accepts our policies, runs our tests, and answers as the embedded engine to the last byte.

OPA is taken from the environment variable OPA, from PATH, or from .cache/opa (`make opa` builds it there).
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from compared import EXAMPLES, RULES, agreed, mutated_examples
from real_opa import find, missing, run

from hds_policy.evaluation.engine import ENTRY_POINT
from hds_policy.evaluation.testing import run_tests
from hds_policy.rules.folder import default_folder

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "tests" / "assets" / "rego"


OPA = find("opa")
if OPA is None:
    pytest.skip(
        missing("opa", "are opa test, opa check --strict and the comparison of both engines"), allow_module_level=True
    )

DIVERGENCES = yaml.safe_load((ASSETS / "divergences.yaml").read_text(encoding="utf-8"))
BUILTINS = yaml.safe_load((ASSETS / "builtins.yaml").read_text(encoding="utf-8"))
INPUT = {"list": [1, 2], "text": "é", "word": "bé", "pattern": r"^\w$", "object": {"a": {"b": 1}}}


def opa(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert OPA is not None
    return run(OPA, *arguments)


def opa_value(query: str, *files: Path, given: Any = None) -> Any:
    """Value of a query, `undefined` or `error`, with strict built-in errors."""
    data = [argument for file in files for argument in ("--data", str(file))]
    command = ["eval", "--format", "json", "--strict-builtin-errors", *data]
    if given is not None:
        place = files[0].parent / "given.json"
        place.write_text(json.dumps(given), encoding="utf-8")
        command += ["--input", str(place)]
    output = json.loads(opa(*command, query).stdout)
    if output.get("errors"):
        return "error"
    return output["result"][0]["expressions"][0]["value"] if output.get("result") else "undefined"


def opa_answers(folder: Path, documents: list[Any]) -> list[Any]:
    """Answers of the entry point to all documents, from one OPA process."""
    modules = []
    for path, source in RULES.modules:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(source, encoding="utf-8")
        modules.append(folder / path)
    place = folder / "documents.json"
    place.write_text(json.dumps({"documents": documents}), encoding="utf-8")
    query = f"[answer | some document in data.documents; answer := {ENTRY_POINT} with input as document]"
    answers = opa_value(query, *modules, place)
    assert isinstance(answers, list), answers
    return answers


def test_the_policies_are_formatted_as_opa_formats_them() -> None:
    result = opa("fmt", "--list", str(RULES.folder))
    assert (result.returncode, result.stdout.strip()) == (0, ""), result.stderr


def test_opa_accepts_the_policies() -> None:
    result = opa("check", "--strict", "--schema", str(RULES.folder / "schema"), str(RULES.folder))
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("wrong", ["input.placments.virtual", "input.placements.virtuel"])
def test_opa_refuses_what_is_not_in_the_input_contract(tmp_path: Path, wrong: str) -> None:
    folder = Path(shutil.copytree(RULES.folder, tmp_path / "policies"))
    rule = folder / "hds" / "rules" / "layer_virtual" / "layer_virtual.rego"
    rule.write_text(rule.read_text("utf-8").replace("input.placements.virtual", wrong), "utf-8")
    result = opa("check", "--strict", "--schema", str(folder / "schema"), str(folder))
    assert result.returncode != 0
    assert f"undefined ref: {wrong}" in result.stderr


def test_opa_runs_the_same_tests_and_all_pass() -> None:
    result = opa("test", "--format", "json", str(RULES.folder))
    assert result.returncode == 0, result.stdout + result.stderr
    theirs = {f"{test['package']}.{test['name']}" for test in json.loads(result.stdout)}
    ours = {outcome.name for outcome in run_tests(default_folder()) if outcome.name.startswith("data.")}
    assert theirs == ours != set()


def test_examples_are_answered_alike(tmp_path: Path) -> None:
    documents = [example.document for example in EXAMPLES]
    assert agreed(documents, opa_answers(tmp_path, documents)) >= len(RULES.rules)


def test_mutated_examples_with_canaries_are_answered_alike(tmp_path: Path) -> None:
    documents = mutated_examples(600)
    assert agreed(documents, opa_answers(tmp_path, documents)) >= len(documents)


def test_allowed_builtins_give_the_same_value(tmp_path: Path) -> None:
    probes = [probe for entries in BUILTINS.values() for probe in entries]
    lines = [f"p{number} := {text}" for number, (text, _) in enumerate(probes)]
    module = tmp_path / "a.rego"
    escaped = [line.replace("\n", "\\n").replace("\t", "\\t") for line in lines]
    module.write_text("package a\n" + "\n".join(escaped) + "\n", encoding="utf-8")
    values = opa_value("data.a", module)
    assert isinstance(values, dict), values
    assert [values.get(f"p{number}", "undefined") for number in range(len(probes))] == [value for _, value in probes]


@pytest.mark.parametrize("probe", DIVERGENCES, ids=lambda probe: probe["name"])
def test_opa_still_behaves_as_recorded(tmp_path: Path, probe: dict[str, Any]) -> None:
    module = tmp_path / "a.rego"
    module.write_text(probe["module"], encoding="utf-8")
    assert opa_value("data.a.x", module, given=INPUT) == probe["opa"]

"""The embedded engine: a usable answer or an EngineError; silence of a rule is never "no findings"."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from asking import HOLDERS, around, canary_of, placed
from building import certificate, hoster, resource
from msgspec.structs import replace

from hds_policy.config import Estate
from hds_policy.errors import EngineError, ExitCode, PolicyError
from hds_policy.evaluation import EmbeddedEngine, build, findings_of
from hds_policy.evaluation.engine import Answer, Row, read_answer
from hds_policy.model import Finding, Inventory, Placed, Result
from hds_policy.pipeline import Knowledge, assess

Modules = tuple[tuple[str, str], ...]
NOTHING = "package hds.rules.{name}\n\ndeny contains finding if {{\n\tfalse\n\tfinding := {{}}\n}}\n"


def answered(modules: Modules, shipped: Knowledge, *entries: Placed) -> list[Finding]:
    questions = build(entries, around())
    rules = {rule.name: rule for rule in shipped.rules.rules.values()}
    answer = EmbeddedEngine(modules).evaluate(questions.document)
    return findings_of(answer, questions, rules, date(2026, 11, 23), {})


def changed(modules: Modules, name: str, source: str | None) -> Modules:
    """The modules with one rule replaced, or taken out."""
    end = f"{name}.rego"
    assert any(path.endswith(end) for path, _ in modules)
    kept = tuple((path, text if not path.endswith(end) else source) for path, text in modules)
    return tuple((path, text) for path, text in kept if text is not None)


RULES = [
    path.stem for path in Path(__file__).parents[2].glob("policies/hds/rules/*/*.rego") if "_test" not in path.stem
]


def test_the_rules_are_there() -> None:
    assert len(RULES) >= 13


def test_the_shipped_rules_report_all_their_canaries(shipped: Knowledge) -> None:
    found = answered(shipped.rules.modules, shipped, placed())
    assert {one.rule for one in found} >= {f"HDS-00{number}" for number in range(1, 8)}


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_that_reports_nothing_is_an_error(shipped: Knowledge, name: str) -> None:
    modules = changed(shipped.rules.modules, name, NOTHING.format(name=name))
    with pytest.raises(EngineError, match="did not report its canary"):
        answered(modules, shipped, placed())


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_that_is_missing_is_an_error(shipped: Knowledge, name: str) -> None:
    with pytest.raises(EngineError, match="was not evaluated"):
        answered(changed(shipped.rules.modules, name, None), shipped, placed())


def test_a_rule_that_names_a_subject_of_its_own_making_is_an_error(shipped: Knowledge) -> None:
    source = dict(shipped.rules.modules)["hds/rules/storage_outside_eea/storage_outside_eea.rego"]
    strange = '\ndeny contains {"subject": "locations/99", "codes": ["outside_eea"], "facts": {}}\n'
    with pytest.raises(EngineError, match="locations/99"):
        answered(changed(shipped.rules.modules, "storage_outside_eea", source + strange), shipped, placed())


def test_an_undefined_entry_point_is_an_error(shipped: Knowledge) -> None:
    modules = tuple(entry for entry in shipped.rules.modules if not entry[0].endswith("main.rego"))
    with pytest.raises(EngineError) as caught:
        EmbeddedEngine(modules).evaluate(build([placed()], around()).document)
    assert caught.value.exit_code is ExitCode.INTERNAL


@pytest.mark.parametrize(
    "main",
    [
        "answer := 1",
        'answer := {"findings": []}',
        'answer := {"findings": [{"rule": "x"}], "rules": []}',
        'answer := {"findings": [{"rule": 1, "kind": "deny", "subject": "s", "codes": [], "facts": {}}], "rules": []}',
        'answer := {"findings": {}, "rules": []}',
        "answer := 1 if input.nothing",
        "answer := 1 / input.version - 1 / (input.version - 1)",
    ],
)
def test_an_answer_of_another_shape_is_an_error(shipped: Knowledge, main: str) -> None:
    source = f"package hds.main\n\n{main}\n"
    with pytest.raises(EngineError):
        answered(changed(shipped.rules.modules, "main", source), shipped, placed())


def test_conflicting_values_are_an_error(shipped: Knowledge) -> None:
    source = "package hds.main\n\nanswer := x if some x in [1, 2]\n"
    with pytest.raises(EngineError):
        answered(changed(shipped.rules.modules, "main", source), shipped, placed())


def test_a_module_that_does_not_compile_is_a_policy_error_with_its_path() -> None:
    with pytest.raises(PolicyError, match=r"hds/rules/x\.rego"):
        EmbeddedEngine([("hds/rules/x.rego", "package x\n\ndeny contains {")])


@pytest.mark.parametrize(
    "text",
    ["", "null", "{}", '{"result": []}', '{"result": [{"expressions": []}]}', '{"result": [{"expressions": [{}]}]}'],
)
def test_a_query_result_without_a_value_is_an_error(text: str) -> None:
    with pytest.raises(EngineError, match="no usable answer"):
        read_answer(text)


def test_a_query_result_is_read() -> None:
    row = {"rule": "r", "kind": "deny", "subject": "s", "codes": ["c"], "facts": {"k": "v"}}
    text = json.dumps({"result": [{"expressions": [{"value": {"findings": [row], "rules": ["r"]}}]}]})
    assert read_answer(text) == Answer((Row("r", "deny", "s", ("c",), {"k": "v"}),), ("r",))


def test_one_engine_answers_each_input_for_itself(shipped: Knowledge) -> None:
    engine = EmbeddedEngine(shipped.rules.modules)

    def rows(places: Iterable[str]) -> set[str]:
        questions = build([placed("cloud_database.a", *places)], around())
        rows = [row for row in engine.evaluate(questions.document).findings if row.rule == "storage_outside_eea"]
        return {row.subject for row in rows if row.kind == "deny"} - {canary_of(questions, "locations")}

    assert rows(["us-east"]) == {"locations/1"}
    assert rows(["eu-west"]) == set()
    assert rows(["eu-west", "us-east"]) == {"locations/2"}


@pytest.mark.parametrize("warning", [0, 1, 3650])
def test_every_warning_period_that_the_estate_may_give_works(shipped: Knowledge, warning: int) -> None:
    questions = build([placed()], around(warning=warning))
    rules = {rule.name: rule for rule in shipped.rules.rules.values()}
    answer = EmbeddedEngine(shipped.rules.modules).evaluate(questions.document)
    assert findings_of(answer, questions, rules, date(2026, 11, 23), {})


def test_a_silent_rule_ends_the_whole_run(shipped: Knowledge) -> None:
    modules = changed(shipped.rules.modules, "layer_physical", NOTHING.format(name="layer_physical"))
    damaged = replace(shipped, rules=replace(shipped.rules, modules=modules))
    with pytest.raises(EngineError, match="HDS-001"):
        assess(Inventory(resources=(resource("aws_s3_bucket.a"),)), Estate.default(), damaged, date(2026, 11, 23))


def test_several_certificates_and_the_best_one_counts(shipped: Knowledge) -> None:
    bad = certificate("nimbus", referential="1.1")
    holders = {**HOLDERS, "nimbus": hoster("nimbus", bad, certificate("nimbus"))}
    questions = build([placed()], around(holders=holders))
    rules = {rule.name: rule for rule in shipped.rules.rules.values()}
    answer = EmbeddedEngine(shipped.rules.modules).evaluate(questions.document)
    found = findings_of(answer, questions, rules, date(2026, 11, 23), {})
    assert [one.result for one in found if one.rule == "HDS-001"] == [Result.PASS]

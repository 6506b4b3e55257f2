"""Run the Rego tests and the examples of a policies folder with the embedded engine.

A Rego test that fails is absent from the engine's answer, not false: every test the source names is demanded by name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import regorus

from hds_policy.errors import HdsPolicyError, PolicyError
from hds_policy.evaluation.engine import EmbeddedEngine
from hds_policy.evaluation.examples import mismatch, read_examples
from hds_policy.evaluation.outcome import TestOutcome, one_sided, unheld
from hds_policy.evaluation.subset import lint_modules
from hds_policy.evaluation.subset.rego_ast import Module, kind_of, parse, rule_name
from hds_policy.model.rule import Rule
from hds_policy.rules.folder import RuleSet, load_rules, read_modules


def run_tests(folder: Path) -> list[TestOutcome]:
    """Run every Rego test and every example below ``folder``, and demand both for each rule.

    Policies outside the Rego subset are reported and not evaluated: recursion would end the process.

    Raises:
        PolicyError: the folder cannot be read, or holds no rule.
    """
    rules = load_rules(folder)
    modules = read_modules(folder)
    broken = [
        TestOutcome(
            "Rego subset", violation.path, violation.line, False, f"column {violation.column}: {violation.message}"
        )
        for violation in lint_modules(modules)
    ]
    if broken:
        return broken
    parsed = [parse(path, source) for path, source in modules]
    outcomes = [*_rego_tests(modules, parsed), *_examples(rules)]
    for rule in rules.rules.values():
        outcomes.extend(_without_test(rule, parsed))
    return sorted(outcomes, key=lambda outcome: (outcome.path, outcome.line, outcome.name))


def _rego_tests(modules: Sequence[tuple[str, str]], parsed: Sequence[Module]) -> Iterator[TestOutcome]:
    engine = regorus.Engine()
    for path, source in modules:
        engine.add_policy(path, source)
    for module in parsed:
        found = _tests_of(module)
        times = Counter(name for name, _ in found)
        for name, line in found:
            query = ".".join(("data", *module.package, name))
            message = unheld(query, times[name]) or _failure(engine, query)
            yield TestOutcome(query, module.path, line, not message, message)
        if module.is_test and not found:
            yield TestOutcome(module.path, module.path, 1, False, "holds no test")


def _tests_of(module: Module) -> list[tuple[str, int]]:
    """Name and line of each test."""
    return [
        (rule_name(rule), kind_of(rule)[1]["span"]["line"])
        for rule in module.rules
        if rule_name(rule).startswith(("test_", "todo_test_"))
    ]


def _failure(engine: regorus.Engine, query: str) -> str:
    """Why a test does not hold; empty when it does."""
    try:
        results = json.loads(engine.eval_query_as_json(query)).get("result", [])
    except RuntimeError as error:
        return "error: " + str(error).partition("\n\nStack backtrace:")[0].strip()
    except BaseException as error:
        # The engine's panics are no Exception; nothing else may be taken for one.
        if type(error).__name__ != "PanicException":
            raise
        return f"the engine crashed: {error}"
    values = [expression["value"] for result in results for expression in result["expressions"]]
    if not values:
        return "not true: at least one of its conditions does not hold"
    return "" if all(value is True for value in values) else f"not true: its value is {json.dumps(values[0])}"


def _examples(rules: RuleSet) -> Iterator[TestOutcome]:
    engine = EmbeddedEngine(rules.modules)
    for rule in rules.rules.values():
        path = (Path(rule.path).parent / "examples.yaml").as_posix()
        try:
            examples = read_examples(rules.folder, rule)
        except PolicyError as error:
            yield TestOutcome(f"{rule.id} examples", path, 1, False, error.message)
            continue
        for example in examples:
            try:
                message = mismatch(example, engine.evaluate(example.document))
            except HdsPolicyError as error:
                message = error.message
            yield TestOutcome(f"{rule.id} example: {example.name}", path, 1, not message, message)
        message = one_sided(examples)
        if message:
            yield TestOutcome(f"{rule.id} examples", path, 1, False, message)


def _without_test(rule: Rule, parsed: Sequence[Module]) -> Iterator[TestOutcome]:
    path = rule.path.removesuffix(".rego") + "_test.rego"
    if not any(module.path == path for module in parsed):
        yield TestOutcome(f"{rule.id} tests", path, 1, False, "missing: the rule has no test")

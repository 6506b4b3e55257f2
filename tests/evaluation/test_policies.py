"""The shipped policies: every Rego test and every example, with the embedded engine."""

import re

import pytest

from hds_policy.evaluation.examples import read_examples
from hds_policy.evaluation.testing import TestOutcome, run_tests
from hds_policy.rules.folder import default_folder, load_rules, read_modules

OUTCOMES = run_tests(default_folder())


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.name)
def test_outcome(outcome: TestOutcome) -> None:
    assert outcome.passed, f"{outcome.path}:{outcome.line}: {outcome.message}"


def test_every_test_in_the_sources_was_run() -> None:
    written = sum(len(re.findall(r"^test_\w+", source, re.MULTILINE)) for _, source in read_modules(default_folder()))
    run = [outcome for outcome in OUTCOMES if outcome.name.startswith("data.")]
    assert len(run) == written > 0


def test_every_rule_has_examples_of_what_it_reports() -> None:
    rules = load_rules()
    examples = [example for rule in rules.rules.values() for example in read_examples(rules.folder, rule)]
    shown = {(example.rule.id, code) for example in examples for code in example.codes}
    own = {
        (rule.id, code)
        for rule in rules.rules.values()
        for code in rule.messages
        if not rule.path.startswith("hds/rules/layer_")
    }
    assert own - shown == set()
    assert {rule for rule, _ in shown} == set(rules.rules)

"""Whether the tests and examples of a policies folder notice a mutant, in the embedded engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regorus

from hds_policy.errors import HdsPolicyError
from hds_policy.evaluation.engine import EmbeddedEngine
from hds_policy.evaluation.examples import Example, mismatch, read_examples
from hds_policy.evaluation.sandbox.branches import tests_of
from hds_policy.evaluation.subset.rego_ast import Module, parse
from hds_policy.rules.folder import RuleSet, load_rules, read_modules
from mutation.mutants import Mutant, mutants_of


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: ``killed``, ``survived``, or ``stillborn`` (it does not compile)."""

    mutant: Mutant
    result: str


class Policies:
    """A policies folder whose modules are changed one at a time.

    Args:
        folder: the shipped layout, where everything holds.
    """

    def __init__(self, folder: Path) -> None:
        self._rules: RuleSet = load_rules(folder)
        self._sources = dict(read_modules(folder))
        self._modules = {path: parse(path, source) for path, source in self._sources.items()}
        self._examples = {rule.path: read_examples(folder, rule) for rule in self._rules.rules.values()}

    @property
    def paths(self) -> list[str]:
        """The modules that are mutated: rules and libraries; the entry points are tested with real engines."""
        found = [module for module in self._modules.values() if module.rules and not module.is_test]
        return [module.path for module in found if {"rules", "lib"} & set(module.package)]

    def fates(self, path: str) -> Iterator[Fate]:
        """What becomes of each mutant of a module."""
        for mutant in mutants_of(self._modules[path]):
            yield Fate(mutant, self.fate(mutant))

    def fate(self, mutant: Mutant) -> str:
        """See ``Fate``."""
        suites = self._suites(mutant.path)
        for tests, examples in suites:
            outcome = self._noticed(mutant, tests, examples)
            if outcome != "survived":
                return outcome
        return "survived"

    def _suites(self, path: str) -> list[tuple[list[Module], Sequence[Example]]]:
        """Tests and examples that may notice a change of a module, the nearest ones first."""
        own = [module for module in self._modules.values() if module.path == path.removesuffix(".rego") + "_test.rego"]
        if path in self._examples:
            return [(own, self._examples[path])]
        others = [(self._tests_beside(rule), examples) for rule, examples in self._examples.items()]
        return [(own, ()), *others]

    def _tests_beside(self, rule: str) -> list[Module]:
        return [module for module in self._modules.values() if module.path == rule.removesuffix(".rego") + "_test.rego"]

    def _noticed(self, mutant: Mutant, tests: Sequence[Module], examples: Sequence[Example]) -> str:
        modules = [(path, source) for path, source in self._sources.items() if not path.endswith("_test.rego")]
        modules = [(path, mutant.source if path == mutant.path else source) for path, source in modules]
        rules = {example.rule.path for example in examples}
        kept = [entry for entry in modules if "/rules/" not in entry[0] or entry[0] in {mutant.path, *rules}]
        try:
            engine = regorus.Engine()
            for path, source in [*kept, *((test.path, self._sources[test.path]) for test in tests)]:
                engine.add_policy(path, source)
            engine.eval_query_as_json("1")
        except RuntimeError:
            return "stillborn"
        if any(not _holds(engine, query) for test in tests for query, _, _ in tests_of(test)):
            return "killed"
        return "killed" if _differs(kept, examples) else "survived"


def _holds(engine: regorus.Engine, query: str) -> bool:
    try:
        results = json.loads(engine.eval_query_as_json(query)).get("result", [])
    except RuntimeError:
        return False
    values = [expression["value"] for result in results for expression in result["expressions"]]
    return bool(values) and all(value is True for value in values)


def _differs(modules: Sequence[tuple[str, str]], examples: Sequence[Example]) -> bool:
    try:
        engine = EmbeddedEngine(modules)
        return any(mismatch(example, engine.evaluate(example.document)) for example in examples)
    except HdsPolicyError:
        return True

"""Try a policies folder: its Rego tests, its examples, and which branches of its rules these exercise.

Everything runs in the sandbox, whoever wrote it. A Rego test that fails is absent from the engine's answer, not false:
every test the source names is demanded by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from msgspec import Struct

from hds_policy.errors import HdsPolicyError, PolicyError
from hds_policy.evaluation.custom import demand_tables, inspected, libraries_of, outside_the_subset, rows_of
from hds_policy.evaluation.engine import Answer
from hds_policy.evaluation.examples import Example, mismatch, read_examples
from hds_policy.evaluation.outcome import TestOutcome, one_sided, unheld
from hds_policy.evaluation.sandbox.limits import LIMITS, Limits
from hds_policy.evaluation.sandbox.parent import SandboxError, Step, run
from hds_policy.model.rule import Rule
from hds_policy.rules import RuleSet, default_folder, load_custom, load_rules
from hds_policy.rules.folder import read_modules


class Branch(Struct, frozen=True):
    """A definition of a public set.

    Attributes:
        name: of the set: ``deny``, ``undetermined`` or ``review``.
        path, line: where it stands.
        exercised: whether a test or example notices when it never holds; None when that could not be found out.
    """

    name: str
    path: str
    line: int
    exercised: bool | None


class Trial(Struct, frozen=True):
    """What came of a policies folder.

    Attributes:
        outcomes: of every test, example and thing that must be there, sorted by place.
        branches: of each rule, by id.
        rules: by id.
    """

    outcomes: tuple[TestOutcome, ...]
    branches: Mapping[str, tuple[Branch, ...]]
    rules: Mapping[str, Rule]


def try_policies(folder: Path, limits: Limits = LIMITS) -> Trial:
    """Run what tests the rules of a folder; nothing in it is believed.

    Args:
        folder: the shipped policies, or custom ones.
        limits: of the processes it runs in.

    Raises:
        PolicyError: it cannot be read, is outside the Rego subset or does not compile.
    """
    rules, modules, own = _read(folder)
    demand_tables(rules.rules.values())
    said = inspected(modules, own, limits)
    if said["problems"]:
        raise outside_the_subset(said["problems"])
    tests = [(query, path, line) for query, path, line in said["tests"]]
    outcomes, examples = _examples(rules)
    questions = [*map(_of_test, tests), *(_of_example(example, said["kinds"]) for example in examples)]
    steps = _run({"modules": modules, "questions": questions, "branches": _named(said["branches"])}, limits)
    outcomes += _tested(tests, steps)
    outcomes += [_shown(example, said["kinds"][_package(example)], steps) for example in examples]
    outcomes += _missing(rules, own, tests)
    branches = {
        rule.id: tuple(_branches(package, said["branches"], steps)) for package, rule in rules.by_package.items()
    }
    return Trial(tuple(sorted(outcomes, key=lambda one: (one.path, one.line, one.name))), branches, rules.rules)


def _read(folder: Path) -> tuple[RuleSet, list[tuple[str, str]], list[str]]:
    """Rules, all modules, and the paths of those of the folder."""
    own = read_modules(folder)
    paths = [path for path, _ in own]
    if folder.resolve() == default_folder().resolve():
        return load_rules(folder), list(own), paths
    shipped = load_rules()
    [custom] = load_custom([folder], shipped)
    if custom.rules is None:
        raise PolicyError(f"{folder}: holds no rule")
    return custom.rules, [*libraries_of(shipped), *own], paths


def _of_test(test: tuple[str, str, int]) -> dict[str, Any]:
    query, _, _ = test
    package = query.removeprefix("data.").rpartition(".")[0].removesuffix("_test")
    return {"name": query, "package": package, "queries": [query], "document": None}


def _of_example(example: Example, kinds: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    package = _package(example)
    return {
        "name": _name(example),
        "package": package,
        "queries": [f"data.{package}.{kind}" for kind in kinds[package]],
        "document": msgspec.json.encode(example.document).decode(),
    }


def _package(example: Example) -> str:
    """Dotted package: the folders spell it."""
    return ".".join(PurePosixPath(example.rule.path).parts[:-1])


def _name(example: Example) -> str:
    return f"{example.rule.id} example: {example.name}"


def _named(branches: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**branch, "name": _branch_name(branch)} for branch in branches]


def _branch_name(branch: Mapping[str, Any]) -> str:
    return f"branch {branch['path']}:{branch['start']}"


def _run(job: Mapping[str, Any], limits: Limits) -> dict[str, Step]:
    if not job["questions"]:
        return {}
    try:
        return {step.name: step for step in run("test", job, limits)}
    except SandboxError as error:
        raise PolicyError(f"the tests cannot be run: their process ended before the first: it {error}") from error


def _lost(name: str) -> Step:
    return Step(name, failure="was not run: what stands before it used up the time")


def _tested(tests: Sequence[tuple[str, str, int]], steps: Mapping[str, Step]) -> Iterator[TestOutcome]:
    times = Counter(query for query, _, _ in tests)
    for query, path, line in tests:
        step = steps.get(query, _lost(query))
        message = unheld(query, times[query])
        if not message:
            message = f"error: {step.failure}" if step.failure else _not_true(step.value)
        yield TestOutcome(query, path, line, not message, message)


def _not_true(answers: Sequence[Any]) -> str:
    values = [
        expression["value"]
        for answer in answers
        for result in answer.get("result", ())
        for expression in result["expressions"]
    ]
    if not values:
        return "not true: at least one of its conditions does not hold"
    return (
        ""
        if all(value is True for value in values)
        else f"not true: its value is {msgspec.json.encode(values[0]).decode()}"
    )


def _examples(rules: RuleSet) -> tuple[list[TestOutcome], list[Example]]:
    """What is wrong with the example files, and the examples of the others."""
    outcomes: list[TestOutcome] = []
    found: list[Example] = []
    for rule in rules.rules.values():
        path = PurePosixPath(rule.path).with_name("examples.yaml").as_posix()
        try:
            examples = read_examples(rules.folder, rule)
        except PolicyError as error:
            outcomes.append(TestOutcome(f"{rule.id} examples", path, 1, False, error.message))
            continue
        found += examples
        message = one_sided(examples)
        if message:
            outcomes.append(TestOutcome(f"{rule.id} examples", path, 1, False, message))
    return outcomes, found


def _shown(example: Example, kinds: Sequence[str], steps: Mapping[str, Step]) -> TestOutcome:
    name = _name(example)
    step = steps.get(name, _lost(name))
    message = f"error: {step.failure}" if step.failure else ""
    if not message:
        answered = Step(name, dict(zip(kinds, step.value, strict=True)))
        rows, message = rows_of(answered, example.rule, example.document, {})
        try:
            message = message or mismatch(example, Answer(tuple(rows), (example.rule.name,)))
        except HdsPolicyError as error:
            message = error.message
    return TestOutcome(name, example.path, 1, not message, message)


def _missing(rules: RuleSet, paths: Sequence[str], tests: Sequence[tuple[str, str, int]]) -> Iterator[TestOutcome]:
    for rule in rules.rules.values():
        path = rule.path.removesuffix(".rego") + "_test.rego"
        if path not in paths:
            yield TestOutcome(f"{rule.id} tests", path, 1, False, "missing: the rule has no test")
    for path in paths:
        if path.endswith("_test.rego") and not any(place == path for _, place, _ in tests):
            yield TestOutcome(path, path, 1, False, "holds no test")


def _branches(package: str, branches: Sequence[Mapping[str, Any]], steps: Mapping[str, Step]) -> Iterator[Branch]:
    for branch in branches:
        if branch["package"] != package:
            continue
        step = steps.get(_branch_name(branch))
        # A process that ends while the branch is off has noticed nothing.
        exercised = None if step is None or step.failure else bool(step.value)
        yield Branch(branch["set"], branch["path"], branch["line"], exercised)

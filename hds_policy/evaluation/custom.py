"""Ask custom rules, in the sandbox, the same questions as ours; each by itself, so that a broken one stays alone.

A custom rule answers for its own subjects only: its id is put on by us, and an answer of another shape is no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field

from hds_policy.errors import PolicyError
from hds_policy.evaluation.canary import without_canaries
from hds_policy.evaluation.engine import Answer, Row
from hds_policy.evaluation.example_input import TABLES
from hds_policy.evaluation.findings import findings_of, subjects_of
from hds_policy.evaluation.questions import Questions
from hds_policy.evaluation.sandbox.limits import LIMITS, Limits
from hds_policy.model import Cause, Finding, Resource, Result, Rule, SubjectKind
from hds_policy.rules.custom import CustomRules
from hds_policy.rules.folder import RuleSet

if TYPE_CHECKING:
    from hds_policy.evaluation.sandbox.parent import Step

_LIBRARY = "/lib/"


class CustomPolicies(Struct, frozen=True):
    """Custom rules that are known to stay inside the Rego subset and to compile.

    Attributes:
        folders: as they were read.
        modules: (path, source) of all their modules, and of the shipped libraries they may use.
        by_package: rule by dotted package.
        kinds: which of ``deny``, ``undetermined`` and ``review`` each package defines.
        limits: of the processes they run in.
    """

    folders: tuple[CustomRules, ...] = ()
    modules: tuple[tuple[str, str], ...] = ()
    by_package: Mapping[str, Rule] = field(default_factory=dict)
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    limits: Limits = LIMITS


def inspect_custom(folders: Sequence[CustomRules], shipped: RuleSet, limits: Limits = LIMITS) -> CustomPolicies:
    """Hold custom policies against the Rego subset, and compile them, in the sandbox.

    Raises:
        PolicyError: they are outside the subset, do not compile (file, line, column), or cannot be read in the limits.
    """
    own = [module for custom in folders if custom.rules for module in custom.rules.modules]
    by_package = {
        package: rule for custom in folders if custom.rules for package, rule in custom.rules.by_package.items()
    }
    demand_tables(by_package.values())
    if not own:
        return CustomPolicies(tuple(folders), limits=limits)
    modules = (*libraries_of(shipped), *own)
    said = inspected(modules, [path for path, _ in own], limits)
    if said["problems"]:
        raise outside_the_subset(said["problems"])
    return CustomPolicies(tuple(folders), modules, by_package, said["kinds"], limits)


def outside_the_subset(problems: Sequence[str]) -> PolicyError:
    """The error for modules that may not be asked, with the first problem in its message."""
    hint = "policies/README.md says what a rule may use"
    return PolicyError(f"custom policies: {problems[0]}", hint=hint, details=problems[1:])


def demand_tables(rules: Iterable[Rule]) -> None:
    """Raise a PolicyError for a rule that judges what is no table of the policy input: it would be silent."""
    for rule in rules:
        if rule.subjects not in TABLES:
            near = get_close_matches(rule.subjects, TABLES, n=1)
            raise PolicyError(
                f"custom policies: {rule.path}: METADATA custom.subjects: no table {rule.subjects!r} to judge",
                hint=f"did you mean {near[0]}?" if near else f"tables: {', '.join(TABLES)}",
            )


def libraries_of(shipped: RuleSet) -> tuple[tuple[str, str], ...]:
    """The shipped modules that custom rules may import."""
    return tuple(module for module in shipped.modules if _LIBRARY in module[0])


def inspected(modules: Sequence[tuple[str, str]], own: Sequence[str], limits: Limits) -> dict[str, Any]:
    """What ``sandbox/loading.py`` says of modules.

    Raises:
        PolicyError: their process ended, or the limits were not enough.
    """
    from hds_policy.evaluation.sandbox.parent import SandboxError, run  # noqa: PLC0415 - only where there are some

    try:
        [step] = run("load", {"modules": modules, "own": own}, limits)
    except SandboxError as error:
        raise PolicyError(f"custom policies cannot be read: {error}") from error
    if step.failure:
        raise PolicyError(f"custom policies cannot be read: it {step.failure}")
    said: dict[str, Any] = step.value
    return said


def custom_findings(
    policies: CustomPolicies, questions: Questions, on: date, resources: Mapping[str, Resource]
) -> list[Finding]:
    """Findings of all custom rules; one that gave no answer is ``undetermined: policy_error``."""
    if not policies.by_package:
        return []
    from hds_policy.evaluation.sandbox.parent import SandboxError, Step, run  # noqa: PLC0415

    document = without_canaries(questions.document)
    asked = [{"package": package, "kinds": list(policies.kinds[package])} for package in policies.by_package]
    job = {"modules": policies.modules, "document": msgspec.json.encode(document).decode(), "rules": asked}
    try:
        steps = {step.name: step for step in run("ask", job, policies.limits)}
        lost = "it was not asked: the policies before it used up the time"
    except SandboxError as error:
        steps, lost = {}, f"its process ended before it was asked: it {error}"
    findings: list[Finding] = []
    for package, rule in policies.by_package.items():
        step = steps.get(package, Step(package, failure=lost))
        rows, failure = rows_of(step, rule, document, questions.facts)
        if failure:
            findings.append(_unanswered(rule, failure))
            continue
        # Tables without canaries: a custom rule need not know of them.
        whole = Questions(
            document, questions.concerns, questions.facts, questions.singles, questions.grouped, questions.groups
        )
        whole.outside.extend(questions.outside)
        findings += findings_of(
            Answer(tuple(rows), (rule.name,)), whole, {rule.name: rule}, on, resources, canaries=False
        )
    return findings


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    subject: str
    codes: tuple[str, ...]
    facts: dict[str, str]


class _Expression(msgspec.Struct):
    value: tuple[_Item, ...]


class _Entry(msgspec.Struct):
    expressions: tuple[_Expression, ...]


class _Answered(msgspec.Struct):
    result: tuple[_Entry, ...]


def rows_of(
    step: Step, rule: Rule, document: Mapping[str, Any], told: Mapping[str, Mapping[str, str]]
) -> tuple[list[Row], str]:
    """Rows of a rule, or why there are none; its facts never replace what is ``told`` of a subject."""
    if step.failure:
        return [], step.failure
    known = set(subjects_of(document, rule))
    rows = []
    for kind, answer in step.value.items():
        try:
            items = msgspec.convert(answer, _Answered).result[0].expressions[0].value
        except (msgspec.ValidationError, IndexError) as error:
            return [], f"`{kind}` holds something other than {{subject, codes, facts}}: {error}"
        for item in items:
            code = next((code for code in item.codes if code not in rule.messages), None)
            if item.subject not in known:
                return [], f"`{kind}` names a subject that is not in the table {rule.subjects}"
            if code is not None or not item.codes:
                return [], f"`{kind}` gives a code that has no message: {code!r}" if item.codes else "gives no code"
            taken = {"on", *told.get(item.subject, ())}
            facts = {name: text for name, text in item.facts.items() if name not in taken}
            rows.append(Row(rule.name, kind, item.subject, item.codes, facts))
    return rows, ""


def _unanswered(rule: Rule, failure: str) -> Finding:
    return Finding(
        rule=rule.id,
        result=Result.UNDETERMINED,
        subject_kind=SubjectKind.RULE,
        subject=rule.id,
        code=Cause.POLICY_ERROR.value,
        reasons=(Cause.POLICY_ERROR.value,),
        message=f"The custom rule {rule.id} gave no answer: {_told(failure)}.",
        cause=Cause.POLICY_ERROR,
        facts=(("rule", rule.name),),
    )


def _told(failure: str) -> str:
    """One line: the engine draws the place under its message."""
    lines = [line.strip() for line in failure.splitlines()]
    place = next((line.removeprefix("-->").strip() for line in lines if line.startswith("-->")), "")
    said = next((line.removeprefix("error:").strip() for line in lines if line.startswith("error:")), "")
    return f"{said} ({place})" if said and place else " ".join(" ".join(lines).split())

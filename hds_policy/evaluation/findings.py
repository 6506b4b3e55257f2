"""Turn the engine's answer into findings: every subject of every rule gets a result, passes included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from hds_policy.errors import EngineError
from hds_policy.evaluation.canary import is_canary
from hds_policy.evaluation.engine import Answer, Row
from hds_policy.evaluation.questions import Concern, Questions
from hds_policy.model import ActorKind, Cause, Finding, Layer, Resource, Result, Rule, SourceRange, SubjectKind, Unknown

_RESULT = {"deny": Result.FAIL, "undetermined": Result.UNDETERMINED, "review": Result.REVIEW}
_ORDER = {Result.FAIL: 0, Result.UNDETERMINED: 1, Result.REVIEW: 2}
_CAUSE = {"unsupported": Cause.UNSUPPORTED_RESOURCE, "registry_stale": Cause.REGISTRY_STALE}
_HINT = "the rule set may be damaged; reinstall hds-policy"
_REGION_CODES = frozenset(
    {"region_not_covered", "region_unresolved", "region_scope_unknown", "outside_eea", "region_not_known"}
)
_KINDS = {
    "certificates": SubjectKind.HOSTER,
    "holders": SubjectKind.HOSTER,
    "guarantees": SubjectKind.HOSTER,
    "subcontractors": SubjectKind.HOSTER,
    "administrators": SubjectKind.HOSTER,
    "folders": SubjectKind.FOLDER,
    "backups": SubjectKind.FOLDER,
    "types": SubjectKind.TYPE,
    "tagged": SubjectKind.TYPE,
    "clusters": SubjectKind.ESTATE,
    "unused": SubjectKind.ESTATE,
    "registries": SubjectKind.REGISTRY,
}


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "not known"


def findings_of(
    answer: Answer,
    questions: Questions,
    rules: Mapping[str, Rule],
    on: date,
    resources: Mapping[str, Resource],
    *,
    canaries: bool = True,
) -> list[Finding]:
    """Findings of all rules.

    Args:
        answer: of the engine, for ``questions.document``.
        rules: by package name.
        on: day of the evaluation.
        resources: by key, for the places of grouped findings.
        canaries: whether each table holds one that every rule must report.

    Raises:
        EngineError: a rule is missing from the answer, is silent on its canary, or names an unknown subject; or it
            answers for a rule that is not in ``rules``.
    """
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in answer.findings:
        rows[row.rule, row.subject].append(row)
    stray = next((name for name, _ in rows if name not in rules), None)
    if stray is not None:
        raise EngineError(f"the policies answer for a rule nobody knows: {stray}", hint=_HINT)
    findings: list[Finding] = []
    for name, rule in sorted(rules.items()):
        subjects = subjects_of(questions.document, rule)
        _check_trust(name, rule, answer, subjects, rows, canaries=canaries)
        for subject in subjects:
            if not is_canary(subject):
                found = rows.pop((name, subject), [])
                findings.extend(_of_subject(rule, subject, found, questions, on, resources))
    findings.extend(_outside(questions, rules.values()))
    return findings


def _check_trust(
    name: str,
    rule: Rule,
    answer: Answer,
    subjects: list[str],
    rows: Mapping[tuple[str, str], list[Row]],
    *,
    canaries: bool,
) -> None:
    if name not in answer.rules:
        raise EngineError(f"rule {rule.id} was not evaluated", hint=_HINT)
    if canaries and not any(rows.get((name, subject)) for subject in subjects if is_canary(subject)):
        raise EngineError(f"rule {rule.id} did not report its canary", hint=_HINT)
    known = set(subjects)
    strange = next((subject for owner, subject in rows if owner == name and subject not in known), None)
    if strange is not None:
        raise EngineError(f"rule {rule.id} reports a subject that is not in its table: {strange}")


def subjects_of(document: Mapping[str, Any], rule: Rule) -> list[str]:
    """Ids of the objects a rule judges.

    Raises:
        EngineError: the policy input has no such table.
    """
    table: Any = document
    for part in rule.subjects.split("/"):
        table = table.get(part) if isinstance(table, dict) else None
    if isinstance(table, dict):
        return sorted(table)
    if isinstance(table, list):
        return [entry["id"] for entry in table]
    raise EngineError(f"rule {rule.id}: the policy input has no table {rule.subjects!r}")


def _of_subject(
    rule: Rule, subject: str, rows: list[Row], questions: Questions, on: date, resources: Mapping[str, Resource]
) -> Iterator[Finding]:
    result, codes, facts = _result(rule, subject, rows, questions, on)
    message = " ".join(_sentence(rule, code, facts) for code in codes)
    shown = tuple(sorted((key, value) for key, value in facts.items() if value))
    if subject in questions.singles:
        key, place = questions.singles[subject]
        yield Finding(
            rule=rule.id,
            result=result,
            subject_kind=SubjectKind.RESOURCE,
            subject=key,
            code=codes[0] if codes else "",
            reasons=codes,
            message=message,
            cause=Cause.UNRESOLVED_VALUE if result is Result.UNDETERMINED else None,
            resources=(key,),
            facts=shown,
            location=place,
        )
        return
    kind = _KINDS.get(rule.subjects) or questions.grouped.get(subject)
    if kind is None:
        for concern in questions.concerns[subject]:
            yield _about_resource(rule, concern, result, codes, message, shown)
        return
    keys = questions.groups.get(subject, ())
    first = resources.get(keys[0]) if keys else None
    # Never from the facts of a rule: it says what it found, not what it found it of.
    told = questions.facts.get(subject, {})
    layer = Layer(told["layer"]) if kind is SubjectKind.ESTATE and "layer" in told else None
    estate = told.get("layer", told.get("what", ""))
    names = {
        SubjectKind.HOSTER: told.get("chain") or told.get("holder_id", ""),
        SubjectKind.ESTATE: estate,
        SubjectKind.REGISTRY: told.get("name", ""),
    }
    yield Finding(
        rule=rule.id,
        result=result,
        subject_kind=kind,
        subject=names.get(kind, subject.partition("/")[2]),
        code=codes[0] if codes else "",
        reasons=codes,
        message=message,
        cause=_CAUSE.get(codes[0], Cause.UNRESOLVED_VALUE) if result is Result.UNDETERMINED else None,
        layer=layer,
        resources=keys,
        facts=shown,
        location=first.location if first else None,
    )


def _result(
    rule: Rule, subject: str, rows: list[Row], questions: Questions, on: date
) -> tuple[Result, tuple[str, ...], dict[str, str]]:
    facts = dict(questions.facts.get(subject, {}))
    facts["on"] = on.isoformat()
    if rule.effective_from is not None and on < rule.effective_from:
        return Result.NOT_APPLICABLE, ("not_in_force",), facts
    if not rows:
        return Result.PASS, (), facts
    row = min(rows, key=lambda row: (_ORDER[_RESULT[row.kind]], row.codes))
    facts = {**questions.facts.get(row.facts.get("certificate", ""), {}), **facts, **row.facts}
    return _RESULT[row.kind], row.codes or ("unspecified",), facts


def _sentence(rule: Rule, code: str, facts: Mapping[str, str]) -> str:
    if code == "not_in_force":
        return f"Not in force before {rule.effective_from}."
    return rule.messages.get(code, code).format_map(_Facts(facts))


def _about_resource(
    rule: Rule,
    concern: Concern,
    result: Result,
    codes: tuple[str, ...],
    message: str,
    facts: tuple[tuple[str, str], ...],
) -> Finding:
    resource = concern.placed.resource
    code = codes[0] if codes else ""
    return Finding(
        rule=rule.id,
        result=result,
        subject_kind=SubjectKind.RESOURCE,
        subject=resource.key,
        code=code,
        reasons=codes,
        message=message,
        cause=_cause(concern, codes) if result is Result.UNDETERMINED else None,
        layer=concern.layer,
        region=_region(concern),
        resources=(resource.key,),
        facts=facts,
        location=_location(resource, concern, codes, dict(facts).get("attribute", "")),
    )


def _region(concern: Concern) -> str | None:
    if concern.located is None:
        return None
    return concern.located.region if isinstance(concern.located.region, str) else ""


def _cause(concern: Concern, codes: tuple[str, ...]) -> Cause:
    region = concern.located.region if concern.located else None
    if isinstance(region, Unknown) and _REGION_CODES.intersection(codes):
        return region.cause
    return Cause.UNRESOLVED_VALUE


def _location(resource: Resource, concern: Concern, codes: tuple[str, ...], attribute: str) -> SourceRange | None:
    block = resource.location
    if block is None:
        return None
    line = resource.line_of(attribute)
    if line is None and concern.located is not None and _REGION_CODES.intersection(codes):
        line = concern.located.line
    return SourceRange(block.file, line, line) if line else block


def _outside(questions: Questions, rules: Iterable[Rule]) -> Iterator[Finding]:
    by_table = {rule.subjects: rule for rule in rules}
    seen: set[tuple[str, str | None]] = set()
    for concern in questions.outside:
        rule = by_table.get(f"placements/{concern.layer}" if concern.layer else "locations")
        identity = (concern.placed.resource.key, concern.layer)
        if rule is None or identity in seen:
            continue
        seen.add(identity)
        # Whoever houses the data stores it.
        layer = concern.layer or Layer.PHYSICAL
        actor = next(p.actor for p in concern.placed.placements if p.layer is layer)
        sentence = (
            f"Performed by the controller for its own account: {actor.note}."
            if actor.kind is ActorKind.CONTROLLER
            else f"Declared exempt: {actor.note}."
        )
        yield Finding(
            rule=rule.id,
            result=Result.NOT_APPLICABLE,
            subject_kind=SubjectKind.RESOURCE,
            subject=concern.placed.resource.key,
            code="outside_obligation",
            reasons=("outside_obligation",),
            message=sentence,
            layer=concern.layer,
            resources=(concern.placed.resource.key,),
            facts=(("operator", actor.id),),
            location=concern.placed.resource.location,
        )

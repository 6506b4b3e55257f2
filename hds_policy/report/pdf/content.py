"""What the pages say, as JSON that the template reads: raw text only, so that nothing of a scanned tree is markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hds_policy.language import _, current, plural
from hds_policy.model import LAYERS, Assessment, BaselineState, JudgedResource, Result, Rule, SubjectKind
from hds_policy.report.cells import cells_of
from hds_policy.report.compared import gone_text
from hds_policy.report.counts import result_counts
from hds_policy.report.declared import declared
from hds_policy.report.encoding import inert_json
from hds_policy.report.gaps import gaps
from hds_policy.report.grouping import SHOWN, Arranged, Reason, arrange
from hds_policy.report.guarantees.rows import COLUMNS, NOBODY, NOTE, TITLE, rows
from hds_policy.report.overview import LIMITS, overview, verdict, verdict_of
from hds_policy.report.paths import Paths
from hds_policy.report.phrases import phrase
from hds_policy.report.subjects import KIND_ORDER, about, place, subject_title, title_of
from hds_policy.report.words import cause_name, layer_name, layer_names, result_name, severity_name
from hds_policy.rules.explain import in_language

MOST: Final = 1_000
"""Subjects that are written out, worst first: setting a page takes memory, and nobody reads more."""
_LISTED: Final = 20
Json = dict[str, Any]


def content(assessment: Assessment) -> bytes:
    """The document in the language that is spoken."""
    arranged = arrange(assessment)
    lead = _("Evaluated on {day} by hds-policy {version}.").format(day=assessment.on, version=assessment.tool_version)
    document = {
        "language": current(),
        "title": _("Hosting of health data"),
        "day": assessment.on.isoformat(),
        "verdict": {"result": verdict_of(assessment.exit_code), "said": verdict(assessment)},
        "counts": [
            {"result": result, "said": f"{number} {result_name(result)}"}
            for result, number in result_counts(assessment).items()
            if number
        ],
        "lead": f"{lead} {_(LIMITS)}",
        "summary": {"title": _("Summary"), "rows": [list(row) for row in overview(assessment)]},
        "attention": _attention(assessment, arranged),
        "lists": _lists(assessment, arranged),
        "chain": _chain(assessment),
        "rules": {"title": _("What to do, rule by rule"), "rules": _rules(assessment)},
    }
    return inert_json(document).encode()


def _attention(assessment: Assessment, arranged: Arranged) -> Json:
    paths = Paths(assessment)
    number = len(arranged.troubled) + len(arranged.others)
    written = [_resource(judged, reasons, paths) for judged, reasons in arranged.troubled[:MOST]]
    for kind in KIND_ORDER:
        others = [entry for entry in arranged.others if entry[0] is kind]
        written += [_subject(kind, subject, reasons) for _kind, subject, reasons in others[: MOST - len(written)]]
    left = number - len(written)
    more = plural("{count} more subject", "{count} more subjects", left)
    return {
        "title": plural("{count} subject needs attention", "{count} subjects need attention", number),
        "subjects": written,
        "nothing": "" if number else _("Nothing: every result is a pass."),
        "left": _("Left out for want of room: {subjects}. Other formats hold all of them.").format(subjects=more)
        if left
        else "",
    }


def _resource(judged: JudgedResource, reasons: Sequence[Reason], paths: Paths) -> Json:
    location = judged.resource.location
    layers = [
        {
            "name": layer_name(layer),
            "cells": [
                {"result": cell.result, "said": f"{result_name(cell.result)} · {cell.place}"}
                for cell in cells_of(judged, layer)
            ],
        }
        for layer in LAYERS
    ]
    return {
        **_article(judged.result, title_of(judged.resource), reasons, None),
        "where": place(location) if location else "",
        "about": about(judged, paths),
        "layers": layers,
    }


def _subject(kind: SubjectKind, subject: str, reasons: Sequence[Reason]) -> Json:
    article = _article(reasons[0].result, subject_title(kind, subject), reasons, subject)
    return {**article, "where": "", "about": "", "layers": []}


def _article(result: Result, title: str, reasons: Sequence[Reason], subject: str | None) -> Json:
    told = [_reason(reason, subject) for reason in reasons]
    return {"result": result, "name": result_name(result), "title": title, "reasons": told}


def _reason(reason: Reason, subject: str | None) -> Json:
    known = " " + _("(known)") if reason.baseline is BaselineState.UNCHANGED else ""
    notes = [place(reason.location)] if reason.location else []
    if reason.layers:
        notes.append(_("layers: {names}").format(names=layer_names(reason.layers)))
    if reason.cause:
        notes.append(_("cause: {name}").format(name=cause_name(reason.cause)))
    if reason.waiver:
        waiver = reason.waiver
        told = _("waived until {day} by {person}: {reason}")
        notes.append(told.format(day=waiver.expires, person=waiver.approved_by, reason=waiver.reason))
    others = [] if subject is None else [key for key in reason.resources if key != subject]
    if others:
        named = ", ".join(others[:_LISTED]) + (", …" if len(others) > _LISTED else "")
        notes.append(f"{plural('{count} resource:', '{count} resources:', len(others))} {named}")
    said = " ".join(reason.messages) or reason.code
    return {
        "result": reason.result,
        "name": result_name(reason.result) + known,
        "rules": " ".join(reason.rules),
        "said": said,
        "notes": notes,
    }


def _lists(assessment: Assessment, arranged: Arranged) -> list[Json]:
    """What was not judged, what was declared, what is gone, what passes: a title and entries each."""
    found = []
    missing = gaps(assessment)
    if missing:
        entries = [
            _entry(
                Result.UNDETERMINED,
                gap.what,
                ": ".join(filter(None, (cause_name(gap.cause), phrase(gap.detail)))),
                place(gap.location) if gap.location else "",
            )
            for gap in missing
        ]
        title = plural("{count} thing was not judged", "{count} things were not judged", len(missing))
        found.append({"title": title, "entries": entries})
    for title, declarations in declared(assessment):
        entries = [_entry(one.result, one.what, one.said) for one in declarations]
        found.append({"title": f"{title} ({len(entries)})", "entries": entries})
    gone = assessment.baseline.gone if assessment.baseline else ()
    if gone and assessment.baseline:
        title = _("Gone since {source}").format(source=assessment.baseline.source)
        found.append({"title": title, "entries": [_entry(Result.PASS, gone_text(entry), "") for entry in gone]})
    if arranged.passing:
        number = len(arranged.passing)
        title = plural("{count} resource passes on every layer", "{count} resources pass on every layer", number)
        entries = [
            _entry(
                Result.PASS, title_of(one.resource), "", place(one.resource.location) if one.resource.location else ""
            )
            for one in arranged.passing
        ]
        found.append({"title": title, "entries": entries})
    return found


def _entry(result: Result, what: str, said: str, where: str = "") -> Json:
    return {"result": result, "name": result_name(result), "what": what, "said": said, "where": where}


def _chain(assessment: Assessment) -> Json:
    found = [[{"answer": field.answer, "details": list(field.details)} for field in row] for row in rows(assessment)]
    return {
        "title": _(TITLE),
        "note": _(NOTE),
        "nobody": "" if found else _(NOBODY),
        "columns": [_(name) for name in COLUMNS],
        "rows": found,
    }


def _rules(assessment: Assessment) -> list[Json]:
    asked = {finding.rule for finding in assessment.findings if finding.result in SHOWN}
    return [_rule(assessment.rules[rule]) for rule in sorted(asked) if rule in assessment.rules]


def _rule(rule: Rule) -> Json:
    title, described = in_language(rule)
    basis = _("basis: {texts}").format(texts=", ".join(map(_, rule.legal_basis)))
    return {
        "title": f"{rule.id} {title}",
        "note": f"{severity_name(rule.severity)} · {basis}",
        "said": " ".join(described.split()),
        "remedy": _(rule.remediation),
        "links": list(rule.related_resources),
    }

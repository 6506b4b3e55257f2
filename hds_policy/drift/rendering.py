"""How two sides differ, for a person and for a program."""

from __future__ import annotations

from typing import Any

import msgspec

from hds_policy.drift.comparing import Difference, Drift, Verdict
from hds_policy.drift.joining import Why
from hds_policy.language import _
from hds_policy.model import Basis, Layer
from hds_policy.report.printable import printable
from hds_policy.report.words import result_name

SCHEMA = "hds-policy/diff/1"


def drift_json(found: Drift) -> dict[str, Any]:
    """Everything of the comparison, ready for JSON."""
    return {
        "schema": SCHEMA,
        "exit_code": int(found.exit_code),
        "only_live": [{"resource": key, **_record(verdict)} for key, verdict in found.only_live],
        "only_code": [{"resource": key, **_record(verdict)} for key, verdict in found.only_code],
        "differing": [
            {
                "code": one.code,
                "live": one.live,
                "by": one.by.value,
                "what": list(one.what),
                "says_code": _record(one.before),
                "says_live": _record(one.after),
            }
            for one in found.differing
        ],
        "alike": found.alike,
        "unclear": [{"resource": one.resource.key, "reason": one.reason.value} for one in found.unclear],
        "unread_code": found.unread_code,
        "unread_live": found.unread_live,
    }


def _record(verdict: Verdict) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.to_builtins(verdict)
    return record


def drift_text(found: Drift) -> str:
    """The comparison in paragraphs, the gravest first; without a final line break."""
    reasons = {
        Why.NO_NAME: _("nothing that is known in the code tells which one it is"),
        Why.SEVERAL: _("several that run could be it"),
        Why.TWICE: _("several resources of the code mean the same one"),
        Why.MANY: _("the code does not tell how many there are"),
        Why.NONE_SEEN: _("nothing of this type was read where it runs: none is there, or the type was not read"),
    }
    parts = [
        _part(_("Runs, and the code does not know it"), [f"{key}: {_said(told)}" for key, told in found.only_live]),
        _part(_("In the code, and it does not run"), [f"{key}: {_said(told)}" for key, told in found.only_code]),
        _part(_("Judged differently"), [line for one in found.differing for line in _differing(one)]),
        _part(_("Not compared"), [f"{one.resource.key}: {reasons[one.reason]}" for one in found.unclear]),
    ]
    if found.unread_live:
        told = _("Where it runs, {count} could not be read: what seems missing may exist.")
        parts.append([told.format(count=found.unread_live)])
    if found.unread_code:
        told = _("Of the code, {count} could not be read: what seems unknown to it may be in it.")
        parts.append([told.format(count=found.unread_code)])
    counts = _(
        "only where it runs {live}, only in the code {code}, judged differently {differ}, alike {alike}, open {open}"
    )
    last = counts.format(
        live=len(found.only_live),
        code=len(found.only_code),
        differ=len(found.differing),
        alike=found.alike,
        open=len(found.unclear),
    )
    return "\n".join("\n".join(part) for part in [*(part for part in parts if part), [last]])


def _part(title: str, lines: list[str]) -> list[str]:
    return [f"{title}:", *(f"  {printable(line)}" for line in lines), ""] if lines else []


def _said(verdict: Verdict) -> str:
    if verdict.result:
        return result_name(verdict.result)
    told = {
        Basis.NONE: _("declared to hold no health data"),
        Basis.UNCLASSIFIED: _("nothing says whether it holds health data"),
        Basis.SUSPECTED: _("suspected to hold health data"),
    }
    return told.get(verdict.health, _("moves health data, and is not judged by itself"))


def _differing(one: Difference) -> list[str]:
    lines = [f"{one.code} → {one.live}: {_said(one.before)} → {_said(one.after)}"]
    for layer in Layer:
        before, after = one.before.places.get(layer, ()), one.after.places.get(layer, ())
        if before != after:
            lines.append(f"  {layer.value}: {', '.join(before) or '-'} → {', '.join(after) or '-'}")
    return lines

"""The forecast for a person and for a program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hds_policy.forecast.turns import Day, Forecast, Turn
from hds_policy.language import _
from hds_policy.model import Rule
from hds_policy.report.phrases import phrase
from hds_policy.report.printable import printable
from hds_policy.report.telling import told as message_of
from hds_policy.report.words import MARKS, ORDER, exit_meaning, result_name

_LISTED = 5


def forecast_json(found: Forecast) -> dict[str, Any]:
    """Everything of the forecast, ready for JSON."""
    return {
        "tool_version": found.today.tool_version,
        "on": found.today.on.isoformat(),
        "until": found.until.isoformat(),
        "exit_code_today": int(found.today.exit_code),
        "exit_code": int(found.exit_code),
        "days": [
            {
                "on": day.on.isoformat(),
                "because": list(day.because),
                "exit_code": int(day.exit_code),
                "turns": [_turn(turn) for turn in day.turns],
                "better": day.better,
            }
            for day in found.days
        ],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    finding = turn.after
    return {
        "rule": finding.rule,
        "subject_kind": finding.subject_kind.value,
        "subject": finding.subject,
        "layer": finding.layer.value if finding.layer else None,
        "region": finding.region,
        "from": turn.before.value if turn.before else None,
        "to": finding.result.value,
        "code": finding.code,
        "cause": finding.cause.value if finding.cause else None,
        "message": finding.message,
    }


def forecast_text(found: Forecast) -> str:
    """Days on which something turns, worst results first; without a final line break."""
    today = found.today
    told = _("On {day}: exit code {code} ({meaning})")
    lines = [told.format(day=today.on, code=int(today.exit_code), meaning=exit_meaning(today.exit_code))]
    turning = [day for day in found.days if day.turns]
    for day in turning:
        lines += ["", *_day(day, today.rules)]
    quiet = len(found.days) - len(turning)
    total = _("Up to {day}: {worse} days on which something turns worse, {quiet} on which nothing does")
    lines += ["", total.format(day=found.until, worse=len(turning), quiet=quiet)]
    return "\n".join(printable(line) for line in lines).replace("\u00a0", " ")


def _day(day: Day, rules: Mapping[str, Rule]) -> list[str]:
    told = _("{day}: exit code {code} ({meaning})")
    lines = [told.format(day=day.on, code=int(day.exit_code), meaning=exit_meaning(day.exit_code))]
    lines += ["  " + _("because {reason}").format(reason=phrase(text)) for text in day.because]
    groups: dict[tuple[str, ...], list[Turn]] = defaultdict(list)
    for turn in sorted(day.turns, key=lambda turn: ORDER[turn.after.result]):
        groups[turn.after.result.value, turn.before.value if turn.before else "", turn.after.message].append(turn)
    for turns in groups.values():
        first = turns[0]
        ids = " ".join(sorted({turn.after.rule for turn in turns}))
        before = f"{result_name(first.before)} → " if first.before else ""
        result = first.after.result
        said = message_of(first.after, rules)
        lines.append(f"  {MARKS[result]} {before}{result_name(result)}[{ids}]: {said}")
        subjects = sorted({turn.after.subject for turn in turns})
        more = " " + _("and {count} more").format(count=len(subjects) - _LISTED) if len(subjects) > _LISTED else ""
        lines.append(f"      {', '.join(subjects[:_LISTED])}{more}")
    return lines

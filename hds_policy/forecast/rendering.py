"""The forecast for a person and for a program."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hds_policy.forecast.turns import Day, Forecast, Turn
from hds_policy.report.printable import printable
from hds_policy.report.words import EXIT_MEANINGS, MARKS, NAMES, ORDER

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
    lines = [f"On {today.on}: exit code {int(today.exit_code)} ({EXIT_MEANINGS[today.exit_code]})"]
    turning = [day for day in found.days if day.turns]
    for day in turning:
        lines += ["", *_day(day)]
    quiet = len(found.days) - len(turning)
    lines += [
        "",
        f"Up to {found.until}: {len(turning)} days on which something turns worse, {quiet} on which nothing does",
    ]
    return "\n".join(printable(line) for line in lines)


def _day(day: Day) -> list[str]:
    lines = [f"{day.on}: exit code {int(day.exit_code)} ({EXIT_MEANINGS[day.exit_code]})"]
    lines += [f"  because {text}" for text in day.because]
    groups: dict[tuple[str, ...], list[Turn]] = defaultdict(list)
    for turn in sorted(day.turns, key=lambda turn: ORDER[turn.after.result]):
        groups[turn.after.result.value, turn.before.value if turn.before else "", turn.after.message].append(turn)
    for turns in groups.values():
        first = turns[0]
        rules = " ".join(sorted({turn.after.rule for turn in turns}))
        before = f"{NAMES[first.before]} → " if first.before else ""
        result = first.after.result
        lines.append(f"  {MARKS[result]} {before}{NAMES[result]}[{rules}]: {first.after.message}")
        subjects = sorted({turn.after.subject for turn in turns})
        more = f" and {len(subjects) - _LISTED} more" if len(subjects) > _LISTED else ""
        lines.append(f"      {', '.join(subjects[:_LISTED])}{more}")
    return lines

"""Date and time functions on given timestamps; nothing here looks at the clock.

Source: https://developer.hashicorp.com/terraform/language/functions, section Date and Time Functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError, text
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import Term

_STAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII | re.IGNORECASE
)
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_TOKEN = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']", re.ASCII)
_MONTHS = {
    **{1: "January", 2: "February", 3: "March", 4: "April", 5: "May", 6: "June"},
    **{7: "July", 8: "August", 9: "September", 10: "October", 11: "November", 12: "December"},
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _moment(value: Term) -> datetime:
    """A timestamp of RFC 3339."""
    found = _STAMP.fullmatch(text(value))
    if found is None:
        raise FunctionError("not a timestamp as RFC 3339 has it")
    if found[7]:
        raise UndeterminedError("a timestamp with parts of a second")
    offset = 0 if found[8] is None else (int(found[9]) * 60 + int(found[10])) * (-1 if found[8] == "-" else 1)
    try:
        parts = [int(part) for part in found.groups()[:6]]
        return datetime(*parts[:6], tzinfo=timezone(timedelta(minutes=offset)))  # type: ignore[misc,arg-type]  # six ints
    except ValueError as error:
        raise FunctionError("not a date of the calendar") from error


def _stamp(moment: datetime) -> str:
    shown = moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return shown + ("Z" if not moment.utcoffset() else _offset(moment, ":"))


def _offset(moment: datetime, separator: str) -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{separator}{abs(minutes) % 60:02}"


def _timeadd(_: Budget, start: Term, duration: Term) -> str:
    whole = text(duration)
    amount = whole.removeprefix("-") if whole.startswith("-") else whole.removeprefix("+")
    parts = _DURATION.findall(amount)
    if "".join(number + unit for number, unit in parts) != amount or (not parts and amount != "0"):
        raise FunctionError("not a duration")
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if seconds != int(seconds):
        raise UndeterminedError("a duration with parts of a second")
    try:
        return _stamp(_moment(start) + timedelta(seconds=-seconds if whole.startswith("-") else seconds))
    except OverflowError as error:
        raise UndeterminedError("a date out of range") from error


def _timecmp(_: Budget, first: Term, second: Term) -> int:
    one, other = _moment(first), _moment(second)
    return (one > other) - (one < other)


def _formatdate(budget: Budget, spec: Term, stamp: Term) -> str:
    pattern, moment = text(spec), _moment(stamp)
    budget.charge_text(len(pattern) * 4)
    out, position = [], 0
    for match in _TOKEN.finditer(pattern):
        if match.start() != position:
            raise FunctionError("a quotation that is not closed")
        position = match.end()
        if match[1] is not None:
            out.append(match[1].replace("''", "'"))
        elif match[2]:
            write = _VERBS.get(match[0])
            if write is None:
                raise FunctionError("a format that is not documented")
            out.append(write(moment))
        else:
            out.append(match[0])
    if position != len(pattern):
        raise FunctionError("a quotation that is not closed")
    return "".join(out)


_VERBS: Mapping[str, Callable[[datetime], str]] = {
    "YYYY": lambda at: f"{at.year:04}",
    "YY": lambda at: f"{at.year % 100:02}",
    "MMMM": lambda at: _MONTHS[at.month],
    "MMM": lambda at: _MONTHS[at.month][:3],
    "MM": lambda at: f"{at.month:02}",
    "M": lambda at: str(at.month),
    "DD": lambda at: f"{at.day:02}",
    "D": lambda at: str(at.day),
    "EEEE": lambda at: _DAYS[at.weekday()],
    "EEE": lambda at: _DAYS[at.weekday()][:3],
    "hh": lambda at: f"{at.hour:02}",
    "h": lambda at: str(at.hour),
    "HH": lambda at: f"{(at.hour - 1) % 12 + 1:02}",
    "H": lambda at: str((at.hour - 1) % 12 + 1),
    "AA": lambda at: "AM" if at.hour < 12 else "PM",
    "aa": lambda at: "am" if at.hour < 12 else "pm",
    "mm": lambda at: f"{at.minute:02}",
    "m": lambda at: str(at.minute),
    "ss": lambda at: f"{at.second:02}",
    "s": lambda at: str(at.second),
    "ZZZZZ": lambda at: _offset(at, ":"),
    "ZZZZ": lambda at: _offset(at, ""),
    "ZZZ": lambda at: _offset(at, "") if at.utcoffset() else "UTC",
    "Z": lambda at: _offset(at, ":") if at.utcoffset() else "Z",
}

FUNCTIONS: Mapping[str, Callable[..., Term]] = {"formatdate": _formatdate, "timeadd": _timeadd, "timecmp": _timecmp}

"""Waivers in comments of the checked files: ``# hds-policy: waive HDS-007 until=2027-03-31 by=… reason="…"``.

They ask for as much as those of the estate file: one rule, a reason, an approver, an end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from hds_policy.config.check import CONTROL, FIRST_DAY, LAST_DAY, MIN_REASON
from hds_policy.config.waivers import RULE_ID
from hds_policy.model import Directive, RefusedWaiver, Waiver

_WORD = "waive"
_KEYS = ("until", "by", "reason")
_PART = re.compile(r'(?P<key>[a-z]+)=(?:"(?P<quoted>(?:[^"\\]|\\["\\])*)"|(?P<bare>[^\s"]+))(?:\s+|$)')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 2000
_NOT_ALLOWED = "waivers in comments do not count in this run ([settings] inline_waivers)"


class _WrongError(Exception):
    """The comment is no valid waiver; its text says why, for a person."""


def inline_waivers(
    directives: Iterable[Directive], *, allowed: bool, rules: Collection[str]
) -> tuple[tuple[Waiver, ...], tuple[RefusedWaiver, ...]]:
    """The waivers of comments, and the comments that were to be one and do not count.

    Args:
        allowed: whether the estate, and the command line, let them count.
        rules: ids of every rule there is.
    """
    waivers, refused = [], []
    for directive in directives:
        try:
            waiver = _waiver(directive, rules)
        except _WrongError as error:
            refused.append(RefusedWaiver(_shown(directive.text), directive.place, str(error)))
            continue
        if allowed:
            waivers.append(waiver)
        else:
            refused.append(RefusedWaiver(directive.text, directive.place, _NOT_ALLOWED))
    return tuple(waivers), tuple(refused)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _waiver(directive: Directive, rules: Collection[str]) -> Waiver:
    text = directive.text
    if len(text) > _LONGEST or CONTROL.search(text):
        raise _WrongError(f"must be plain text of at most {_LONGEST} characters")
    word, _, rest = text.partition(" ")
    rule, _, rest = rest.strip().partition(" ")
    if word != _WORD:
        raise _WrongError(f'only "{_WORD}" is known here')
    if not RULE_ID.fullmatch(rule):
        raise _WrongError(f'must name one rule id, such as "HDS-007", after "{_WORD}"')
    if rule not in rules:
        raise _WrongError(f"there is no rule {rule}")
    given = _parts(rest.strip())
    for key in _KEYS:
        if not given.get(key, "").strip():
            raise _WrongError(f"{key}=… is missing")
    if len(given["reason"].strip()) < MIN_REASON:
        raise _WrongError(f"reason must have at least {MIN_REASON} characters")
    if not directive.subject:
        raise _WrongError("stands neither in a resource or module block nor right above one")
    until = _day(given["until"])
    return Waiver(
        rule,
        directive.subject,
        given["reason"],
        given["by"],
        until,
        place=directive.place,
        covers=directive.resources,
    )


def _parts(text: str) -> dict[str, str]:
    given: dict[str, str] = {}
    position = 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            raise _WrongError(
                f"{text[position : position + 40]!r} is not key=value; values with spaces stand in quotes"
            )
        if part["key"] not in _KEYS or part["key"] in given:
            raise _WrongError(f"{part['key']}=… is not known, or stands here twice; known: {', '.join(_KEYS)}")
        quoted = part["quoted"]
        given[part["key"]] = part["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        position = part.end()
    return given


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise _WrongError(f"until must be a day between {FIRST_DAY} and {LAST_DAY}, such as 2027-03-31")
    return day

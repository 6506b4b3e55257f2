"""Checks of single values; each notes what is wrong and gives back what can be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from hds_policy.config.lines import KeyPath
from hds_policy.config.problems import Problems, shown
from hds_policy.model.layer import LAYERS, Layer

_Choice = TypeVar("_Choice", bound=StrEnum)
_NUMBERED = re.compile(r"\D*\d+\D*")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MIN_REASON = 10
FIRST_DAY = date(2010, 1, 1)
LAST_DAY = date(2200, 12, 31)


def choice(problems: Problems, path: KeyPath, text: str, members: type[_Choice]) -> _Choice | None:
    """The member of a closed list."""
    try:
        return members(text)
    except ValueError:
        problems.add(path, f"{shown(text)} is not known", text, tuple(members))
        return None


def layers(problems: Problems, path: KeyPath, names: Sequence[str | int]) -> frozenset[Layer]:
    """Layer names; a number is refused, because public pages swap the third and the fourth activity."""
    found: set[Layer] = set()
    if not names:
        problems.add(path, "must name at least one layer")
    for index, name in enumerate(names):
        if isinstance(name, int) or _NUMBERED.fullmatch(name):
            problems.add(
                (*path, index),
                f"a layer is told by its name, not by a number ({shown(str(name))}): "
                f"public pages swap activities 3 and 4 (names, in the order of CSP R.1111-9: {', '.join(LAYERS)})",
            )
        elif layer := choice(problems, (*path, index), name, Layer):
            if layer in found:
                problems.add((*path, index), f"{shown(name)} stands here twice")
            found.add(layer)
    return frozenset(found)


def known_id(problems: Problems, path: KeyPath, name: str, known: Collection[str], what: str) -> None:
    """A reference to something that exists; ``what`` says what is looked for, for a person."""
    if name not in known:
        problems.add(path, f"{shown(name)} is not {what}", name, known)


def new_id(problems: Problems, path: KeyPath, name: str) -> None:
    """An id that the file introduces."""
    if not _ID.fullmatch(name):
        problems.add(path, f'{shown(name)} is not an id: lower-case letters, digits, ".", "_" and "-"')


def reason(problems: Problems, path: KeyPath, text: str) -> None:
    """A reason that somebody can read again in a year."""
    if len(text.strip()) < MIN_REASON:
        problems.add(path, f"must be a reason of at least {MIN_REASON} characters")


def exact_names(problems: Problems, path: KeyPath, names: Iterable[str], *, everything: bool) -> None:
    """Names that are compared exactly: no pattern, no empty word; ``everything``: whether ``["*"]`` is allowed."""
    hint = '; ["*"] alone stands for all' if everything else ""
    for index, name in enumerate(names):
        if not name.strip():
            problems.add((*path, index), "must not be empty")
        elif "*" in name or "?" in name:
            problems.add(
                (*path, index), f'{shown(name)}: names are compared exactly, "*" and "?" are not wild here{hint}'
            )


def day(problems: Problems, path: KeyPath, given: date | None) -> None:
    """A day within living memory or sight: any other is a slip of the pen, or an end that never comes."""
    if given is not None and not FIRST_DAY <= given <= LAST_DAY:
        problems.add(path, f"{given} is no day between {FIRST_DAY} and {LAST_DAY}")


def plain_text(problems: Problems, value: object, path: KeyPath = ()) -> None:
    """No control characters but line breaks and tabs, none that turns the direction of writing: text is shown."""
    waiting: list[tuple[object, KeyPath]] = [(value, path)]
    while waiting:
        item, place = waiting.pop()
        if isinstance(item, dict):
            waiting.extend((member, (*place, key)) for key, member in item.items())
            waiting.extend((key, (*place, key)) for key in item)
        elif isinstance(item, list):
            waiting.extend((member, (*place, index)) for index, member in enumerate(item))
        elif isinstance(item, str) and CONTROL.search(item):
            problems.add(place, "must not hold control characters")

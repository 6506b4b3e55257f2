"""Texts that the stages before a report have put together, in the language that is spoken.

Reasons, evidence and the like are facts of the Assessment and stand there in English. Here are the forms they have; a
text that has none of them stays as it is, for it may be a name.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from hds_policy.language import LANGUAGES, _, current, marked

PHRASES: tuple[str, ...] = (
    marked("{name} has no value"),
)  # fmt: skip
"""The forms, the more particular before the more general; a place-holder stands for one character or more."""
_NESTED = frozenset({"reason", "rest"})
"""Place-holders that may hold a phrase themselves."""


def phrase(text: str) -> str:
    """A text in the language that is spoken."""
    if current() == LANGUAGES[0] or not text:
        return text
    for form, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            values = {name: phrase(value) if name in _NESTED else value for name, value in found.groupdict().items()}
            return _(form).format(**values)
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((form, _pattern(form)) for form in PHRASES)


def _pattern(form: str) -> re.Pattern[str]:
    parts = []
    for literal, name, _spec, _conversion in Formatter().parse(form):
        parts.append(re.escape(literal) + (f"(?P<{name}>.+?)" if name else ""))
    return re.compile("".join(parts), re.DOTALL)

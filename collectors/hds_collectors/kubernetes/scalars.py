"""What a plain scalar of YAML is: the core schema of YAML 1.2 (specification 1.2.2, section 10.3.2).

There, only ``true`` and ``false`` are booleans: the country ``NO``, the key ``on`` and the time ``12:30`` stay texts.
"""

from __future__ import annotations

import re

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{f"{sign}.{word}": float("inf") for sign in ("", "+") for word in ("inf", "Inf", "INF")},
    **{f"-.{word}": float("-inf") for word in ("inf", "Inf", "INF")},
}
_FIRST = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 400
"""Digits beyond which a number is kept as its text: the interpreter refuses to read thousands of them."""


def scalar_of(text: str) -> str | int | float | bool | None:
    """Value of a plain (unquoted, untagged) scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST or len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    return float(text) if _FLOAT.fullmatch(text) else text

"""A JSON document from its bytes, strictly: bounded in size and nesting, no key twice, no number that is none.

Source: RFC 8259. Windows shells write the output of a command in UTF-16, so that encoding is read too.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

from hds_policy.errors import UsageError

MAX_BYTES = 256 * 1024 * 1024
"""Largest plan or state that is read."""

MAX_DEPTH = 200
"""Deepest nesting that is read; what the tools write stays far below."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _RefusedError(Exception):
    """Why a document is not read."""


def text_of(name: str, data: bytes) -> str:
    """The text of a document.

    Raises:
        UsageError: it is not UTF-8 (or UTF-16 or UTF-32 with a byte order mark).
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not valid {encoding.upper()} at byte {error.start}") from error


def parse(name: str, text: str) -> Any:
    """The value of a document.

    Raises:
        UsageError: it is not JSON, is cut off, has a key twice, or is nested deeper than ``MAX_DEPTH``.
    """
    hint = "write the file again; it may be cut off"
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
        _check(document, text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{name}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}", hint=hint) from error
    except RecursionError as error:
        raise UsageError(f"{name}: nested deeper than {MAX_DEPTH} levels") from error
    except _RefusedError as error:
        raise UsageError(f"{name}: {error}") from error
    except ValueError as error:
        # The interpreter refuses whole numbers of thousands of digits.
        raise UsageError(f"{name}: not valid JSON: a number is too long", hint=hint) from error
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _RefusedError(f"the key {key!r} occurs twice in one object")
            seen.add(key)
    return made


def _constant(word: str) -> None:
    raise _RefusedError(f"{word} is not a JSON number")


def _check(document: Any, text: str) -> None:
    level = [document]
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise _RefusedError(f"nested deeper than {MAX_DEPTH} levels")
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, dict | list)
        ]
    if _SURROGATE.search(text):
        try:
            json.dumps(document, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise _RefusedError("a string holds half of a surrogate pair") from error

"""Strings of the scanned tree, made visible and inert before they reach a terminal, a log or a viewer."""

from __future__ import annotations

import re
from typing import TypeVar, cast

# A fixed table, not str.isprintable(): that follows the Unicode version of the interpreter, and reports would
# differ between two Python versions. Controls, format characters (bidi controls included), fillers that show
# nothing, line separators, surrogates, private-use tags and non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Azure Pipelines, TeamCity and the first command syntax of GitHub look for these anywhere in a line.
_MARKED_COMMAND = re.compile(r"##(?=[A-Za-z]*\[)")
_JSON_ESCAPE = re.compile(r"\\[^\"\\/]")
_LINE_COMMAND = re.compile(r"^(?P<before>(?:\s|\x1b\[[0-9;]*m)*)::", re.MULTILINE)
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _NAMED.get(character) or f"\\u{{{ord(character):x}}}"


def printable(text: str) -> str:
    """The text on one line: invisible characters written out as ``\\u{1b}``, commands to CI systems broken.

    A string of visible characters without such a command is returned as it is; applying it twice changes nothing more.
    """
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return _MARKED_COMMAND.sub("# #", _INVISIBLE.sub(_escape, text))


def is_inert_json(encoded: str) -> bool:
    """Whether ``inert`` would change no string of this JSON text; False when in doubt."""
    if "\\" in encoded and _JSON_ESCAPE.search(encoded):
        return False
    if "##" in encoded and _MARKED_COMMAND.search(encoded):
        return False
    # Of ASCII the table holds what is not printable: that is found without looking at each character twice.
    return encoded.isprintable() if encoded.isascii() else not _INVISIBLE.search(encoded)


def paragraphs(text: str) -> str:
    """``printable`` line by line: for texts of ours, whose line breaks are meant."""
    return "\n".join(printable(line) for line in text.split("\n"))


def shortened(text: str, limit: int) -> str:
    """``printable(text)``, cut to ``limit`` characters with an ellipsis as the last one."""
    # Escaping only lengthens, so what lies beyond the limit can never be shown: no need to look at a huge string.
    shown = printable(text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def without_commands(report: str) -> str:
    """The finished text with a space put into every ``::`` that begins a line, which GitHub would read as a command."""
    return _LINE_COMMAND.sub(r"\g<before>: :", report)


_Tree = TypeVar("_Tree")


def inert(value: _Tree) -> _Tree:
    """The same tree of dicts, lists and scalars with ``printable`` applied to every string, keys included."""
    return cast(_Tree, _inert(value))


def _inert(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {printable(key): _inert(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_inert(item) for item in value]
    return value

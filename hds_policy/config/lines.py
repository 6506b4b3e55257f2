"""The line of each key of a TOML text, for error messages: tomllib reports none."""

from __future__ import annotations

import re
import tomllib
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and list indexes from the top of the file, e.g. ``("waivers", 0, "rule")``."""

_WORD = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_WORD}(?:[ \t]*\.[ \t]*{_WORD})*"
_START = re.compile(
    rf"[ \t]*(?:(?P<array>\[\[)[ \t]*(?P<array_key>{_KEY})[ \t]*\]\]"
    rf"|\[[ \t]*(?P<table_key>{_KEY})[ \t]*\]"
    rf"|(?P<key>{_KEY})[ \t]*=)"
)
_PIECE = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<newline>\n)|[^\"'#\[\]{}\n]+|.",
    re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Line (from 1) of every table header and of every key that starts a line of a valid TOML text."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    position, line = 0, 1
    while position < len(text):
        start = _START.match(text, position)
        if start:
            position = start.end()
            if start["key"]:
                _note(lines, (*table, *_parts(start["key"])), line)
            else:
                table = _header(start, counts)
                _note(lines, table, line)
        end = _end_of_entry(text, position)
        line += text.count("\n", position, end)
        position = end
    return lines


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int | None:
    """Line of the key, or of the nearest table around it; None when neither has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _note(lines: dict[KeyPath, int], path: KeyPath, line: int) -> None:
    """The line of a key, and of the tables around it that have no header of their own."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return
        lines[path[:length]] = line


def _header(start: re.Match[str], counts: dict[KeyPath, int]) -> KeyPath:
    """Path of the table a header opens; ``counts`` holds how many elements each array of tables has so far."""
    path: KeyPath = ()
    parts = _parts(start["array_key"] or start["table_key"])
    for depth, part in enumerate(parts, start=1):
        path = (*path, part)
        if depth == len(parts) and start["array"]:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _end_of_entry(text: str, position: int) -> int:
    """Position after the line break that ends the entry: not one inside a string, a list or an inline table."""
    depth = 0
    for piece in _PIECE.finditer(text, position):
        if piece["open"]:
            depth += 1
        elif piece["close"]:
            depth -= 1
        elif piece["newline"] and depth <= 0:
            return piece.end()
    return len(text)


def _parts(key: str) -> list[str]:
    parts: list[str] = []
    table = tomllib.loads(f"{key} = 0")
    while isinstance(table, dict):
        ((part, table),) = table.items()
        parts.append(part)
    return parts

"""What is wrong in the estate file: gathered, so that one run shows all of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time
from difflib import get_close_matches
from operator import itemgetter
from typing import TypeVar

import msgspec
from msgspec import Struct

from hds_policy.config.lines import KeyPath, key_lines, line_of
from hds_policy.config.schema import RawTable
from hds_policy.errors import EstateError

_Table = TypeVar("_Table", bound=RawTable)
_SHOWN = 25
_LONGEST = 80
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
_WRONG_TYPE = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<found>\w+)`(?: - at `\$(?P<place>[^`]*)`)?")
_PLACEHOLDER = re.compile(r"<[^<>]*>")
_INDEX = re.compile(r"\[(\d+)\]")
_WORDS = {
    "str": 'text in "quotes"',
    "str | null": 'text in "quotes"',
    "int": "a whole number",
    "bool": "true or false, without quotes",
    "date": "a date such as 2027-01-31, without quotes",
    "date | null": "a date such as 2027-01-31, without quotes",
    "array": "a list in [brackets] (a list of tables is headed with [[two]])",
    "array | null": "a list in [brackets]",
    "str | array": 'a list in [brackets] or a word in "quotes"',
    "int | str": 'text in "quotes"',
    "object": "a table",
}


def shown(text: str) -> str:
    """A word of the file in quotes, on one line, cut when it is long."""
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in cut) + '"'


def nearest(word: str, known: Collection[str]) -> str:
    """``; did you mean "…"?`` with the nearest known word, or the list of the known ones when none is near."""
    folded = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word[:_LONGEST].casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f'; did you mean "{folded[close[0]]}"?'
    if len(known) <= _SHOWN:
        return f" (known: {', '.join(sorted(known)) or 'none'})"
    return ""


def written(path: KeyPath) -> str:
    """A key path as people write it, e.g. ``waivers[0].rule``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (
                part if _PLAIN_KEY.fullmatch(part) and len(part) <= _LONGEST else shown(part)
            )
    return text


class _Problem(Struct, frozen=True):
    path: KeyPath
    message: str
    word: str
    known: Collection[str] | None

    def sentence(self) -> str:
        return self.message if self.known is None else self.message + nearest(self.word, self.known)


class Problems:
    """Problems of one file; ``file`` is its name as the user gave it, ``text`` its content."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._found: list[_Problem] = []

    def add(self, path: KeyPath, message: str, word: str = "", known: Collection[str] | None = None) -> None:
        """Note a problem with the value of a key; with ``known``, the one nearest to ``word`` is proposed."""
        self._found.append(_Problem(path, message, word, known))

    def raise_if_any(self) -> None:
        """Raise an EstateError with every problem, in the order of the file."""
        if not self._found:
            return
        lines = key_lines(self._text)
        placed = sorted(((line_of(lines, problem.path) or 0, problem) for problem in self._found), key=itemgetter(0))
        sentences = [
            f"{self._file}{f':{line}' if line else ''}: {f'{written(problem.path)}: ' if problem.path else ''}"
            f"{problem.sentence()}"
            for line, problem in placed[:_SHOWN]
        ]
        if len(placed) > _SHOWN:
            sentences.append(f"{self._file}: {len(placed) - _SHOWN} more")
        raise EstateError(
            sentences[0], details=sentences[1:], hint="docs/estate.md describes every key of the estate file"
        )

    def read(self, raw: object, shape: type[_Table], path: KeyPath) -> _Table | None:
        """One table in its shape; None, with its problems noted, when it does not fit."""
        if not isinstance(raw, dict):
            self.add(path, "must be a table")
            return None
        before = len(self._found)
        known = shape.__struct_encode_fields__
        for key, value in raw.items():
            if key not in known:
                self.add((*path, key), "unknown key", key, known)
            elif value == "":
                self.add((*path, key), "must not be empty; leave the key out instead")
            for text in value if isinstance(value, list) else (value,):
                if isinstance(text, str) and _PLACEHOLDER.fullmatch(text):
                    self.add((*path, key), f"still holds the placeholder {shown(text)}")
        for field in msgspec.structs.fields(shape):
            if field.required and field.encode_name not in raw:
                self.add(path, f'the key "{field.encode_name}" is missing')
        if len(self._found) > before:
            return None
        try:
            # builtin_types: a date in quotes is text, not a date.
            return msgspec.convert(raw, shape, builtin_types=(date, datetime, time))
        except msgspec.ValidationError as error:
            self._add_wrong_type(str(error), path)
            return None

    def _add_wrong_type(self, message: str, path: KeyPath) -> None:
        found = _WRONG_TYPE.fullmatch(message)
        if found is None:
            self.add(path, message)
            return
        place = found["place"] or ""
        key = place.lstrip(".").split("[")[0]
        where = (*path, *([key] if key else []), *map(int, _INDEX.findall(place)))
        self.add(where, f"must be {_WORDS.get(found['wanted'], found['wanted'])}, not {_found_word(found['found'])}")


def _found_word(name: str) -> str:
    return {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "array": "a list"}.get(
        name, "a table" if name == "object" else f"a {name}"
    )

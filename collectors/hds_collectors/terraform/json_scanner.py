"""JSON with positions: the standard library's parser gives none, and keeps only the last of two equal keys.

Source: RFC 8259.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple, TypeAlias

from hds_collectors.terraform.expressions import number
from hds_collectors.terraform.problems import MAX_DEPTH, HclError
from hds_collectors.terraform.templates import normalize

_SPACE = re.compile(r"[ \t\r\n]*+")
_NUMBER = re.compile(r"(-?)((?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonObject(NamedTuple):
    """Members in order, equal keys included: key, offset of the key, value."""

    members: tuple[tuple[str, int, JsonNode], ...]


class JsonArray(NamedTuple):
    """Items in order."""

    items: tuple[JsonNode, ...]


class JsonNode(NamedTuple):
    """A value and where it stands: ``start`` at its first character, ``end`` after its last."""

    value: JsonObject | JsonArray | str | int | float | bool | None
    start: int
    end: int


JsonMember: TypeAlias = tuple[str, int, JsonNode]


def scan(text: str) -> JsonNode:
    """Parse a whole JSON text; raises HclError."""
    scanner = _Scanner(text)
    node = scanner.node(scanner.skip(1 if text.startswith("\ufeff") else 0))
    if scanner.skip(node.end) != len(text):
        raise HclError(scanner.skip(node.end), "unexpected text after the JSON value")
    return node


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.decoder = json.JSONDecoder()

    def skip(self, pos: int) -> int:
        match = _SPACE.match(self.text, pos)
        return match.end() if match else pos

    def node(self, pos: int) -> JsonNode:
        mark = self.text[pos : pos + 1]
        if mark == '"':
            value, end = self.string(pos)
            return JsonNode(value, pos, end)
        if mark in ("{", "["):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise HclError(pos, f"nesting deeper than {MAX_DEPTH}")
            node = self.object(pos) if mark == "{" else self.array(pos)
            self.depth -= 1
            return node
        match = _NUMBER.match(self.text, pos)
        if match is not None:
            size = number(match.group(2), pos)
            return JsonNode(-size if match.group(1) else size, pos, match.end())
        for word, constant in _WORDS.items():
            if self.text.startswith(word, pos):
                return JsonNode(constant, pos, pos + len(word))
        raise HclError(pos, "expected a JSON value")

    def string(self, pos: int) -> tuple[str, int]:
        try:
            value, end = self.decoder.raw_decode(self.text, pos)
        except json.JSONDecodeError as error:
            raise HclError(error.pos, "invalid JSON string") from error
        return normalize(_SURROGATE.sub("\ufffd", value)), end

    def object(self, start: int) -> JsonNode:
        members: list[JsonMember] = []
        pos = self.skip(start + 1)
        while self.text[pos : pos + 1] != "}":
            if self.text[pos : pos + 1] != '"':
                raise HclError(pos, "expected a key in double quotes")
            key, end = self.string(pos)
            colon = self.skip(end)
            if self.text[colon : colon + 1] != ":":
                raise HclError(colon, "expected ':'")
            node = self.node(self.skip(colon + 1))
            members.append((key, pos, node))
            pos = self._next(node.end, "}")
        return JsonNode(JsonObject(tuple(members)), start, pos + 1)

    def array(self, start: int) -> JsonNode:
        items: list[JsonNode] = []
        pos = self.skip(start + 1)
        while self.text[pos : pos + 1] != "]":
            node = self.node(pos)
            items.append(node)
            pos = self._next(node.end, "]")
        return JsonNode(JsonArray(tuple(items)), start, pos + 1)

    def _next(self, end: int, closer: str) -> int:
        """Offset of the next item, or of the closing bracket; a comma before the bracket is an error in JSON."""
        pos = self.skip(end)
        mark = self.text[pos : pos + 1]
        if mark == closer:
            return pos
        if mark != ",":
            raise HclError(pos, f"expected ',' or '{closer}'")
        after = self.skip(pos + 1)
        if self.text[after : after + 1] == closer:
            raise HclError(pos, f"',' before '{closer}'")
        return after

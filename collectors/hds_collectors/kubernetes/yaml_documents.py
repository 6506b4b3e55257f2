"""YAML as objects with lines: YAML 1.2 core types, no key twice, nesting and aliases bounded.

Built from the events of libyaml. Its own composer calls itself for each level and ends the process at some ten thousand
of them; here a stack of ours grows, and no further than a bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import yaml
from msgspec import Struct
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from hds_collectors.kubernetes.scalars import scalar_of

MAX_DEPTH = 100
"""Deepest nesting that is read; objects of Kubernetes stay far below."""
MAX_NODES = 2_000_000
"""Most values of one document when its aliases are written out."""

_TEXT = "tag:yaml.org,2002:str"
_PLAIN_TAGS = {
    _TEXT,
    "!",
    "tag:yaml.org,2002:int",
    "tag:yaml.org,2002:float",
    "tag:yaml.org,2002:bool",
    "tag:yaml.org,2002:null",
    "tag:yaml.org,2002:binary",
    "tag:yaml.org,2002:timestamp",
}
_MERGE = "<<"
# The pure reader is ten times slower, and takes what libyaml takes.
_PARSER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
Lines: TypeAlias = dict[int, dict[str, int]]


class Document(Struct, frozen=True):
    """One document.

    Attributes:
        value: dicts, lists and scalars; one that an alias names is the same object, not a copy.
        start_line, end_line: counted from 1, both inclusive.
        lines: for each mapping, by ``id()``, the line of each key.
    """

    value: Any
    start_line: int
    end_line: int
    lines: Lines


class YamlError(Exception):
    """Why a document, and what comes after it, is not read; ``line`` is counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class LargeError(YamlError):
    """A bound is reached."""


def documents_of(text: str) -> Iterator[Document]:
    """The documents of a text one after the other, empty ones included.

    Raises:
        YamlError: at the first one that is not valid; those before it were given.
        LargeError: it goes over a bound.
    """
    parser = _PARSER(text)
    try:
        while (event := parser.get_event()) is not None:
            if type(event) is DocumentStartEvent:
                yield _Builder(_start_of(event)).build(parser)
    except yaml.MarkedYAMLError as error:
        raise YamlError(_line_of(error, text), error.problem or "not valid YAML") from error
    except yaml.YAMLError as error:
        raise YamlError(1, "not valid YAML: a character that is not allowed") from error
    except RecursionError as error:
        raise LargeError(1, "nested too deeply") from error
    finally:
        parser.dispose()


def _start_of(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """Line of a problem; one at the end of a text without a last line break is on its last line."""
    mark = error.problem_mark or error.context_mark
    return min(getattr(mark, "line", 0), text.count("\n")) + 1


class _Open:
    """A collection whose end has not come yet; ``size``: values in it, aliases written out."""

    __slots__ = ("anchor", "items", "key", "lines", "mapping", "merged", "size")

    def __init__(self, value: dict[str, Any] | list[Any], anchor: str | None) -> None:
        self.mapping = value if type(value) is dict else None
        self.items = value if type(value) is list else None
        self.anchor = anchor
        self.lines: dict[str, int] = {}
        self.key: str | None = None
        self.size = 1
        self.merged: list[Mapping[str, Any]] | None = None

    @property
    def awaits_key(self) -> bool:
        """Whether what comes next is a key."""
        return self.key is None and self.mapping is not None


class _Builder:
    """Builds one document."""

    def __init__(self, start_line: int) -> None:
        self._start = start_line
        self._first = 0
        self._root: Any = None
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._lines: Lines = {}
        self._stack: list[_Open] = []

    def build(self, parser: Any) -> Document:
        """Read up to the end of the document."""
        stack, next_event = self._stack, parser.get_event
        event = next_event()
        while event is not None:
            kind = type(event)
            if kind is ScalarEvent:
                # By far the most events are keys, and plain values of mappings.
                if stack and (top := stack[-1]).mapping is not None and not event.anchor:
                    if top.key is None:
                        self._key(top, event.value, event.start_mark.line + 1)
                    elif top.key != _MERGE and event.tag is None:
                        top.mapping[top.key] = scalar_of(event.value) if event.implicit[0] else event.value
                        top.key = None
                        top.size += 1
                    else:
                        self._scalar(event)
                else:
                    self._scalar(event)
            elif kind is MappingStartEvent:
                self._begin(event, {})
            elif kind is SequenceStartEvent:
                self._begin(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._end(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentEndEvent:
                # A document ends where the next one starts; its last line is the one before.
                last = event.start_mark.line + (1 if event.start_mark.column else 0)
                return Document(self._root, self._first or self._start, max(last, self._first, 1), self._lines)
            event = next_event()
        raise YamlError(self._start, "the document does not end")

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        top = self._stack[-1] if self._stack else None
        if top is not None and top.awaits_key:
            if event.anchor:
                self._anchors[event.anchor] = (event.value, 1)
            self._key(top, event.value, line)
            return
        tag = event.tag
        if tag is not None and tag not in _PLAIN_TAGS:
            raise YamlError(line, f"the tag {tag[:60]!r} is not of Kubernetes")
        plain = event.implicit[0] if tag is None else tag not in (_TEXT, "!")
        value = scalar_of(event.value) if plain else event.value
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._put(value, 1, line)

    def _begin(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        line = event.start_mark.line + 1
        if len(self._stack) >= MAX_DEPTH:
            raise LargeError(line, f"nested deeper than {MAX_DEPTH} levels")
        top = self._stack[-1] if self._stack else None
        if top is not None and top.awaits_key:
            raise YamlError(line, "a key that is not a text")
        if not self._stack:
            self._first = line
        self._stack.append(_Open(value, event.anchor))

    def _end(self, event: Any) -> None:
        done = self._stack.pop()
        value: Any = done.items
        if done.mapping is not None:
            value = done.mapping
            for key, inner in (pair for one in done.merged or () for pair in one.items()):
                value.setdefault(key, inner)
            self._lines[id(value)] = done.lines
        if done.anchor:
            self._anchors[done.anchor] = (value, done.size)
        self._put(value, done.size, event.start_mark.line + 1)

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.anchor not in self._anchors:
            raise YamlError(line, "an alias of something that does not stand before it")
        value, size = self._anchors[event.anchor]
        top = self._stack[-1] if self._stack else None
        if top is not None and top.awaits_key:
            if not isinstance(value, str):
                raise YamlError(line, "a key that is not a text")
            self._key(top, value, line)
            return
        self._put(value, size, line)

    @staticmethod
    def _key(top: _Open, key: str, line: int) -> None:
        if key in top.lines:
            raise YamlError(line, f"the key {key[:60]!r} stands twice in one mapping")
        top.key = key
        top.lines[key] = line

    def _put(self, value: Any, size: int, line: int) -> None:
        if not self._stack:
            self._root = value
            self._first = self._first or line
            return
        top = self._stack[-1]
        top.size += size
        if top.size > MAX_NODES:
            raise LargeError(line, f"more than {MAX_NODES} values")
        if top.items is not None:
            top.items.append(value)
            return
        key, top.key = top.key, None
        if key == _MERGE:
            self._merge(top, value, line)
        elif top.mapping is not None and key is not None:
            top.mapping[key] = value

    @staticmethod
    def _merge(top: _Open, value: Any, line: int) -> None:
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            raise YamlError(line, "what is merged is not a mapping")
        top.merged = [*(top.merged or ()), *parts]

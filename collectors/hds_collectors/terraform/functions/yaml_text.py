"""``yamldecode`` and ``yamlencode``, bounded: events, nesting and what aliases repeat are counted.

Source: https://developer.hashicorp.com/terraform/language/functions/yamldecode (and yamlencode)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError, text
from hds_collectors.terraform.functions.yaml_scalars import resolve
from hds_collectors.terraform.limits import Budget, LimitError
from hds_collectors.terraform.templates import normalize
from hds_collectors.terraform.values import Lazy, Term, number_text, to_text, unresolved
from hds_policy.model import Unknown

_DEEPEST = 100
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, of which Terraform's is a port, where PyYAML has it."""

_PLAIN = re.compile(r"[ -~]*")
_BLOCK_TAGS = (None, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


class _Decoder:
    def __init__(self, source: str, budget: Budget) -> None:
        self.events: Iterator[Any] = yaml.parse(source, Loader=_LOADER)
        self.budget = budget
        self.left = budget.limits.nodes
        self.depth = 0
        self.anchors: dict[str, tuple[Term, int] | None] = {}

    def next(self) -> Any:
        self._spend(1)
        return next(self.events)

    def _spend(self, count: int) -> None:
        self.left -= count
        self.budget.charge(count)
        if self.left < 0:
            raise LimitError(f"a YAML document of more than {self.budget.limits.nodes} elements")

    def document(self) -> Term:
        self.next()
        if not isinstance(self.next(), yaml.DocumentStartEvent):
            return None
        value = self.node(self.next())
        self.next()
        if not isinstance(self.next(), yaml.StreamEndEvent):
            raise FunctionError("more than one YAML document")
        return value

    def node(self, event: Any) -> Term:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor)
        anchor, before = event.anchor, self.left
        if anchor is not None:
            self.anchors[anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        else:
            self.depth += 1
            if self.depth > _DEEPEST:
                raise LimitError(f"YAML nested deeper than {_DEEPEST}")
            value = self._collection(event)
            self.depth -= 1
        if anchor is not None:
            self.anchors[anchor] = (value, before - self.left + 1)
        return value

    def _alias(self, anchor: str | None) -> Term:
        known = None if anchor is None else self.anchors.get(anchor)
        if known is None:
            raise FunctionError("a YAML alias of nothing, or of what it stands in")
        self._spend(known[1])
        return known[0]

    @staticmethod
    def _scalar(event: Any) -> Term:
        return resolve(normalize(event.value), event.tag, event.style in ("'", '"'))

    def _collection(self, event: Any) -> Term:
        if event.tag not in _BLOCK_TAGS:
            raise FunctionError("a YAML tag that is not supported")
        return self._mapping() if isinstance(event, yaml.MappingStartEvent) else self._sequence()

    def _sequence(self) -> list[Term]:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        return items

    def _mapping(self) -> Term:
        members: dict[str, Term] = {}
        merged = False
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise FunctionError("a YAML key that is not a string")
            merged |= event.value == "<<" and event.implicit[0]
            key = self._key(event)
            if key in members:
                raise UndeterminedError(f"a YAML key twice: {key[:60]!r}")
            members[key] = self.node(self.next())
        if merged:
            return unresolved("a YAML merge key, which versions of Terraform read in different ways")
        return members

    def _key(self, event: Any) -> str:
        value = self.node(event)
        if isinstance(value, Unknown):
            raise UndeterminedError(value.detail)
        key = to_text(value)
        if key is None:
            raise FunctionError("a YAML key that is null")
        return key


def _yamldecode(budget: Budget, source: Term) -> Term:
    content = text(source)
    budget.charge(1 + len(content) // 8)
    try:
        return _Decoder(content, budget).document()
    except yaml.YAMLError as error:
        raise FunctionError("not valid YAML") from error
    except StopIteration as error:
        raise FunctionError("not one YAML document") from error


def _yamlencode(budget: Budget, value: Term) -> str:
    lines = _lines(value, 0)
    budget.charge_text(sum(map(len, lines)) + len(lines))
    return "\n".join(lines) + "\n"


def _lines(value: Term, depth: int) -> list[str]:
    """Lines of a value in block style, not indented."""
    if depth > _DEEPEST:
        raise LimitError(f"YAML nested deeper than {_DEEPEST}")
    if isinstance(value, dict) and value:
        return [line for key in sorted(value) for line in _member(key, value[key], depth)]
    if isinstance(value, list) and value:
        return [
            ("- " if place == 0 else "  ") + line
            for item in value
            for place, line in enumerate(_lines(item, depth + 1))
        ]
    return [_scalar(value)]


def _member(key: str, value: Term, depth: int) -> list[str]:
    inner = _lines(value, depth + 1)
    if isinstance(value, dict) and value:
        return [f"{_scalar(key)}:", *(f"  {line}" for line in inner)]
    if isinstance(value, list) and value:
        return [f"{_scalar(key)}:", *inner]
    return [f"{_scalar(key)}: {inner[0]}"]


def _scalar(value: Term) -> str:
    if isinstance(value, Lazy):
        raise UndeterminedError("a value that is not plain data")
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if not _PLAIN.fullmatch(value):
        raise UndeterminedError("text that YAML writes in several ways")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


FUNCTIONS: Mapping[str, Callable[..., Term]] = {"yamldecode": _yamldecode, "yamlencode": _yamlencode}

"""Statements of policies, whether they are written as JSON or as blocks of a data source."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct

from hds_policy.model import Value

_LARGEST_DOCUMENT = 1 << 20
EVERYBODY = "*"


class Principal(Struct, frozen=True):
    """Whom a statement names.

    Attributes:
        kind: ``AWS``, ``Federated``, ``Service``, ``CanonicalUser``, ``*``; empty when it is not known.
        value: a text, or what is not known of it.
        path: attribute path that it stands at, below that of the policy.
    """

    kind: str
    value: Value
    path: str


class Condition(Struct, frozen=True):
    """One condition: an operator, a key in lower case, and values; ``path`` as in ``Principal``."""

    test: str
    key: str
    values: tuple[Value, ...]
    path: str


class Statement(Struct, frozen=True):
    """A statement that allows something, or perhaps does. ``actions`` is empty when they are not all known."""

    principals: tuple[Principal, ...]
    conditions: tuple[Condition, ...]
    actions: tuple[str, ...]


def of_json(value: Value) -> list[Statement] | None:
    """Statements of a policy in JSON, also when parts of it are not known; None when it cannot be read."""
    document = value
    if isinstance(value, str):
        if len(value) > _LARGEST_DOCUMENT:
            return None
        try:
            document = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(document, dict):
        return None
    return [found for part in _items(document.get("Statement")) if (found := _of_member(part, "Statement")) is not None]


def of_blocks(blocks: Value) -> list[Statement]:
    """Statements of the ``statement`` blocks of a data source."""
    return [found for part in _items(blocks) if (found := _of_block(part)) is not None]


def _of_member(part: Value, path: str) -> Statement | None:
    if not isinstance(part, dict):
        return _unreadable(part, path)
    if part.get("Effect") == "Deny":
        return None
    principals: list[Principal] = []
    if "NotPrincipal" in part:
        principals.append(Principal(EVERYBODY, EVERYBODY, path))
    named = part.get("Principal")
    if isinstance(named, dict):
        for kind, value in named.items():
            principals.extend(Principal(kind, one, f"{path}.Principal.{kind}") for one in _items(value))
    elif named is not None:
        kind = EVERYBODY if named == EVERYBODY else ""
        principals.append(Principal(kind, named, f"{path}.Principal"))
    conditions = tuple(_conditions(part.get("Condition"), f"{path}.Condition"))
    return Statement(tuple(principals), conditions, _actions(part.get("Action")))


def _conditions(value: Value, path: str) -> Iterator[Condition]:
    for test, keys in value.items() if isinstance(value, dict) else ():
        for key, found in keys.items() if isinstance(keys, dict) else ():
            yield Condition(test, key.lower(), tuple(_items(found)), f"{path}.{test}.{key}")


def _of_block(part: Value) -> Statement | None:
    if not isinstance(part, dict):
        return _unreadable(part, "statement")
    if part.get("effect") == "Deny":
        return None
    principals: list[Principal] = []
    if part.get("not_principals"):
        principals.append(Principal(EVERYBODY, EVERYBODY, "statement.not_principals"))
    for block in _items(part.get("principals")):
        if not isinstance(block, dict):
            principals.append(Principal("", block, "statement.principals"))
            continue
        kind = block.get("type")
        told = kind if isinstance(kind, str) else ""
        path = "statement.principals.identifiers"
        principals.extend(Principal(told, one, path) for one in _items(block.get("identifiers")))
    conditions = [
        Condition(str(block.get("test")), str(block.get("variable")).lower(), tuple(_items(block.get("values"))), path)
        for block in _items(part.get("condition"))
        if isinstance(block, dict)
        for path in ("statement.condition.values",)
    ]
    return Statement(tuple(principals), tuple(conditions), _actions(part.get("actions")))


def _unreadable(part: Value, path: str) -> Statement:
    return Statement((Principal("", part, path),), (), ())


def _actions(value: Value) -> tuple[str, ...]:
    told = _items(value)
    return tuple(one for one in told if isinstance(one, str)) if all(isinstance(one, str) for one in told) else ()


def _items(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]

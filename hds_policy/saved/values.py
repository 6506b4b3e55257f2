"""Attribute values as JSON and back, exactly: what JSON has no word for stands in an object with one ``$`` member."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from hds_policy.model import Cause, Unknown, Value
from hds_policy.saved.shape import MAX_DEPTH

_UNKNOWN = "$unknown"
_FLOAT = "$float"
_OBJECT = "$object"


class BadValueError(ValueError):
    """A value that is none; the message is for a person."""


def packed(value: Value, depth: int = 0) -> Any:
    """The JSON of a value; the value itself when it is JSON already, as most are: thousands need no copy.

    Raises:
        BadValueError: it is nested more than ``MAX_DEPTH`` levels.
    """
    if depth > MAX_DEPTH:
        raise BadValueError(f"nested more than {MAX_DEPTH} levels")
    if isinstance(value, Unknown):
        return {_UNKNOWN: [value.cause.value, value.detail, *value.references]}
    if isinstance(value, float) and not math.isfinite(value):
        return {_FLOAT: repr(value)}
    if isinstance(value, list):
        elements = [packed(element, depth + 1) for element in value]
        return value if all(new is old for new, old in zip(elements, value, strict=True)) else elements
    if isinstance(value, dict):
        members = {key: packed(member, depth + 1) for key, member in value.items()}
        if _is_marked(members):
            return {_OBJECT: members}
        return value if all(members[key] is member for key, member in value.items()) else members
    return value


def unpacked(value: Any, depth: int = 0) -> Value:
    """The value that ``packed`` made this JSON of.

    Raises:
        BadValueError: it is nested too deeply, or has a ``$`` member that means nothing.
    """
    if depth > MAX_DEPTH:
        raise BadValueError(f"nested more than {MAX_DEPTH} levels")
    if isinstance(value, list):
        return [unpacked(element, depth + 1) for element in value]
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return] # JSON has no other types than those of Value
    if _is_marked(value):
        ((mark, inner),) = value.items()
        return _MARKS[mark](inner, depth)
    return {key: unpacked(member, depth + 1) for key, member in value.items()}


def _is_marked(members: Mapping[str, Any]) -> bool:
    return len(members) == 1 and next(iter(members)) in _MARKS


def _unknown(inner: Any, depth: int) -> Value:  # noqa: ARG001 - one signature for every mark
    if not isinstance(inner, list) or len(inner) < 2 or not all(isinstance(text, str) for text in inner):
        raise BadValueError(f"{_UNKNOWN} is not a list of texts")
    try:
        cause = Cause(inner[0])
    except ValueError as error:
        raise BadValueError(f"{_UNKNOWN} has a cause that does not exist") from error
    return Unknown(cause, inner[1], tuple(inner[2:]))


def _float(inner: Any, depth: int) -> Value:  # noqa: ARG001 - one signature for every mark
    if inner not in {"inf", "-inf", "nan"}:
        raise BadValueError(f"{_FLOAT} is none of inf, -inf, nan")
    return float(inner)


def _object(inner: Any, depth: int) -> Value:
    if not isinstance(inner, dict):
        raise BadValueError(f"{_OBJECT} is not an object")
    return {key: unpacked(member, depth + 1) for key, member in inner.items()}


_MARKS: Mapping[str, Callable[[Any, int], Value]] = {_UNKNOWN: _unknown, _FLOAT: _float, _OBJECT: _object}

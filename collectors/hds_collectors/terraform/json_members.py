"""Members of JSON objects whose shape is not to be trusted: what is not of the expected kind counts as absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_EMPTY: Mapping[str, Any] = {}


def as_object(value: Any) -> Mapping[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else _EMPTY


def as_objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; empty when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """The value when it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def as_texts(value: Any) -> list[str]:
    """The strings of a list; empty when it is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

"""Members of JSON objects whose shape is not to be trusted: what is not of the expected kind counts as absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hds_policy.errors import UsageError

_EMPTY: Mapping[str, Any] = {}


def as_object(value: Any) -> Mapping[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else _EMPTY


def as_objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; empty when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def entries_of(content: Mapping[str, Any], member: str, name: str) -> list[Mapping[str, Any]]:
    """The objects of a list that everything depends on; empty when it is absent or null.

    Args:
        name: of the document, for the message.

    Raises:
        UsageError: it is something else: an entry that is left out would be a resource that nobody sees.
    """
    value = content.get(member)
    entries = as_objects(value)
    if value is not None and not (isinstance(value, list) and len(entries) == len(value)):
        raise UsageError(f"{name}: {member} is not a list of objects", hint="write the file again")
    return entries


def as_text(value: Any) -> str:
    """The value when it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def as_texts(value: Any) -> list[str]:
    """The strings of a list; empty when it is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

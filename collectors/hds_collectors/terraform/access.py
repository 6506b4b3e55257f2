"""Attribute and index access on terms."""

from __future__ import annotations

from hds_collectors.terraform.values import (
    BlockValue,
    Lazy,
    SetValue,
    Term,
    Unkeyed,
    combine,
    invalid,
    plain,
    to_number,
    to_text,
    unresolved,
)
from hds_policy.model import Cause, Unknown


def attribute(value: Term, name: str) -> Term:  # noqa: PLR0911  # one return for each case
    """``value.name``."""
    if isinstance(value, dict):
        found = value.get(name)
        if found is None and type(value) is BlockValue:
            return Unknown(Cause.KNOWN_AFTER_APPLY, f"argument {name} of a nested block is not configured")
        if found is None and name not in value:
            return invalid(f"no attribute {name}")
        return found
    if isinstance(value, Unknown):
        return value if type(value) is not Unkeyed else plain(value)
    if isinstance(value, Lazy):
        return value.attribute(name)
    if isinstance(value, list) and name.isdecimal():
        return index(value, int(name))
    return invalid(f"no attribute {name}")


def index(value: Term, key: Term) -> Term:  # noqa: PLR0911  # one return for each case
    """``value[key]``."""
    if isinstance(value, Lazy):
        return value.attribute(key) if isinstance(key, str) else value.unknown()
    unknown = combine((value, key))
    if unknown is not None:
        return unknown
    if isinstance(value, dict):
        text = to_text(key)
        if text is None:
            return invalid("a key that is not a string")
        return value[text] if text in value and type(value) is dict else _missing(value)
    if isinstance(value, list):
        if type(value) is SetValue:
            return invalid("a set has no index")
        position = to_number(key)
        if not isinstance(position, int):
            return invalid("an index that is not a whole number")
        return value[position] if 0 <= position < len(value) else invalid("index out of range")
    return unresolved("index of a value that is not a collection")


def _missing(value: dict[str, Term]) -> Unknown:
    if type(value) is BlockValue:
        return unresolved("index of a nested block")
    return invalid("no element has this key")

"""Read attribute paths through nested blocks."""

from __future__ import annotations

from collections.abc import Mapping

from hds_policy.model.value import Unknown, Value


def values_at(attributes: Mapping[str, Value], path: str) -> list[Value]:
    """All values at a path such as ``replica.region_name``.

    Blocks and lists are entered; unknown parts are returned as they are. Absent and null values give nothing.
    """
    first, *rest = path.split(".")
    value = attributes.get(first)
    if value is None:
        return []
    found: list[Value] = [value]
    for name in rest:
        inside: list[Value] = []
        for outer in found:
            _enter(outer, name, inside)
        if not inside:
            return []
        found = inside
    flat: list[Value] = []
    for value in found:
        if isinstance(value, list):
            flat.extend(inner for inner in value if inner is not None)
        else:
            flat.append(value)
    return flat


def _enter(value: Value, name: str, inside: list[Value]) -> None:
    """Add what stands under a name in a value; nothing for what is absent or null."""
    if isinstance(value, dict):
        inner = value.get(name)
        if inner is not None:
            inside.append(inner)
    elif isinstance(value, list):
        for element in value:
            _enter(element, name, inside)
    elif isinstance(value, Unknown):
        inside.append(value)

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
        found = [inner for outer in found for inner in _enter(outer, name)]
    flat: list[Value] = []
    for value in found:
        flat.extend(value if isinstance(value, list) else [value])
    return [value for value in flat if value is not None]


def _enter(value: Value, name: str) -> list[Value]:
    if isinstance(value, Unknown):
        return [value]
    if isinstance(value, list):
        return [inner for element in value for inner in _enter(element, name)]
    if isinstance(value, dict):
        return [value.get(name)]
    return []

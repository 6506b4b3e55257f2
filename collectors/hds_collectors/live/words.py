"""Turning what AWS answers into Terraform's words: tags, blocks, and attributes that are not told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hds_collectors.live.service import Item
from hds_policy.model import Unknown, Value


def tags(pairs: Any) -> dict[str, Value]:
    """Tags as Terraform has them, from a map or from pairs of ``Key`` and ``Value`` in any of the ways AWS writes them.

    Tags that AWS itself sets (``aws:``) are kept: they tell which stack made a resource.
    """
    if isinstance(pairs, Mapping):
        return {str(key): str(value) for key, value in pairs.items()}
    found: dict[str, Value] = {}
    for pair in pairs if isinstance(pairs, list) else []:
        if isinstance(pair, Mapping):
            key = next((pair[name] for name in ("Key", "key", "TagKey") if name in pair), None)
            value = next((pair[name] for name in ("Value", "value", "TagValue") if name in pair), "")
            if isinstance(key, str):
                found[key] = "" if value is None else str(value)
    return found


def tags_listed(item: Item, operation: str) -> Value:
    """Tags that a call of their own told, as pairs or as one map; Unknown when it failed."""
    found = item.inner.get(operation, [])
    if isinstance(found, Unknown):
        return found
    raw = [one.raw for one in found]
    pairs = all(any(key in one for key in ("Key", "key", "TagKey")) for one in raw)
    if pairs:
        return tags(raw)
    return {key: value for one in raw for key, value in tags(one).items()}


def block(**attributes: Value) -> list[Value]:
    """A nested block that occurs once; none when nothing of it is told."""
    told: dict[str, Value] = {name: value for name, value in attributes.items() if value not in (None, [], {})}
    return [told] if told else []


def blocks(found: Any, made: Callable[[Mapping[str, Any]], dict[str, Value]]) -> list[Value]:
    """A nested block for each entry of a list."""
    entries = found if isinstance(found, list) else []
    return [
        {name: value for name, value in made(entry).items() if value not in (None, [], {})}
        for entry in entries
        if isinstance(entry, Mapping)
    ]

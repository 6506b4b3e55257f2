"""Tags and labels in the shapes that providers give them, as one mapping."""

from __future__ import annotations

from collections.abc import Iterable

from hds_policy.model.value import Unknown, Value

UNKNOWN_TAG = ""
"""Key under which ``tag_map`` keeps a tag whose name cannot be known; its value is always Unknown."""


def tag_map(value: Value) -> dict[str, Value]:
    """Tags of one attribute as name → value.

    Args:
        value: a mapping (AWS, Azure, Google, Kubernetes), a list of ``key``/``value`` blocks (Outscale, AWS
            autoscaling), a list of words such as ``team=ehr`` or ``hds`` (Scaleway), null, or Unknown.

    A bare word stands for ``true``. What cannot be known is kept under ``UNKNOWN_TAG``: it is never "no tag".
    """
    if isinstance(value, Unknown):
        return {UNKNOWN_TAG: value}
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, list):
        return dict(pair for element in value for pair in _pairs(element))
    return {}


def _pairs(element: Value) -> Iterable[tuple[str, Value]]:
    if isinstance(element, Unknown):
        return [(UNKNOWN_TAG, element)]
    if isinstance(element, str):
        return [_split_word(element)]
    if isinstance(element, dict) and "key" in element:
        key = element["key"]
        if isinstance(key, Unknown):
            return [(UNKNOWN_TAG, key)]
        return [(key, element.get("value", True))] if isinstance(key, str) else []
    return []


def _split_word(word: str) -> tuple[str, Value]:
    for separator in ("=", ":"):
        key, found, value = word.partition(separator)
        if found:
            return key, value
    return word, True

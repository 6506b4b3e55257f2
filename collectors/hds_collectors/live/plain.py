"""Conversions that only rename: Terraform attribute → path in the answer, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from hds_collectors.live.failures import BadAnswerError
from hds_collectors.live.service import SELF, Convert, Item, Live, Place, Unseen
from hds_collectors.live.words import block, tags, tags_listed
from hds_policy.model import Value

Told: TypeAlias = "str | Callable[[Item, Place], Value] | Mapping[str, Told]"
"""Where an attribute is told: a path, a function of the item, or a nested block that occurs once."""

_TAGS = "tags"


def plain(
    type_name: str,
    name: str | Callable[[Item, Place], Value],
    only: Callable[[Item, Place], bool] | None = None,
    /,
    **attributes: Told,
) -> Convert:
    """A conversion to one resource of one type.

    Args:
        name: where what identifies it is told.
        only: whether an item is of this type; always by default.
        attributes: Terraform attribute → where it is told.
    """

    def convert(item: Item, place: Place) -> Iterator[Live]:
        if only is None or only(item, place):
            named = name(item, place) if callable(name) else item.raw.get(SELF) if name == SELF else item.get(name)
            if not isinstance(named, str) or not named:
                raise BadAnswerError("an item has no name")
            found = {attribute: _value(attribute, told, item, place) for attribute, told in attributes.items()}
            yield Live(type_name, named, found)

    return convert


def several(*conversions: Convert) -> Convert:
    """A conversion to what each of several yields."""

    def convert(item: Item, place: Place) -> Iterable[Live | Unseen]:
        for one in conversions:
            yield from one(item, place)

    return convert


def _value(attribute: str, told: Told, item: Item, place: Place) -> Value:
    if callable(told):
        return told(item, place)
    if isinstance(told, str):
        found: Any = item.raw.get(SELF) if told == SELF else item.get(told)
        return tags(found) if attribute == _TAGS else found
    return block(**{name: _value(name, inner, item, place) for name, inner in told.items()}) or None


def inner_tags(operation: str) -> Callable[[Item, Place], Value]:
    """Tags that a call for the item listed, or told as a map; Unknown when it failed."""

    def told(item: Item, place: Place) -> Value:  # noqa: ARG001 - every attribute is told by item and place
        return tags_listed(item, operation)

    return told

"""Type conversion functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hds_collectors.terraform.functions.arguments import FunctionError, mapping, sequence
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import Term, is_opaque, make_set, to_bool, to_number, to_text


def _primitive(convert: Callable[[Term], Term]) -> Callable[..., Term]:
    def _function(_: Budget, value: Term) -> Term:
        result = None if value is None else convert(value)
        if result is None and value is not None:
            raise FunctionError("the value has no such conversion")
        return result

    return _function


def unified(items: list[Term]) -> list[Term]:
    """Elements of one collection: primitives of different types become strings."""
    kinds = {float if type(item) is int else type(item) for item in items if not is_opaque(item) and item is not None}
    if len(kinds) > 1 and kinds <= {str, bool, float}:
        return [item if is_opaque(item) or item is None else to_text(item) for item in items]
    return list(items)


def _tolist(_: Budget, value: Term) -> Term:
    return None if value is None else unified(sequence(value))


def _tomap(_: Budget, value: Term) -> Term:
    if value is None:
        return None
    entries = mapping(value)
    return dict(zip(entries, unified(list(entries.values())), strict=True))


def _toset(_: Budget, value: Term) -> Term:
    return None if value is None else make_set(sequence(value))


DEEP = frozenset({"toset"})

FUNCTIONS: Mapping[str, Callable[..., Term]] = {
    "tobool": _primitive(to_bool),
    "tolist": _tolist,
    "tomap": _tomap,
    "tonumber": _primitive(to_number),
    "toset": _toset,
    "tostring": _primitive(to_text),
}

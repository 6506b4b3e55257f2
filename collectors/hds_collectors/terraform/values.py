"""Values during evaluation: plain data, sets, resources seen from an expression, and Unknown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeAlias

from hds_policy.model import Cause, Unknown

Term: TypeAlias = Any
"""None, bool, int, float, str, list, SetValue, dict with str keys, Unknown or Lazy; checked at run time."""

MAX_REFERENCES = 16
SENSITIVE = Unknown(Cause.UNRESOLVED_VALUE, "sensitive value: not read")


class Invalid(Unknown, frozen=True, gc=False):
    """An Unknown because the expression certainly fails in Terraform (missing key, index out of range).

    Only ``try`` and ``can`` tell it from other unknowns; it never outlives the expression it arose in.
    """


class Computed(Unknown, frozen=True):
    """One attribute of a resource that is not known, as it is and not something made from it.

    Only what passes values on keeps it; its one reference is that attribute. It never leaves the collector.
    """


class Unkeyed(Unknown, frozen=True):
    """A map of which a key, or whether an element is in it, is not known.

    Attributes:
        values: what its elements can be; all of them if their conditions hold. Never empty.
    """

    values: tuple[Term, ...] = ()


class SetValue(list[Term]):
    """A set: known elements, without duplicates, in a fixed order; it has no index."""

    __slots__ = ()


class BlockValue(dict[str, Term]):
    """A nested block of a resource: an argument that is not set may still be computed by the provider."""

    __slots__ = ()


class Lazy:
    """A resource or module instance seen from an expression: attributes are evaluated when asked for."""

    __slots__ = ()

    def attribute(self, name: str) -> Term:
        """Value of an attribute or output, Unknown when it is not configured."""
        raise NotImplementedError

    def unknown(self) -> Unknown:
        """Stand-in for the object as a whole."""
        raise NotImplementedError


def unresolved(detail: str, *references: str) -> Unknown:
    """Unknown because nothing that was read says the value."""
    return Unknown(Cause.UNRESOLVED_VALUE, detail, references)


def invalid(detail: str) -> Invalid:
    """Unknown because Terraform refuses the expression."""
    return Invalid(Cause.UNRESOLVED_VALUE, detail)


def plain(value: Unknown) -> Unknown:
    """The Unknown without what only its own expression knows of it; an Invalid stays one."""
    if type(value) is Unknown or type(value) is Invalid:
        return value
    return Unknown(value.cause, value.detail, value.references)


def settled(value: Term) -> Term:
    """Value of a finished expression: an Invalid becomes an ordinary Unknown."""
    if type(value) is Invalid:
        return Unknown(value.cause, value.detail, value.references)
    return value


def combine(values: Iterable[Term]) -> Unknown | None:
    """One Unknown for all unknown values among ``values`` (top level only); None when all are known.

    Cause and detail are those of the first; references are united. Invalid wins: one failing operand fails it all.
    """
    found = [value.unknown() if isinstance(value, Lazy) else value for value in values if is_opaque(value)]
    if not found:
        return None
    if len(found) == 1:
        return plain(found[0])
    references = tuple(dict.fromkeys(r for value in found for r in value.references))[:MAX_REFERENCES]
    for value in found:
        if type(value) is Invalid:
            return Invalid(value.cause, value.detail, references)
    return Unknown(found[0].cause, found[0].detail, references)


_PLAIN = frozenset({str, bool, int, float, type(None), list, dict, SetValue, BlockValue})


def is_opaque(value: Term) -> bool:
    """Whether the value as a whole is not plain data."""
    return type(value) not in _PLAIN


def unknown_inside(value: Term, charge: Any) -> Unknown | None:
    """The first Unknown anywhere in ``value``, None when all of it is known; ``charge(n)`` pays for the walk."""
    if isinstance(value, Unknown):
        return plain(value)
    if isinstance(value, Lazy):
        return value.unknown()
    if isinstance(value, (list, dict)):
        charge(len(value))
        for item in value.values() if isinstance(value, dict) else value:
            found = unknown_inside(item, charge)
            if found is not None:
                return found
    return None


def is_number(value: Term) -> bool:
    """Whether the value is a Terraform number (bool is not)."""
    return type(value) is int or type(value) is float


def number_text(value: int | float) -> str:
    """A number as Terraform writes it in a string: no exponent, no trailing zeros."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def to_text(value: Term) -> str | None:
    """A primitive converted to string; None when Terraform has no such conversion."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return number_text(value)
    return None


def to_number(value: Term) -> int | float | None:
    """A number, or a string that is one; None otherwise."""
    if is_number(value):
        return value  # type: ignore[no-any-return]  # Term is Any by design; is_number has just checked it
    if isinstance(value, str) and len(value) <= 160 and value.strip() == value:
        try:
            decimal = Decimal(value)
        except ArithmeticError:
            return None
        if decimal.is_finite() and abs(decimal.adjusted()) <= 150 and "_" not in value:
            return int(decimal) if decimal == decimal.to_integral_value() else float(decimal)
    return None


def to_bool(value: Term) -> bool | None:
    """A bool, or the strings ``true`` and ``false``; None otherwise."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def make_set(items: Iterable[Term]) -> Term:
    """A set of known primitives or values; Unknown when an element is unknown, as its size cannot be known then."""
    elements = list(items)
    unknown = combine(elements)
    if unknown is not None:
        return unknown
    if len({type(item) for item in elements} & {str, bool, int, float}) > 1:
        elements = [item if to_text(item) is None else to_text(item) for item in elements]
    unique = {sort_key(item): item for item in elements}
    return SetValue(unique[key] for key in sorted(unique))


def sort_key(value: Term) -> tuple[int, Any]:
    """A total order for known values; equal exactly for equal values of one type."""
    if isinstance(value, bool):
        return (1, value)
    if isinstance(value, (int, float)):
        return (2, value)
    if isinstance(value, str):
        return (3, value)
    if isinstance(value, list):
        return (4, tuple(sort_key(item) for item in value))
    if isinstance(value, dict):
        return (5, tuple((key, sort_key(value[key])) for key in sorted(value)))
    return (0, 0) if value is None else (6, repr(value))

"""Operators on terms: arithmetic, comparison, logic, equality.

Source: https://developer.hashicorp.com/terraform/language/expressions/operators
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from hds_collectors.terraform.limits import Budget, LimitError
from hds_collectors.terraform.values import (
    Lazy,
    Term,
    combine,
    invalid,
    is_number,
    to_bool,
    to_number,
    unknown_inside,
    unresolved,
)
from hds_policy.model import Unknown

_LARGEST = 10**150


def number(value: float) -> int | float:
    """Result of arithmetic: whole results as int, others rounded to the digits a double really holds."""
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise LimitError("number too large")
        return value
    if value != value or abs(value) > _LARGEST:  # noqa: PLR0124  # the definition of NaN
        raise LimitError("number too large")
    rounded = float(f"{value:.15g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded


def _divide(left: float, right: float) -> float:
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return left / right


def _remainder(left: float, right: float) -> float:
    """Truncated remainder, sign of the dividend, as Terraform's big floats give it."""
    result = abs(left) % abs(right)
    return -result if left < 0 else result


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "%": _remainder,
}
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def binary(sign: str, left: Term, right: Term, budget: Budget) -> Term:  # noqa: PLR0911  # one return for each case
    """Result of ``left sign right``; Unknown unless Terraform's result is certain."""
    if sign in ("==", "!="):
        result = equal(left, right, budget)
        return (result is (sign == "==")) if isinstance(result, bool) else result
    unknown = combine((left, right))
    if unknown is not None:
        return unknown
    first, second = to_number(left), to_number(right)
    if first is None or second is None:
        return invalid(f"operand of {sign} is not a number")
    if sign in _ORDER:
        return _ORDER[sign](first, second)
    if second == 0 and sign in ("/", "%"):
        return invalid("division by zero")
    if sign not in _ARITHMETIC:
        return unresolved(f"operator {sign} is not known")
    try:
        return number(_ARITHMETIC[sign](first, second))
    except OverflowError as error:
        raise LimitError("number too large") from error


def unary(sign: str, operand: Term) -> Term:
    """``-operand`` or ``!operand``."""
    unknown = combine((operand,))
    if unknown is not None:
        return unknown
    if sign == "!":
        truth = to_bool(operand)
        return invalid("operand of ! is not a bool") if truth is None else not truth
    value = to_number(operand)
    return invalid("operand of - is not a number") if value is None else -value


def logical(sign: str, left: Term, right: Callable[[], Term]) -> Term:
    """``&&`` and ``||``; one known operand can decide the result. ``right`` is evaluated only when needed."""
    decisive = sign == "||"
    first = left if combine((left,)) is not None else to_bool(left)
    if first is decisive:
        return decisive
    if first is None:
        return invalid(f"operand of {sign} is not a bool")
    other = right()
    unknown = combine((left, other))
    second = other if combine((other,)) is not None else to_bool(other)
    if second is None:
        return invalid(f"operand of {sign} is not a bool")
    if second is decisive and type(unknown) is Unknown:
        return decisive
    return second if unknown is None else unknown


def equal(left: Term, right: Term, budget: Budget) -> bool | Unknown:
    """Whether two values are equal, types included.

    Two collections with the same content may still differ in type (``[]`` is not an empty ``list(string)``), which is
    not tracked: equality of collections is never certain, inequality is.
    """
    unknown = combine((left, right))
    if unknown is not None:
        return unknown
    if isinstance(left, (list, dict)) and isinstance(right, (list, dict)):
        inside = unknown_inside(left, budget.charge) or unknown_inside(right, budget.charge)
        if inside is not None:
            return inside
        if same(left, right):
            return unresolved("two collections with the same content may differ in type")
        return False
    return same(left, right)


def same(left: Term, right: Term) -> bool:
    """Structural equality of known values, bool and number kept apart."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if is_number(left) and is_number(right):
        return bool(left == right)
    return type(left) is type(right) and not isinstance(left, Lazy) and bool(left == right)

"""Numeric functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError, integer, number, text
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.operators import number as rounded
from hds_collectors.terraform.values import Term


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    def _function(_: Budget, *values: Term) -> float:
        if not values:
            raise FunctionError("no argument")
        return choose([number(value) for value in values])

    return _function


def _parseint(_: Budget, value: Term, base: Term) -> int:
    if not 2 <= integer(base) <= 36:
        raise UndeterminedError("a base that is not implemented")
    digits = text(value)
    if len(digits) > 200 or digits.strip() != digits or "_" in digits:
        raise FunctionError("not a whole number")
    try:
        return int(digits, integer(base))
    except ValueError as error:
        raise FunctionError("not a whole number") from error


def _pow(_: Budget, base: Term, exponent: Term) -> float:
    first, second = number(base), number(exponent)
    if abs(second) > 500 or abs(first) > 1e15:
        raise UndeterminedError("a number over the bound")
    try:
        result = first**second
    except (OverflowError, ZeroDivisionError) as error:
        raise UndeterminedError("a number over the bound") from error
    if isinstance(result, complex):
        raise UndeterminedError("not a real number")
    return rounded(result)


def _log(_: Budget, value: Term, base: Term) -> float:
    try:
        return rounded(math.log(number(value), number(base)))
    except (ValueError, ZeroDivisionError) as error:
        raise UndeterminedError("not a real number") from error


def _signum(_: Budget, value: Term) -> int:
    return (number(value) > 0) - (number(value) < 0)


FUNCTIONS: Mapping[str, Callable[..., Term]] = {
    "abs": lambda _, value: abs(number(value)),
    "ceil": lambda _, value: math.ceil(number(value)),
    "floor": lambda _, value: math.floor(number(value)),
    "log": _log,
    "max": _extreme(max),
    "min": _extreme(min),
    "parseint": _parseint,
    "pow": _pow,
    "signum": _signum,
}

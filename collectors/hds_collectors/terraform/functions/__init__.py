"""Terraform's functions: the pure ones are computed, all others give Unknown with the reason.

Source: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from hds_collectors.terraform.functions import (
    collections,
    conversion,
    dates,
    encoding,
    files,
    network,
    numbers,
    patterns,
    strings,
)
from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError
from hds_collectors.terraform.functions.place import Place
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import SENSITIVE, Invalid, Term, combine, invalid, unknown_inside, unresolved
from hds_policy.model import Unknown

_UNCOMPUTED: dict[str, str] = {
    **dict.fromkeys(("bcrypt", "plantimestamp", "timestamp", "uuid", "base64gzip"), "differs from run to run"),
    "abspath": "depends on where Terraform runs",
    "rsadecrypt": "needs a private key, which is not used",
}


def _yaml(name: str) -> Callable[..., Term]:
    def compute(*arguments: Any) -> Term:
        from hds_collectors.terraform.functions.yaml_text import FUNCTIONS  # noqa: PLC0415 - YAML takes 25 ms to import

        return FUNCTIONS[name](*arguments)

    return compute


_STRICT = {**strings.FUNCTIONS, **patterns.FUNCTIONS, **numbers.FUNCTIONS, **encoding.FUNCTIONS, **network.FUNCTIONS}
_STRICT |= {**dates.FUNCTIONS, **{name: _yaml(name) for name in ("yamldecode", "yamlencode")}}
_PARTIAL = {**collections.FUNCTIONS, **conversion.FUNCTIONS}
_DEEP = collections.DEEP | conversion.DEEP

PLACED: frozenset[str] = frozenset(files.FUNCTIONS) | {f"core::{name}" for name in files.FUNCTIONS}
"""Functions whose result depends on the files beside the configuration."""

NAMES: frozenset[str] = (
    frozenset(_STRICT) | frozenset(_PARTIAL) | frozenset(files.FUNCTIONS) | {"try", "can", "sensitive", "nonsensitive"}
)
"""Functions that are computed."""


def call(
    name: str, arguments: Sequence[Callable[[], Term]], expand: bool, budget: Budget, place: Place | None = None
) -> Term:
    """Result of a function call; ``arguments`` are evaluated when asked for.

    ``place`` is where the files of the functions in ``PLACED`` are.

    A partly unknown argument makes the result Unknown unless the function keeps elements apart, as ``merge`` does.

    Raises:
        LimitError: when the result, or the work for it, is over a bound.
    """
    if name == "try":
        return _try(arguments, budget)
    if name == "can":
        return _can(arguments)
    values = [argument() for argument in arguments]
    if expand and values:
        last = values.pop()
        if not isinstance(last, list):
            return combine((last,)) or invalid("an expanded argument is not a list")
        budget.charge_elements(len(last))
        values.extend(last)
    if name == "sensitive":
        return SENSITIVE
    return _apply(name.removeprefix("core::"), values, budget, place)


def _apply(name: str, values: list[Term], budget: Budget, place: Place | None) -> Term:  # noqa: PLR0911  # one return for each case
    function = _PARTIAL.get(name) or _STRICT.get(name)
    if function is None and name in files.FUNCTIONS:
        function = partial(files.FUNCTIONS[name], place)
    if name == "nonsensitive" and len(values) == 1:
        return values[0]
    if function is None:
        reason = _UNCOMPUTED.get(name, "is not a function that is known here")
        return combine(values) or unresolved(f"{name}() {reason}")
    unknown = _blocking(name, values, budget)
    if unknown is not None:
        return unknown
    try:
        result = function(budget, *values)
    except FunctionError as error:
        return invalid(f"{name}(): {error}")
    except UndeterminedError as error:
        return unresolved(f"{name}(): {error}")
    except TypeError:
        return invalid(f"{name}(): wrong number of arguments")
    if isinstance(result, str):
        budget.charge_text(len(result))
    elif isinstance(result, (list, dict)):
        budget.charge_elements(len(result))
    return result


def _blocking(name: str, values: list[Term], budget: Budget) -> Unknown | None:
    """The Unknown that makes the whole result unknown; None when the function can be computed."""
    if name in collections.LENIENT:
        return None
    unknown = combine(values)
    if unknown is not None or name in files.PARTIAL or (name in _PARTIAL and name not in _DEEP):
        return unknown
    found = [unknown_inside(value, budget.charge) for value in values]
    return combine(value for value in found if value is not None)


def _try(arguments: Sequence[Callable[[], Term]], budget: Budget) -> Term:
    """The first argument that does not certainly fail; Unknown when that one is unknown."""
    value: Term = invalid("try() without an argument")
    for argument in arguments:
        budget.charge(1)
        value = argument()
        if type(value) is not Invalid:
            return value
    return value


def _can(arguments: Sequence[Callable[[], Term]]) -> Term:
    if len(arguments) != 1:
        return invalid("can(): wrong number of arguments")
    value = arguments[0]()
    if type(value) is Invalid:
        return False
    return combine((value,)) or True

"""Terraform's functions: the pure ones are computed, all others give Unknown with the reason.

Source: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hds_collectors.terraform.functions import collections, conversion, encoding, network, numbers, patterns, strings
from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import SENSITIVE, Invalid, Term, combine, invalid, unknown_inside, unresolved
from hds_policy.model import Unknown

_FILES = "reads a file at run time: files other than Terraform files are not read"
_CLOCK = "differs from run to run"
_UNCOMPUTED: dict[str, str] = {
    **dict.fromkeys(
        (
            "abspath",
            "file",
            "filebase64",
            "filebase64sha256",
            "filebase64sha512",
            "fileexists",
            "filemd5",
            "fileset",
            "filesha1",
            "filesha256",
            "filesha512",
            "pathexpand",
            "templatefile",
        ),
        _FILES,
    ),
    **dict.fromkeys(("bcrypt", "plantimestamp", "timestamp", "uuid", "base64gzip"), _CLOCK),
    **dict.fromkeys(("templatestring", "yamldecode", "yamlencode", "rsadecrypt"), "is not computed in this version"),
}

_STRICT = {**strings.FUNCTIONS, **patterns.FUNCTIONS, **numbers.FUNCTIONS, **encoding.FUNCTIONS, **network.FUNCTIONS}
_PARTIAL = {**collections.FUNCTIONS, **conversion.FUNCTIONS}
_DEEP = collections.DEEP | conversion.DEEP

NAMES: frozenset[str] = frozenset(_STRICT) | frozenset(_PARTIAL) | {"try", "can", "sensitive", "nonsensitive"}
"""Functions that are computed."""


def call(name: str, arguments: Sequence[Callable[[], Term]], expand: bool, budget: Budget) -> Term:
    """Result of a function call; ``arguments`` are evaluated when asked for.

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
    return _apply(name.removeprefix("core::"), values, budget)


def _apply(name: str, values: list[Term], budget: Budget) -> Term:  # noqa: PLR0911  # one return for each case
    function = _PARTIAL.get(name) or _STRICT.get(name)
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
    if unknown is not None or (name in _PARTIAL and name not in _DEEP):
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

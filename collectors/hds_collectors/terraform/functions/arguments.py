"""Checked conversion of function arguments, as Terraform converts them."""

from __future__ import annotations

from hds_collectors.terraform.values import Term, to_bool, to_number, to_text


class FunctionError(Exception):
    """Terraform certainly refuses the call."""


class UndeterminedError(Exception):
    """The result cannot be known here, though Terraform may well have one."""


def text(value: Term) -> str:
    """A string."""
    result = to_text(value)
    if result is None:
        raise FunctionError("an argument is not a string")
    return result


def number(value: Term) -> int | float:
    """A number."""
    result = to_number(value)
    if result is None:
        raise FunctionError("an argument is not a number")
    return result


def integer(value: Term) -> int:
    """A whole number."""
    result = number(value)
    if not isinstance(result, int):
        raise FunctionError("an argument is not a whole number")
    return result


def truth(value: Term) -> bool:
    """A bool."""
    result = to_bool(value)
    if result is None:
        raise FunctionError("an argument is not a bool")
    return result


def sequence(value: Term) -> list[Term]:
    """A list, tuple or set."""
    if not isinstance(value, list):
        raise FunctionError("an argument is not a list or set")
    return value


def mapping(value: Term) -> dict[str, Term]:
    """A map or object."""
    if not isinstance(value, dict):
        raise FunctionError("an argument is not a map or object")
    return value

"""Type constraints of variables: parsing, conversion, defaults of optional attributes.

Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import Call, Expression, ObjectCons, Traversal, TupleCons
from hds_collectors.terraform.values import (
    Term,
    is_opaque,
    make_set,
    to_bool,
    to_number,
    to_text,
    unknown_inside,
)


class ConversionError(Exception):
    """A value cannot be converted to the declared type, or the type cannot be read."""


class Type(Struct, frozen=True):
    """A type constraint.

    Attributes:
        kind: ``any``, ``string``, ``number``, ``bool``, ``list``, ``set``, ``map``, ``tuple`` or ``object``.
        element: element type of a list, set or map.
        items: element types of a tuple.
        attributes: of an object: type, whether it is optional, and its default (None for null).
    """

    kind: str
    element: Type | None = None
    items: tuple[Type, ...] = ()
    attributes: Mapping[str, tuple[Type, bool, Term]] = field(default_factory=dict)


ANY = Type("any")
_PRIMITIVES = {"string": to_text, "number": to_number, "bool": to_bool}
_BARE = {
    **{name: Type(name) for name in _PRIMITIVES},
    "any": ANY,
    **{name: Type(name, ANY) for name in ("list", "set", "map")},
}


def parse_type(expression: Expression, scope: Scope) -> Type:
    """The type an expression such as ``map(object({ a = optional(string, "x") }))`` stands for.

    Raises:
        ConversionError: not a type that is known.
    """
    if isinstance(expression, str) and expression in _BARE:
        return _BARE[expression]
    if isinstance(expression, Traversal) and len(expression.names) == 1 and expression.names[0] in _BARE:
        return _BARE[expression.names[0]]
    if isinstance(expression, Call) and len(expression.arguments) == 1:
        argument = expression.arguments[0]
        if expression.name in ("list", "set", "map"):
            return Type(expression.name, parse_type(argument, scope))
        if expression.name == "tuple" and isinstance(argument, TupleCons):
            return Type("tuple", items=tuple(parse_type(item, scope) for item in argument.items))
        if expression.name == "object" and isinstance(argument, ObjectCons):
            return Type("object", attributes=dict(_attribute(key, value, scope) for key, value in argument.items))
    raise ConversionError("a type constraint that is not known")


def _attribute(key: Expression, value: Expression, scope: Scope) -> tuple[str, tuple[Type, bool, Term]]:
    name = key if isinstance(key, str) else key.names[0] if isinstance(key, Traversal) else None
    if name is None:
        raise ConversionError("a type constraint that is not known")
    if isinstance(value, Call) and value.name == "optional" and value.arguments:
        default = evaluate(value.arguments[1], scope) if len(value.arguments) > 1 else None
        return name, (parse_type(value.arguments[0], scope), True, default)
    return name, (parse_type(value, scope), False, None)


def convert(value: Term, wanted: Type, scope: Scope) -> Term:
    """``value`` as ``wanted``, defaults of optional attributes filled in; unknown parts stay unknown.

    Raises:
        ConversionError: Terraform refuses the value.
    """
    if value is None or is_opaque(value) or wanted.kind == "any":
        return value
    scope.budget.charge(1)
    if wanted.kind in _PRIMITIVES:
        result = _PRIMITIVES[wanted.kind](value)
        if result is None:
            raise ConversionError(f"not a {wanted.kind}")
        return result
    if wanted.kind in ("list", "set", "tuple"):
        return _sequence(value, wanted, scope)
    if not isinstance(value, dict):
        raise ConversionError(f"not a {wanted.kind}")
    if wanted.kind == "map":
        element = wanted.element or ANY
        return {key: convert(item, element, scope) for key, item in value.items()}
    return {name: _member(value, name, spec, scope) for name, spec in wanted.attributes.items()}


def _sequence(value: Term, wanted: Type, scope: Scope) -> Term:
    if not isinstance(value, list):
        raise ConversionError(f"not a {wanted.kind}")
    if wanted.kind == "tuple":
        if len(value) != len(wanted.items):
            raise ConversionError("not a tuple of the declared length")
        return [convert(item, kind, scope) for item, kind in zip(value, wanted.items, strict=True)]
    element = wanted.element or ANY
    items = [convert(item, element, scope) for item in value]
    if wanted.kind == "list":
        return items
    return unknown_inside(items, scope.budget.charge) or make_set(items)


def _member(value: dict[str, Term], name: str, spec: tuple[Type, bool, Term], scope: Scope) -> Term:
    kind, optional, default = spec
    if name not in value and not optional:
        raise ConversionError(f"attribute {name} is missing")
    found = value.get(name)
    if found is None and optional:
        found = default
    return convert(found, kind, scope)

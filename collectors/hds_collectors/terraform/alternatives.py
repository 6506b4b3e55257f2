"""What the value of an argument can be: ``coalesce(var.x, aws_x.y.arn)`` is a variable or that ARN, and nothing else.

Followed through locals, variables, module outputs and loops, down to what is no choice any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hds_collectors.terraform.access import attribute, index
from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.guard import guarded
from hds_collectors.terraform.loader import Missing
from hds_collectors.terraform.syntax import (
    Call,
    Conditional,
    Expression,
    GetAttribute,
    Index,
    ObjectCons,
    Traversal,
    TupleCons,
)
from hds_collectors.terraform.targets import ANY_KEY, SCALARS, Context, Path, call_context
from hds_collectors.terraform.values import Computed, Invalid, Term, combine, is_opaque, to_bool

_FIRST = frozenset({"one", "element", "slice", "lookup"})
"""Functions that give a part of their first argument; ``lookup`` may give its third as well."""
_ALL = frozenset(
    {
        *("concat", "compact", "flatten", "distinct", "tolist", "toset", "tomap", "setunion", "sort", "reverse"),
        *("values", "merge", "tostring", "sensitive", "nonsensitive"),
    }
)
_UNTIL = frozenset({"coalesce", "coalescelist", "try"})
"""Functions that give the first of their arguments that is there."""
_DEPTH = 40


class Alternative(NamedTuple):
    """One of the values that an argument can have: an expression that is no choice, and where it stands.

    ``path`` selects a part of its value.
    """

    expression: Expression
    path: Path
    context: Context

    @property
    def value(self) -> Term:
        """Its value; an Invalid when Terraform would refuse it."""
        return _value(self.expression, self.path, self.context)


def alternatives(expression: Expression, context: Context) -> Iterator[Alternative]:
    """Every value an argument can have."""
    return _within(expression, (), context, 0)


def says_nothing(value: Term) -> bool:
    """Whether a value certainly names nothing: null, empty, a number, a truth value."""
    if isinstance(value, (list, dict)):
        return all(says_nothing(inner) for inner in (value.values() if isinstance(value, dict) else value))
    return type(value) is Invalid or (not is_opaque(value) and (not isinstance(value, str) or not value))


def _within(expression: Expression, path: Path, context: Context, depth: int) -> Iterator[Alternative]:
    if depth > _DEPTH:
        yield Alternative(expression, path, context)
        return
    inner = depth + 1
    context.module.budget.charge(1)
    match expression:
        case Conditional():
            for branch in _branches(expression, context):
                yield from _within(branch, path, context, inner)
        case GetAttribute() | Index():
            yield from _within(expression.object, (_step(expression, context), *path), context, inner)
        case TupleCons(items):
            chosen = items[path[0] : path[0] + 1] if path and type(path[0]) is int and path[0] >= 0 else items
            for item in chosen:
                yield from _within(item, path[1:], context, inner)
        case ObjectCons(items) if all(isinstance(key, str) for key, _ in items):
            wanted = path[0] if path else ANY_KEY
            for key, item in items:
                if not isinstance(wanted, str) or key == wanted:
                    yield from _within(item, path[1:], context, inner)
        case Call(_, _, False):
            yield from _of_call(expression, path, context, inner)
        case Traversal():
            yield from _of_name(expression, path, context, inner)
        case _:
            yield Alternative(expression, path, context)


def _step(node: GetAttribute | Index, context: Context) -> Term:
    """The name or key that selects a part; any element while the key is not known."""
    found = node.name if isinstance(node, GetAttribute) else _value(node.key, (), context)
    return found if isinstance(found, (int, str)) else ANY_KEY


def _branches(node: Conditional, context: Context) -> tuple[Expression, ...]:
    """The branch that is taken, or both while the condition is not known."""
    value = _value(node.condition, (), context)
    truth = None if combine((value,)) is not None else to_bool(value)
    return (node.then, node.otherwise) if truth is None else (node.then if truth else node.otherwise,)


def _of_call(node: Call, path: Path, context: Context, depth: int) -> Iterator[Alternative]:
    name, arguments = node.name, node.arguments
    if name in _FIRST and arguments:
        step = path if name == "slice" else (ANY_KEY, *path)
        if name == "lookup" and len(arguments) > 1:
            key = _value(arguments[1], (), context)
            step = (key if isinstance(key, str) else ANY_KEY, *path)
        yield from _within(arguments[0], step, context, depth)
        for default in arguments[2:] if name == "lookup" else ():
            yield from _within(default, path, context, depth)
    elif name in _UNTIL:
        for argument in arguments:
            value = _value(argument, path, context)
            if type(value) is Invalid or (value in ("", None) and name != "try"):
                continue
            yield from _within(argument, path, context, depth)
            if type(value) is Computed or not is_opaque(value):
                return
    elif name in _ALL:
        step = (ANY_KEY, *path[1:]) if name not in ("merge", "tomap", "tostring") and path else path
        for argument in arguments:
            yield from _within(argument, step, context, depth)
    else:
        yield Alternative(node, path, context)


def _of_name(node: Traversal, path: Path, context: Context, depth: int) -> Iterator[Alternative]:
    first, rest = node.names[0], (*node.names[1:], *path)
    origin = context.origins.get(first)
    if origin is not None:
        if origin.key is None:
            yield from _within(origin.expression, (ANY_KEY, *rest), origin.context, depth)
        elif rest and rest[0] == "key" and not origin.is_set:
            yield Alternative(node, path, context)
        else:
            after = rest[1:] if rest and rest[0] in ("key", "value") else rest
            yield from _within(origin.expression, (origin.key, *after), origin.context, depth)
        return
    found = [] if first in context.scope.names else list(_definitions(first, rest, context))
    if not found:
        yield Alternative(node, path, context)
    for expression, after, there in found:
        if type(expression) in SCALARS:
            yield Alternative(expression, (), there)
        else:
            yield from _within(expression, after, there, depth)


def _definitions(first: str, rest: Path, context: Context) -> Iterator[tuple[Expression, Path, Context]]:
    """Where a local, an input of a module or an output of a module is defined."""
    module = context.module
    if not rest or not isinstance(rest[0], str):
        return
    name = rest[0]
    if first == "local":
        argument = module.configuration.locals.get(name)
        if argument is not None:
            yield argument.attribute.expression, rest[1:], Context(module, module.scope, {})
    elif first == "var" and module.parent is not None and module.instance is not None:
        call = module.parent.configuration.calls[module.call]
        given = call.body.attributes.get(name)
        if given is not None:
            yield given.expression, rest[1:], call_context(module, module.parent, call)
    elif first == "module" and name in module.configuration.calls:
        expansion, children = module.children(name)
        steps = rest[1:] if expansion.kind == "single" else rest[2:]
        if isinstance(children, Missing) or not steps or not isinstance(steps[0], str):
            return
        for child in children:
            output = child.configuration.outputs.get(steps[0])
            if output is not None:
                yield output.expression("value"), steps[1:], Context(child, child.scope, {})


def _value(expression: Expression, path: Path, context: Context) -> Term:
    """The value of a part of an expression; the Invalid of one that fails stays one."""
    kept: list[Term] = []

    def compute() -> Term:
        value = evaluate(expression, context.scope)
        for step in path:
            value = attribute(value, step) if isinstance(step, str) else index(value, step)
        kept.append(value)
        return value

    bounded = guarded(compute)
    return kept[0] if kept else bounded

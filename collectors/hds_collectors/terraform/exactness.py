"""Is the value of an expression certainly one attribute of the resources it refers to, and nothing made from it?

``aws_x.y.id`` is, also through locals, variables and outputs; ``"${aws_x.y.id}-copy"``, ``coalesce(var.a, aws_x.y.id)``
and ``var.map[aws_x.y.id]`` are not: what they name may lie elsewhere.
"""

from __future__ import annotations

from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.guard import guarded
from hds_collectors.terraform.loader import Missing
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import (
    Call,
    Conditional,
    Expression,
    GetAttribute,
    Index,
    Splat,
    Template,
    Traversal,
)
from hds_collectors.terraform.values import combine, to_bool

_KEEPS_ELEMENT = frozenset({"one", "element", "tostring", "nonsensitive"})
_DEPTH = 40
_NOT_REFERENCES = frozenset({"each", "count", "path", "self", "terraform"})


def is_exact(  # noqa: PLR0911 - one return for each kind of expression
    expression: Expression, module: ModuleInstance, scope: Scope, depth: int = 0
) -> bool:
    """Whether the value is an attribute of a resource, taken as it is; False when that is not certain."""
    if depth > _DEPTH:
        return False
    match expression:
        case None:
            return True
        case Traversal(names):
            return _names(names, module, scope, depth)
        case GetAttribute(inner, _) | Index(inner, _) | Splat(inner, _):
            return is_exact(inner, module, scope, depth + 1)
        case Template((inner,)):
            return not isinstance(inner, str) and is_exact(inner, module, scope, depth + 1)
        case Call(name, arguments, False) if name in _KEEPS_ELEMENT and arguments:
            return is_exact(arguments[0], module, scope, depth + 1)
        case Conditional(condition, then, otherwise):
            value = guarded(lambda: evaluate(condition, scope))
            truth = None if combine((value,)) is not None else to_bool(value)
            branches = (then, otherwise) if truth is None else (then if truth else otherwise,)
            return all(is_exact(branch, module, scope, depth + 1) for branch in branches)
    return False


def _names(names: tuple[str, ...], module: ModuleInstance, scope: Scope, depth: int) -> bool:
    first = names[0]
    if first in scope.names or first in _NOT_REFERENCES or len(names) < 2:
        return False
    if first == "local":
        argument = module.configuration.locals.get(names[1])
        return argument is not None and is_exact(argument.attribute.expression, module, module.scope, depth + 1)
    if first == "var":
        return _variable(names[1], module, depth)
    if first == "module":
        return _output(names, module, depth)
    return True


def _variable(name: str, module: ModuleInstance, depth: int) -> bool:
    if module.parent is None or module.instance is None:
        return False
    attribute = module.parent.configuration.calls[module.call].body.attributes.get(name)
    if attribute is None:
        return False
    scope = Scope(module.parent, module.instance.names)
    return is_exact(attribute.expression, module.parent, scope, depth + 1)


def _output(names: tuple[str, ...], module: ModuleInstance, depth: int) -> bool:
    if names[1] not in module.configuration.calls or len(names) < 3:
        return False
    _, children = module.children(names[1])
    if isinstance(children, Missing):
        return True
    outputs = [child.configuration.outputs.get(names[2]) for child in children]
    return bool(outputs) and all(
        output is not None and is_exact(output.expression("value"), child, child.scope, depth + 1)
        for child, output in zip(children, outputs, strict=True)
    )

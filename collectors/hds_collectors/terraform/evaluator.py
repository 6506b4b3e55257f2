"""Expressions to terms. Names are resolved by the module of the scope, lazily and once.

Source: HCL native syntax specification, section "Expressions"; what is Unknown stays Unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hds_collectors.terraform import operators
from hds_collectors.terraform.access import attribute, index
from hds_collectors.terraform.functions import PLACED, call
from hds_collectors.terraform.functions.place import Place
from hds_collectors.terraform.scope import Module, Scope, TemplateModule
from hds_collectors.terraform.syntax import (
    Binary,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttribute,
    Index,
    ObjectCons,
    Splat,
    Template,
    TemplateFor,
    TemplateIf,
    Traversal,
    TupleCons,
    Unary,
)
from hds_collectors.terraform.values import (
    Invalid,
    SetValue,
    Term,
    Unkeyed,
    combine,
    invalid,
    is_opaque,
    plain,
    to_bool,
    to_text,
    unknown_inside,
    unresolved,
)
from hds_policy.model import Unknown


def evaluate(expression: Expression, scope: Scope) -> Term:
    """Value of an expression.

    Raises:
        LimitError: when the budget of the run is used up or the nesting is too deep.
    """
    handler = _HANDLERS.get(type(expression))
    if handler is None:
        return expression
    budget = scope.budget
    budget.depth += 1
    try:
        if budget.depth > budget.limits.depth:
            raise budget.too_deep()
        budget.charge(1)
        return handler(expression, scope)
    finally:
        budget.depth -= 1


def _traversal(node: Traversal, scope: Scope) -> Term:
    names = node.names
    if names[0] in scope.names:
        value, used = scope.names[names[0]], 1
    else:
        value, used = scope.module.lookup(names)
    for name in names[used:]:
        value = attribute(value, name)
    return value


def _get_attribute(node: GetAttribute, scope: Scope) -> Term:
    return attribute(evaluate(node.object, scope), node.name)


def _index(node: Index, scope: Scope) -> Term:
    return index(evaluate(node.object, scope), evaluate(node.key, scope))


def _splat(node: Splat, scope: Scope) -> Term:
    source = evaluate(node.object, scope)
    if source is None:
        return []
    if isinstance(source, Unknown):
        return plain(source)
    return _each(source, node.steps, scope)


def _each(source: Term, steps: tuple[str | tuple[Expression], ...], scope: Scope) -> Term:
    """The steps of a splat on each element; ``*`` is a second splat, on what the steps before it gave."""
    items = source if isinstance(source, list) else [] if source is None else [source]
    scope.budget.charge_elements(len(items))
    scope.budget.charge(len(items) * len(steps))
    return [_stepped(item, steps, scope) for item in items]


def _stepped(value: Term, steps: tuple[str | tuple[Expression], ...], scope: Scope) -> Term:
    for place, step in enumerate(steps):
        if step == "*":
            return value if isinstance(value, Unknown) else _each(value, steps[place + 1 :], scope)
        value = attribute(value, step) if isinstance(step, str) else index(value, evaluate(step[0], scope))
    return value


def _template(node: Template, scope: Scope) -> Term:
    parts = [evaluate(part, scope) for part in node.parts]
    unknown = combine(parts)
    if unknown is not None:
        return unknown
    texts = [to_text(part) for part in parts]
    known = [text for text in texts if text is not None]
    if len(known) < len(texts):
        return invalid("a null or a collection in a template")
    scope.budget.charge_text(sum(map(len, known)))
    return "".join(known)


def _template_if(node: TemplateIf, scope: Scope) -> Term:
    return _choose(evaluate(node.condition, scope), node.then, node.otherwise, scope)


def _template_for(node: TemplateFor, scope: Scope) -> Term:
    source = evaluate(node.collection, scope)
    pairs = elements(source)
    if pairs is None:
        return _not_iterable(source)
    parts = [evaluate(node.body, scope.bind(_loop_names(node, key, value))) for key, value in pairs]
    unknown = combine(parts)
    if unknown is not None:
        return unknown
    scope.budget.charge_text(sum(map(len, parts)))
    return "".join(parts)


def _unary(node: Unary, scope: Scope) -> Term:
    return operators.unary(node.operator, evaluate(node.operand, scope))


def _binary(node: Binary, scope: Scope) -> Term:
    left = evaluate(node.left, scope)
    if node.operator in ("&&", "||"):
        return operators.logical(node.operator, left, lambda: evaluate(node.right, scope))
    return operators.binary(node.operator, left, evaluate(node.right, scope), scope.budget)


def _conditional(node: Conditional, scope: Scope) -> Term:
    return _choose(evaluate(node.condition, scope), node.then, node.otherwise, scope)


def _choose(condition: Term, then: Expression, otherwise: Expression, scope: Scope) -> Term:
    """The branch a condition selects; with an unknown condition, the value both branches share."""
    unknown = combine((condition,))
    if unknown is None:
        truth = to_bool(condition)
        if truth is None:
            return unresolved("the condition is null or not a bool")
        chosen, other = (then, otherwise) if truth else (otherwise, then)
        value = evaluate(chosen, scope)
        if type(value) in (int, float, bool) and type(other) in (str, Template):
            return to_text(value)
        return value
    if type(unknown) is Invalid:
        return unknown
    first, second = evaluate(then, scope), evaluate(otherwise, scope)
    charge = scope.budget.charge
    if unknown_inside(first, charge) or unknown_inside(second, charge) or not operators.same(first, second):
        return combine((unknown, *(v for v in (first, second) if isinstance(v, Unknown) and type(v) is not Invalid)))
    return first


def _tuple(node: TupleCons, scope: Scope) -> Term:
    return [evaluate(item, scope) for item in node.items]


def _object(node: ObjectCons, scope: Scope) -> Term:
    result: dict[str, Term] = {}
    for key_expression, value_expression in node.items:
        key = evaluate(key_expression, scope)
        unknown = combine((key,))
        if unknown is not None:
            return unknown
        text = to_text(key)
        if text is None:
            return invalid("a null or a collection as object key")
        result[text] = evaluate(value_expression, scope)
    return result


def elements(source: Term) -> list[tuple[Term, Term]] | None:
    """Keys and values a ``for`` visits, in Terraform's order; None when the source cannot be iterated."""
    if isinstance(source, SetValue):
        return [(item, item) for item in source]
    if isinstance(source, list):
        return list(enumerate(source))
    if isinstance(source, dict):
        return [(key, source[key]) for key in sorted(source)]
    return None


def _not_iterable(source: Term) -> Term:
    return combine((source,)) if is_opaque(source) else invalid("a value that cannot be iterated")


def _loop_names(node: Any, key: Term, value: Term) -> dict[str, Term]:
    return {node.key: key, node.value: value} if node.key else {node.value: value}


def _selected(node: ForTuple | ForObject, scope: Scope) -> Iterator[tuple[Scope | None, Unknown | None]]:
    """A scope for each element that the ``for`` keeps, with the reason why that is not certain; None: no element."""
    source = evaluate(node.collection, scope)
    pairs = elements(source)
    if pairs is None:
        yield None, _not_iterable(source)
        return
    scope.budget.charge_elements(len(pairs))
    for key, value in pairs:
        inner = scope.bind(_loop_names(node, key, value))
        keep = True if node.condition is None else evaluate(node.condition, inner)
        unknown = combine((keep,))
        truth = to_bool(keep)
        if unknown is None and truth is None:
            yield None, invalid("the condition of a for is not a bool")
            return
        if truth or unknown is not None:
            yield inner, unknown


def _for_tuple(node: ForTuple, scope: Scope) -> Term:
    result = []
    for inner, doubt in _selected(node, scope):
        if inner is None or doubt is not None:
            return doubt
        result.append(evaluate(node.result, inner))
    return result


def _for_object(node: ForObject, scope: Scope) -> Term:
    result: dict[str, Term] = {}
    reason: Unknown | None = None
    loose: list[Term] = []
    for inner, doubt in _selected(node, scope):
        if inner is None or type(doubt) is Invalid:
            return doubt
        key = evaluate(node.result_key, inner)
        unknown = combine((key,)) or doubt
        if unknown is not None and (node.group or type(unknown) is Invalid):
            return unknown
        text = to_text(key)
        if unknown is None and text is None:
            return invalid("a null or a collection as object key")
        value = evaluate(node.result, inner)
        if unknown is not None:
            reason = reason or unknown
            loose.append(value)
        elif node.group:
            result.setdefault(str(text), []).append(value)
        elif text in result:
            return invalid("two elements of a for have the same key")
        else:
            result[str(text)] = value
    if reason is not None:
        return Unkeyed(reason.cause, reason.detail, reason.references, (*result.values(), *loose))
    return result


def _call(node: Call, scope: Scope) -> Term:
    place = Place(scope.module, render) if node.name in PLACED else None
    arguments = [partial(evaluate, argument, scope) for argument in node.arguments]
    return call(node.name, arguments, node.expand, scope.budget, place)


def render(template: Expression, variables: dict[str, Term], module: Module) -> Term:
    """A template file's text, with only ``variables`` to be seen in it."""
    return evaluate(template, Scope(TemplateModule(module), variables))


_HANDLERS: dict[type, Callable[[Any, Scope], Term]] = {
    Traversal: _traversal,
    GetAttribute: _get_attribute,
    Index: _index,
    Splat: _splat,
    Template: _template,
    TemplateIf: _template_if,
    TemplateFor: _template_for,
    Unary: _unary,
    Binary: _binary,
    Conditional: _conditional,
    TupleCons: _tuple,
    ObjectCons: _object,
    ForTuple: _for_tuple,
    ForObject: _for_object,
    Call: _call,
}

"""What may stand under ``not``: OPA moves references out of a negated call, the embedded engine does not.

``not startswith(input.missing, "a")`` is undefined in OPA and true in the embedded engine. Where every operand is
bound before, both agree.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from hds_policy.evaluation.subset.rego_ast import Module, Node, kind_of, nodes
from hds_policy.evaluation.subset.rego_names import Names, local_names

_SCALARS = frozenset({"String", "RawString", "Number", "Bool", "Null"})
_ADVICE = "bind it first: `x := ...`, then `not ... x ...`"


def negation(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """Every operand of ``not`` that the two engines may read differently, as (byte offset, message)."""
    for rule in module.rules:
        bound = local_names(module, rule)
        for kind, parts in nodes(rule):
            if kind == "NotExpr":
                yield from _operand(parts["expr"], bound)


def _operand(node: Node, bound: Container[str]) -> Iterator[tuple[int, str]]:
    kind, parts = kind_of(node)
    offset = parts["span"]["start"]
    if kind == "Call":
        operands = parts["params"]
    elif kind == "BoolExpr":
        operands = [parts["lhs"], parts["rhs"]]
    elif kind == "Membership":
        operands = [part for part in (parts["key"], parts["value"], parts["collection"]) if part]
    elif kind in {"Var", "RefDot", "RefBrack"}:
        yield from _reference(node, bound)
        return
    else:
        yield offset, f"`not` over this expression; {_ADVICE}"
        return
    for operand in operands:
        if not _is_bound(operand, bound):
            yield kind_of(operand)[1]["span"]["start"], f"an operand under `not` may be undefined; {_ADVICE}"


def _reference(node: Node, bound: Container[str]) -> Iterator[tuple[int, str]]:
    """A plain reference may be undefined: that is what ``not`` asks. Its indexes must be bound."""
    kind, parts = kind_of(node)
    while kind in {"RefDot", "RefBrack"}:
        if kind == "RefBrack" and not _is_bound(parts["index"], bound):
            yield kind_of(parts["index"])[1]["span"]["start"], f"an index under `not` may be undefined; {_ADVICE}"
        kind, parts = kind_of(parts["refr"])
    if kind != "Var" or parts["value"] == "_":
        yield parts["span"]["start"], f"`not` over this expression; {_ADVICE}"


def _is_bound(node: Node, bound: Container[str]) -> bool:
    kind, parts = kind_of(node)
    if kind == "Var":
        return parts["value"] in bound
    if kind in {"Array", "Set"}:
        return all(_is_bound(item, bound) for item in parts["items"])
    if kind == "Object":
        return all(_is_bound(item, bound) for entry in parts["fields"] for item in entry[-2:])
    return kind in _SCALARS

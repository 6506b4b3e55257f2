"""What the names of a Rego module stand for: rules, imports, local variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from hds_policy.evaluation.subset.rego_ast import Module, Node, kind_of, nodes, ref_parts, rule_head, rule_name


class Names(Struct, frozen=True):
    """Names a module defines.

    Attributes:
        rules: names of its rules and functions.
        arities: number of arguments of each function.
        imports: full path of each imported name, e.g. ``coverage`` → ``("data", "hds", "lib", "coverage")``.
    """

    rules: frozenset[str]
    arities: Mapping[str, int]
    imports: Mapping[str, tuple[str, ...]]


def names_of(module: Module) -> Names:
    """The names a module defines."""
    arities = {}
    for rule in module.rules:
        kind, head, _ = rule_head(rule)
        if kind == "Func" or (kind == "Default" and head["args"]):
            arities[rule_name(rule)] = len(head["args"])
    imports = {}
    for entry in module.imports:
        path = ref_parts(entry["refr"])
        if path is not None and path[0] in {"data", "input"}:
            imports[module.slice(entry["as"]) if entry.get("as") else path[-1]] = path
    return Names(frozenset(rule_name(rule) for rule in module.rules), arities, imports)


def local_names(module: Module, rule: Node) -> dict[str, int]:
    """Variables that a rule binds (arguments, ``some``, ``every``, ``:=``), each with its first byte offset.

    A variable that is bound only by being used, as ``i`` in ``input.a[i]``, is not among them.
    """
    found: dict[str, int] = {}
    kind, head, _ = rule_head(rule)
    patterns: list[Node] = list(head["args"]) if kind in {"Func", "Default"} else []
    spans: list[Node] = []
    for name, parts in nodes(rule):
        if name == "SomeVars":
            spans += parts["vars"]
        elif name == "Every":
            spans += [span for span in (parts["key"], parts["value"]) if span]
        elif name == "SomeIn":
            patterns += [pattern for pattern in (parts["key"], parts["value"]) if pattern]
        elif name == "AssignExpr" and parts["op"] == "ColEq":
            patterns.append(parts["lhs"])
    for span in spans:
        found.setdefault(module.slice(span), span["start"])
    for pattern in patterns:
        for variable, offset in _pattern_variables(pattern):
            found.setdefault(variable, offset)
    found.pop("_", None)
    return found


def _pattern_variables(pattern: Node) -> Iterator[tuple[str, int]]:
    kind, parts = kind_of(pattern)
    if kind == "Var":
        yield parts["value"], parts["span"]["start"]
    elif kind in {"Array", "Set"}:
        for item in parts["items"]:
            yield from _pattern_variables(item)
    elif kind == "Object":
        for entry in parts["fields"]:
            yield from _pattern_variables(entry[-1])

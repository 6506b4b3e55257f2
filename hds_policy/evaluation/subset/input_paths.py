"""What a module reads of its input, held against the contract: a key that is not there makes a rule silent for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from msgspec import inspect

from hds_policy.evaluation.contract import PolicyInput
from hds_policy.evaluation.subset.rego_ast import Module, Node, kind_of, nodes, references, rule_head

_Step = str | None
"""A key; None for an index that is not written out."""


@cache
def _whole() -> inspect.Type:
    return inspect.type_info(PolicyInput)


def input_paths(module: Module) -> Iterator[tuple[int, str]]:
    """Every key the policy input does not have, as (byte offset, message): below ``input``, and below the variables
    that stand for one of its objects (``some x in input.a``, ``x := input.a[i]``)."""
    if module.is_test:
        return
    for rule in module.rules:
        known = _variables(module, rule)
        for kind, parts in references(rule):
            steps = _steps({kind: parts})
            start = known.get(steps[0] or "") if steps else None
            missing = _missing(start, steps[1:]) if start is not None else None
            if missing is not None:
                place, key = missing
                written = ".".join([steps[0] or "", *(step if step is not None else "[…]" for step in steps[1:place])])
                yield parts["span"]["start"], f"the policy input has no `{key}` in `{written}`".replace(".[…]", "[…]")


def _variables(module: Module, rule: Node) -> dict[str, inspect.Type]:
    """What ``input`` and each variable of a rule stands for; one with two meanings is left out."""
    found: dict[str, list[inspect.Type | None]] = defaultdict(list)
    kind, head, _ = rule_head(rule)
    for argument in head["args"] if kind in {"Func", "Default"} else ():
        for name, parts in nodes(argument):
            if name == "Var":
                found[parts["value"]].append(None)
    known: dict[str, inspect.Type] = {"input": _whole()}
    # Outer nodes come first, and a variable is bound before it is used to bind another.
    for name, parts in nodes(rule):
        if name == "SomeIn":
            _bind(found, known, parts["value"], _inside(_type_of(parts["collection"], known)))
            if parts["key"]:
                _bind(found, known, parts["key"], None)
        elif name in {"SomeVars", "Every"}:
            spans = parts["vars"] if name == "SomeVars" else [span for span in (parts["key"], parts["value"]) if span]
            for span in spans:
                found[module.slice(span)].append(None)
                known.pop(module.slice(span), None)
        elif name == "AssignExpr":
            _bind(found, known, parts["lhs"], _type_of(parts["rhs"], known))
    return known


def _bind(
    found: dict[str, list[inspect.Type | None]],
    known: dict[str, inspect.Type],
    pattern: Node,
    meaning: inspect.Type | None,
) -> None:
    kind, parts = kind_of(pattern)
    names = [parts["value"]] if kind == "Var" else [p["value"] for name, p in nodes(pattern) if name == "Var"]
    for name in names:
        found[name].append(meaning if kind == "Var" else None)
        first = found[name][0]
        if first is not None and all(other == first for other in found[name]):
            known[name] = first
        else:
            known.pop(name, None)


def _type_of(node: Node, known: dict[str, inspect.Type]) -> inspect.Type | None:
    steps = _steps(node)
    found = known.get(steps[0] or "") if steps else None
    for step in steps[1:]:
        found = _below(found, step) if found is not None else None
    return found


def _steps(node: Node) -> list[_Step]:
    """``["input", "a", None]`` for ``input.a[i]``; empty when it starts from something that is no name."""
    kind, parts = kind_of(node)
    steps: list[_Step] = []
    while kind in {"RefDot", "RefBrack"}:
        if kind == "RefDot":
            steps.append(parts["field"][1])
        else:
            index_kind, index = kind_of(parts["index"])
            steps.append(index["value"] if index_kind in {"String", "RawString"} else None)
        kind, parts = kind_of(parts["refr"])
    return [parts["value"], *reversed(steps)] if kind == "Var" else []


def _missing(found: inspect.Type | None, steps: list[_Step]) -> tuple[int, str] | None:
    """Which step does not exist (number of the ones before it, the first name included), and its key."""
    for number, step in enumerate(steps, start=1):
        if isinstance(found, inspect.StructType) and step is not None and _below(found, step) is None:
            return number, step
        found = _below(found, step) if found is not None else None
    return None


def _below(found: inspect.Type | None, step: _Step) -> inspect.Type | None:
    """The type behind a key; None when there is none, or it cannot be told."""
    if isinstance(found, inspect.StructType):
        return next((field.type for field in found.fields if field.encode_name == step), None)
    return _inside(found)


def _inside(found: inspect.Type | None) -> inspect.Type | None:
    """What a list or an object with free keys holds."""
    if isinstance(found, inspect.ListType):
        return found.item_type
    return found.value_type if isinstance(found, inspect.DictType) else None

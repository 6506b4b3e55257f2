"""Which functions may be called, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hds_policy.evaluation.subset.builtins import ALLOWED, why_refused
from hds_policy.evaluation.subset.rego_ast import Module, Node, kind_of, nodes, ref_parts
from hds_policy.evaluation.subset.rego_names import Names, local_names

_VERB = re.compile(r"%(?:%|[vds]|.|$)", re.DOTALL)
_GOOD_VERBS = frozenset({"%v", "%d", "%s"})
_UNEQUAL_CLASS = re.compile(r"\\[wWdDsSbBpP]")


def calls(module: Module, names: Names) -> Iterator[tuple[int, str]]:
    """Every call that is not in the subset, as (byte offset, message)."""
    for rule in module.rules:
        local = local_names(module, rule)
        statements = {
            id(kind_of(parts["expr"])[1]) for kind, parts in nodes(rule) if kind == "Expr" and "Call" in parts["expr"]
        }
        for kind, parts in nodes(rule):
            if kind != "Call":
                continue
            for message in _call(parts, names, local, id(parts) in statements):
                yield parts["span"]["start"], message


def called_name(call: Node) -> str:
    """Dotted name of what a call calls; empty when it is not a constant name."""
    parts = ref_parts(call["fcn"])
    return ".".join(parts) if parts else ""


def _call(call: Node, names: Names, local: dict[str, int], statement: bool) -> Iterator[str]:
    name = called_name(call)
    first = name.split(".")[0]
    given = len(call["params"])
    if not name or name in local:
        yield "a call of something that is not a constant name"
    elif first in names.rules:
        yield from _own_function(name, given, names)
    elif first == "data" or first in names.imports:
        return
    elif name == "walk" and not (given == ALLOWED["walk"] and statement):
        yield "`walk` as a value gives nothing in the embedded engine; write `walk(x, [path, value])` as a statement"
    elif name not in ALLOWED:
        why = why_refused(name)
        yield f"`{name}` is not in the Rego subset" + (f": {why}" if why else "")
    elif given != ALLOWED[name]:
        yield f"`{name}` takes {ALLOWED[name]} arguments here, not {given}"
    elif name == "sprintf":
        yield from _format(call["params"])
    elif name == "regex.match":
        yield from _pattern(call["params"][0])


def _own_function(name: str, given: int, names: Names) -> Iterator[str]:
    needed = names.arities.get(name)
    if needed is None:
        yield f"`{name}` is a rule, not a function"
    elif needed != given:
        yield f"`{name}` takes {needed} arguments, not {given}"


def _format(params: list[Node]) -> Iterator[str]:
    (kind, text), (values_kind, values) = kind_of(params[0]), kind_of(params[1])
    if kind not in {"String", "RawString"} or values_kind != "Array":
        yield "`sprintf` needs its format as a text and its values as an array, both written out"
        return
    verbs = [verb for verb in _VERB.findall(text["value"]) if verb != "%%"]
    for verb in verbs:
        if verb not in _GOOD_VERBS:
            yield f"`sprintf` verb `{verb}`: engines print it differently; use %v, %d or %s"
    if len(verbs) != len(values["items"]):
        yield f"`sprintf` has {len(verbs)} verbs and {len(values['items'])} values"


def _pattern(param: Node) -> Iterator[str]:
    kind, text = kind_of(param)
    if kind not in {"String", "RawString"}:
        yield "`regex.match` needs its pattern written out"
    elif _UNEQUAL_CLASS.search(text["value"]):
        yield "`regex.match`: \\w \\d \\s \\b \\p mean other characters in OPA; write them out, e.g. [0-9]"

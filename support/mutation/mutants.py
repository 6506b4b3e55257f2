"""Every mutant of a Rego module: one literal, comparison, negation, field or statement changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from hds_policy.evaluation.subset.rego_ast import Module, Node, kind_of, nodes, rule_name, statements

_TURNED = {
    "==": ("!=",),
    "!=": ("==",),
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
}
_CALCULATED = {"+": "-", "-": "+", "*": "+"}
_LAYERS = ("physical", "hardware", "virtual", "platform", "admin", "backup")
_FIELDS = {
    **{layer: _LAYERS[(number + 1) % len(_LAYERS)] for number, layer in enumerate(_LAYERS)},
    "from_ns": "until_ns",
    "until_ns": "from_ns",
    "read_ns": "from_ns",
    "services": "regions",
    "regions": "services",
    "expiry_warning_ns": "registry_max_age_ns",
    "registry_max_age_ns": "expiry_warning_ns",
}
"""Fields of the input that are easily taken for one another: layers, dates, periods, scopes."""


_Change: TypeAlias = tuple[str, int, int, str]
"""Kind, start, end (byte offsets) and the new text."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed module.

    Attributes:
        path: of the module.
        rule: name of the definition it changes.
        line: of the change, from 1.
        kind: what was done.
        was, now: text at the place of the change.
        source: the changed module.
    """

    path: str
    rule: str
    line: int
    kind: str
    was: str
    now: str
    source: str


def mutants_of(module: Module) -> list[Mutant]:
    """All mutants of a module, each once, in the order of the file."""
    found = {}
    for name, kind, start, end, now in _changes(module):
        was = module.text[start:end].decode()
        source = (module.text[:start] + now.encode() + module.text[end:]).decode()
        if was != now and source not in found:
            found[source] = (start, Mutant(module.path, name, module.position(start)[0], kind, was, now, source))
    return [mutant for _, mutant in sorted(found.values(), key=lambda entry: (entry[0], entry[1].kind, entry[1].now))]


def _changes(module: Module) -> Iterator[tuple[str, str, int, int, str]]:
    """(rule, kind, start, end, new text) of every change, offsets in bytes."""
    for rule in module.rules:
        for change in _in_rule(module, rule):
            yield rule_name(rule), *change


def _in_rule(module: Module, rule: Node) -> Iterator[_Change]:
    yield from _switched_off(module, rule)
    for statement in statements(rule):
        yield "statement dropped", statement["span"]["start"], _end_of(statement), "true"
        yield from _negation(statement)
    for kind, parts in nodes(rule):
        yield from _literal(module, kind, parts)
        if kind in {"BoolExpr", "ArithExpr"}:
            yield from _operator(module, parts)
        if kind == "RefDot":
            yield from _field(parts)


def _end_of(statement: Node) -> int:
    end: int = statement["span"]["end"]
    return max([end, *(modifier["span"]["end"] for modifier in statement.get("with_mods", ()))])


def _switched_off(module: Module, rule: Node) -> Iterator[_Change]:
    for body in kind_of(rule)[1].get("bodies", ()):
        span = body["query"]["span"]
        text = module.slice(span)
        if text:
            now = f"{{ false; {text[1:]}" if text.startswith("{") else f"{{ false; {text} }}"
            yield "branch never holds", span["start"], span["end"], now


def _negation(statement: Node) -> Iterator[_Change]:
    kind, parts = kind_of(statement["literal"])
    if kind == "NotExpr":
        expression = kind_of(parts["expr"])[1]["span"]["start"]
        yield "negation dropped", statement["span"]["start"], expression, ""


def _literal(module: Module, kind: str, parts: Node) -> Iterator[_Change]:
    if kind not in {"String", "RawString", "Number", "Bool", "Null"}:
        return
    start, end = parts["span"]["start"], parts["span"]["end"]
    text = module.text[start:end].decode()
    if kind in {"String", "RawString"}:
        # The engine's span of a text leaves out its quotes.
        if module.text[start - 1 : start] in {b'"', b"`"} and not text.startswith(('"', "`")):
            start, end = start - 1, end + 1
        yield "text changed", start, end, '"mutant"'
    elif kind == "Number":
        yield "number changed", start, end, str(int(text) + 1)
    elif kind == "Bool":
        yield "truth turned", start, end, "false" if text == "true" else "true"
    else:
        yield "null changed", start, end, "false"


def _operator(module: Module, parts: Node) -> Iterator[_Change]:
    between = kind_of(parts["lhs"])[1]["span"]["end"], kind_of(parts["rhs"])[1]["span"]["start"]
    text = module.text[between[0] : between[1]].decode()
    operator = text.strip('" \t\n`()')
    start = between[0] + text.index(operator) if operator in text else between[0]
    for turned in _TURNED.get(operator, ()):
        yield "comparison turned", start, start + len(operator), turned
    if operator in _CALCULATED:
        yield "calculation changed", start, start + len(operator), _CALCULATED[operator]


def _field(parts: Node) -> Iterator[_Change]:
    span, name = parts["field"]
    if name in _FIELDS:
        yield "field changed", span["start"], span["end"], _FIELDS[name]

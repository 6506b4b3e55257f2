"""Forms of the language the two engines do not share: numbers, imports, keywords as names, ``with``."""

from __future__ import annotations

from collections.abc import Iterator

from hds_policy.evaluation.subset.rego_ast import Module, Node, nodes, ref_parts, statements
from hds_policy.evaluation.subset.rego_names import Names

_KEYWORDS = frozenset(
    {"as", "contains", "default", "else", "every", "false", "if", "import"}
    | {"in", "not", "null", "package", "some", "true", "with"}
)
_LARGEST_EXACT = 2**53


def numbers(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """Floats, integers beyond 2^53, divisions and the minus sign before a name."""
    for kind, parts in nodes(list(module.rules)):
        if kind == "Number":
            yield from _number(parts["span"]["start"], module.slice(parts["span"]), parts["value"])
        elif kind == "ArithExpr" and parts["op"] == "Div":
            yield parts["span"]["start"], "`/` makes floats, and engines calculate with them differently"
        elif kind == "UnaryExpr":
            yield parts["span"]["start"], "a minus sign before a name; write `0 - x`"


def _number(offset: int, text: str, value: object) -> Iterator[tuple[int, str]]:
    if not isinstance(value, int) or set(text) & set(".eE"):
        yield offset, "a float: engines calculate with them differently; use integers"
    elif abs(value) > _LARGEST_EXACT:
        yield offset, "an integer beyond 2^53 is not exact in every engine"


def imports(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """Imports of anything but ``rego.v1`` and paths below ``data`` and ``input``."""
    for entry in module.imports:
        path = ref_parts(entry["refr"])
        if path is None or (path != ("rego", "v1") and (path[0] not in {"data", "input"} or len(path) == 1)):
            yield entry["span"]["start"], "import only `rego.v1` and paths below `data` or `input`"


def keyword_names(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """Keywords as parts of a reference: only newer versions of OPA read them."""
    for kind, parts in nodes([*module.imports, *module.rules]):
        if kind == "RefDot" and parts["field"][1] in _KEYWORDS:
            word = parts["field"][1]
            yield parts["field"][0]["start"], f'`{word}` is a keyword; write ["{word}"]'


def overrides(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """``with`` outside tests; and in tests, a value with a call within a call."""
    for statement in statements(list(module.rules)):
        for override in statement.get("with_mods") or ():
            offset = override["span"]["start"]
            if not module.is_test:
                yield offset, "`with` stands in tests only"
            elif any(_holds_call(parts["params"]) for kind, parts in nodes(override["as"]) if kind == "Call"):
                yield offset, "a call within a call in the value of `with` may be evaluated wrongly; bind it first"


def _holds_call(tree: list[Node]) -> bool:
    return any(kind == "Call" for kind, _ in nodes(tree))

"""Which rule needs which: recursion (fatal in the embedded engine), and calls of functions that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from hds_policy.evaluation.subset.rego_ast import (
    Module,
    Node,
    constant_prefix,
    kind_of,
    nodes,
    ref_parts,
    references,
    rule_head,
    rule_name,
)
from hds_policy.evaluation.subset.rego_names import Names, local_names, names_of

Path = tuple[str, ...]


class _Definition(Struct):
    """All rules of one name in one package."""

    module: Module
    offset: int
    needs: set[Path] = field(default_factory=set)


def recursion(modules: Sequence[Module]) -> Iterator[tuple[Module, int, str]]:
    """Every rule that needs itself, directly or through others, as (module, byte offset, message)."""
    definitions = _definitions(modules)
    edges = {path: sorted(_targets(definition.needs, definitions)) for path, definition in definitions.items()}
    for path, definition in definitions.items():
        circle = _way_back(path, edges)
        if circle:
            way = " → ".join(".".join(step) for step in circle)
            yield definition.module, definition.offset, f"recursion: {way}"


def missing_functions(modules: Sequence[Module]) -> Iterator[tuple[Module, int, str]]:
    """Calls of functions of other packages that no module defines, or with another number of arguments."""
    arities: dict[Path, int] = {}
    for module in modules:
        arities.update({(*module.package, name): count for name, count in names_of(module).arities.items()})
    for module in modules:
        names = names_of(module)
        for kind, call in nodes(list(module.rules)):
            path = _absolute(call["fcn"], names) if kind == "Call" else None
            if path is None:
                continue
            target = ".".join(("data", *path))
            if path not in arities:
                yield module, call["span"]["start"], f"no function `{target}`"
            elif arities[path] != len(call["params"]):
                message = f"`{target}` takes {arities[path]} arguments, not {len(call['params'])}"
                yield module, call["span"]["start"], message


def _absolute(function: Node, names: Names) -> Path | None:
    """Path below ``data`` of a function of another package; None for any other."""
    parts = ref_parts(function)
    if parts is None or parts[0] in names.rules:
        return None
    full = (*names.imports.get(parts[0], (parts[0],)), *parts[1:])
    return full[1:] if full[0] == "data" else None


def _definitions(modules: Sequence[Module]) -> dict[Path, _Definition]:
    found: dict[Path, _Definition] = {}
    for module in modules:
        names = names_of(module)
        for rule in module.rules:
            offset = kind_of(rule)[1]["span"]["start"]
            definition = found.setdefault((*module.package, rule_name(rule)), _Definition(module, offset))
            definition.needs |= _needs(module, rule, names)
    return found


def _needs(module: Module, rule: Node, names: Names) -> set[Path]:
    """Constant beginnings, below ``data``, of everything a rule refers to."""
    local = local_names(module, rule)
    own = kind_of(rule_head(rule)[2])[1]
    needs: set[Path] = set()
    for kind, parts in references(rule):
        prefix, _ = constant_prefix({kind: parts})
        if not prefix or prefix[0] in local or parts is own:
            continue
        if prefix[0] in names.rules:
            needs.add((*module.package, prefix[0]))
            continue
        full = (*names.imports.get(prefix[0], (prefix[0],)), *prefix[1:])
        if full[0] == "data":
            needs.add(full[1:])
    return needs


def _targets(needs: set[Path], definitions: dict[Path, _Definition]) -> set[Path]:
    """Rules that lie on, below or above the paths needed."""
    return {path for path in definitions for need in needs if path[: len(need)] == need or need[: len(path)] == path}


def _way_back(start: Path, edges: dict[Path, list[Path]]) -> list[Path]:
    """The shortest way from a rule to itself, the rule at both ends; empty when there is none."""
    ways = {start: [start]}
    queue = [start]
    for node in queue:
        for target in edges[node]:
            if target == start:
                return [*ways[node], start]
            if target not in ways:
                ways[target] = [*ways[node], target]
                queue.append(target)
    return []

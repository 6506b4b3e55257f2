"""Rule heads: what a module may define, and under which names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hds_policy.evaluation.subset.builtins import ALLOWED
from hds_policy.evaluation.subset.rego_ast import Module, Node, kind_of, nodes, rule_head, rule_name
from hds_policy.evaluation.subset.rego_names import Names, local_names

PUBLIC = ("deny", "undetermined", "review")
"""What a rule package may offer."""


def public_names(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """In a rule package, anything public but ``deny``, ``undetermined`` and ``review``, each ``contains``."""
    if module.is_test or len(module.package) < 2 or module.package[-2] != "rules":
        return
    found = set()
    for rule in module.rules:
        kind, _head, reference = rule_head(rule)
        name = rule_name(rule)
        found.add(name)
        if name in PUBLIC:
            if kind != "Set" or "Var" not in reference:
                yield _offset(reference), f"`{name}` must be written `{name} contains finding if ...`"
        elif not name.startswith("_"):
            yield _offset(reference), f"`{name}` is public; only {', '.join(PUBLIC)} may be, others start with `_`"
    if not found & set(PUBLIC):
        yield 0, f"a rule package must define at least one of {', '.join(PUBLIC)}"


def defaults(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """A second default of the same rule: the embedded engine does not see the conflict."""
    seen: Counter[str] = Counter()
    for rule in module.rules:
        kind, _head, reference = rule_head(rule)
        if kind == "Default":
            seen[rule_name(rule)] += 1
            if seen[rule_name(rule)] > 1:
                yield _offset(reference), f"`{rule_name(rule)}` has a second default"


def shadowing(module: Module, names: Names) -> Iterator[tuple[int, str]]:
    """Names that mean two things: a variable named as a rule or import, a rule named as a built-in."""
    for rule in module.rules:
        if rule_name(rule) in {name.split(".")[0] for name in ALLOWED} | {"input", "data"}:
            yield _offset(rule_head(rule)[2]), f"`{rule_name(rule)}` is the name of a built-in"
        for name, offset in local_names(module, rule).items():
            if name in names.rules or name in names.imports or name in {"input", "data"}:
                yield offset, f"the variable `{name}` has the name of a rule or an import"


def unused_variables(module: Module, _: Names) -> Iterator[tuple[int, str]]:
    """Variables declared with ``some`` and not used: OPA refuses them, the embedded engine does not."""
    for rule in module.rules:
        used = {parts["value"] for kind, parts in nodes(rule) if kind == "Var"}
        for kind, parts in nodes(rule):
            if kind == "SomeVars":
                for span in parts["vars"]:
                    if module.slice(span) not in used:
                        yield span["start"], f"the variable `{module.slice(span)}` is not used"


def _offset(reference: Node) -> int:
    offset: int = kind_of(reference)[1]["span"]["start"]
    return offset

"""What the tests of a rule are, and what they are to exercise: every branch of its public sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hds_policy.evaluation.subset.heads import PUBLIC
from hds_policy.evaluation.subset.rego_ast import Module, kind_of, rule_name

PREFIXES = ("test_", "todo_test_")
"""Beginnings of the names of tests; those that OPA skips are named too."""


def tests_of(module: Module) -> Iterator[tuple[str, str, int]]:
    """(query, path, line) of each test of a module, in the order of the file."""
    for rule in module.rules:
        name = rule_name(rule)
        if name.startswith(PREFIXES):
            line = module.position(kind_of(rule)[1]["span"]["start"])[0]
            yield ".".join(("data", *module.package, name)), module.path, line


def branches_of(module: Module) -> Iterator[dict[str, Any]]:
    """Each definition of a public set, and the edit after which it never holds.

    Yields:
        ``package`` (dotted), ``path``, ``set``, ``line``; ``start`` and ``end`` (byte offsets) and the ``text`` that
        goes there.
    """
    if module.is_test or "rules" not in module.package:
        return
    for rule in module.rules:
        name, parts = rule_name(rule), kind_of(rule)[1]
        if name not in PUBLIC:
            continue
        branch = {
            "package": ".".join(module.package),
            "path": module.path,
            "set": name,
            "line": module.position(parts["span"]["start"])[0],
        }
        bodies = parts.get("bodies", ())
        if not bodies:
            yield {**branch, "start": parts["span"]["end"], "end": parts["span"]["end"], "text": " if false"}
        for body in bodies:
            span = body["query"]["span"]
            written = module.slice(span)
            text = f"{{ false; {written[1:]}" if written.startswith("{") else f"{{ false; {written} }}"
            line = module.position(body["span"]["start"])[0]
            yield {**branch, "line": line, "start": span["start"], "end": span["end"], "text": text}

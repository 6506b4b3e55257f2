"""What is wrong with foreign modules before anything is asked; runs inside the sandbox."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import regorus

from hds_policy.evaluation.sandbox.branches import branches_of, tests_of
from hds_policy.evaluation.subset import Violation, lint_modules
from hds_policy.evaluation.subset.heads import PUBLIC
from hds_policy.evaluation.subset.input_paths import input_paths
from hds_policy.evaluation.subset.rego_ast import Module, constant_prefix, parse, references, rule_name
from hds_policy.evaluation.subset.rego_names import names_of

_ENOUGH = 20
_PLACES = frozenset({"rules", "lib"})


def inspect(modules: Sequence[tuple[str, str]], own: Collection[str]) -> dict[str, Any]:
    """Problems of the modules in ``own``, and which sets each of their packages defines.

    Args:
        modules: (path, source) of all modules, shipped libraries included.
        own: paths of the foreign ones.

    Returns:
        ``problems``: sentences with file, line and column, at most twenty; ``kinds``: by dotted package; ``tests``:
        (query, path, line) of each; ``branches``: of the public sets, see ``branches.py``.
    """
    found = [violation for violation in lint_modules(modules) if violation.path in own]
    if found:
        more = [f"and {len(found) - _ENOUGH} more"] if len(found) > _ENOUGH else []
        return {"problems": [*map(str, found[:_ENOUGH]), *more]}
    parsed = [parse(path, source) for path, source in modules]
    strays = [str(violation) for module in parsed if module.path in own for violation in _silent(module, parsed)]
    if strays:
        return {"problems": strays[:_ENOUGH]}
    mine = [module for module in parsed if module.path in own]
    return {
        "problems": _compile(modules),
        "kinds": {".".join(module.package): _kinds(module) for module in mine},
        "tests": [test for module in mine if module.is_test for test in tests_of(module)],
        "branches": [branch for module in mine for branch in branches_of(module)],
    }


def _kinds(module: Module) -> list[str]:
    defined = {rule_name(rule) for rule in module.rules}
    return [name for name in PUBLIC if name in defined]


def _silent(module: Module, modules: Sequence[Module]) -> Iterator[Violation]:
    """References that are never defined: such a condition never holds, and the rule would say nothing for ever."""
    yield from _strays(module, modules)
    if not _PLACES & set(module.package):
        return  # an entry point, or the canary of the engines, which has an input of its own; custom ones have neither
    for offset, message in input_paths(module):
        line, column = module.position(offset)
        yield Violation(module.path, line, column, message)


def _strays(module: Module, modules: Sequence[Module]) -> Iterator[Violation]:
    """References to data that no module defines."""
    known = {(*other.package, rule_name(rule)) for other in modules for rule in other.rules}
    names = names_of(module)
    for kind, parts in references(list(module.rules)):
        prefix, _ = constant_prefix({kind: parts})
        full = (*names.imports.get(prefix[0], (prefix[0],)), *prefix[1:]) if prefix else ()
        if full[:1] != ("data",) or any(path[: len(full) - 1] == full[1:][: len(path)] for path in known):
            continue
        line, column = module.position(parts["span"]["start"])
        yield Violation(module.path, line, column, f"nothing defines `{'.'.join(full)}`")


def _compile(modules: Sequence[tuple[str, str]]) -> list[str]:
    engine = regorus.Engine()
    try:
        for path, source in modules:
            engine.add_policy(path, source)
        # Any query makes the engine look at every rule, used or not.
        engine.eval_query_as_json("1")
    except RuntimeError as error:
        return [" ".join(str(error).partition("\n\nStack backtrace:")[0].split())]
    return []

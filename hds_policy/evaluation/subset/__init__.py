"""The Rego subset in which the embedded engine and OPA agree byte for byte; anything else is refused at load.

Each check stands for a divergence that was measured between the two engines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from hds_policy.evaluation.subset import call_graph, calls, forms, heads, negation
from hds_policy.evaluation.subset.rego_ast import Module, RegoSyntaxError, parse
from hds_policy.evaluation.subset.rego_names import Names, names_of


class Violation(Struct, frozen=True, order=True):
    """Something outside the subset; line and column count from 1, columns in characters."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


_Check = Callable[[Module, Names], Iterator[tuple[int, str]]]

_CHECKS: tuple[_Check, ...] = (
    calls.calls,
    forms.imports,
    forms.keyword_names,
    forms.numbers,
    forms.overrides,
    heads.defaults,
    heads.public_names,
    heads.shadowing,
    heads.unused_variables,
    negation.negation,
)

_SYNTAX_ADVICE = (
    ('$"', 'text with `$"…"` is read by newer versions of OPA only; use concat or sprintf'),
    ("import", "imports stand before all rules"),
)


def lint(path: str, source: str) -> list[Violation]:
    """Check one module by itself.

    Args:
        path: name for messages; ``_test.rego`` at its end means tests, which may use ``with`` and define public names.
        source: Rego text.

    Returns:
        What is outside the subset, sorted; empty when nothing is.
    """
    return lint_modules([(path, source)], whole=False)


def lint_modules(modules: Iterable[tuple[str, str]], *, whole: bool = True) -> list[Violation]:
    """Check several modules, and how they depend on each other.

    Args:
        modules: (path, source) of each.
        whole: whether these are all modules there are, so that a call of a function in none of them is wrong.

    Returns:
        What is outside the subset, sorted; empty when nothing is.
    """
    violations: set[Violation] = set()
    parsed: list[Module] = []
    for path, source in modules:
        try:
            parsed.append(parse(path, source))
        except RegoSyntaxError as error:
            violations.add(Violation(path, error.line, error.column, _syntax_message(error, source)))
    for module in parsed:
        names = names_of(module)
        for check in _CHECKS:
            violations.update(_violation(module, offset, message) for offset, message in check(module, names))
    violations.update(_violation(*found) for found in _across(parsed, whole))
    return sorted(violations)


def _across(modules: Sequence[Module], whole: bool) -> Iterator[tuple[Module, int, str]]:
    yield from call_graph.recursion(modules)
    if whole:
        yield from call_graph.missing_functions(modules)


def _violation(module: Module, offset: int, message: str) -> Violation:
    line, column = module.position(offset)
    return Violation(module.path, line, column, message)


def _syntax_message(error: RegoSyntaxError, source: str) -> str:
    lines = source.splitlines()
    rest = lines[error.line - 1][error.column - 1 :] if error.line <= len(lines) else ""
    advice = next((text for start, text in _SYNTAX_ADVICE if rest.startswith(start)), "")
    return f"not valid Rego: {error.message}" + (f" ({advice})" if advice else "")

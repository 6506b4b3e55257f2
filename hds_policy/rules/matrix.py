"""The matrix: of each requirement and article, what the rules answer, what a person decides, what lies outside."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from hds_policy.errors import PolicyError
from hds_policy.model.rule import Level, Rule

REQUIREMENTS = tuple(f"{number:02}" for number in range(1, 32))
"""Ids of the requirements of the referential 2.0."""

_REFERENTIAL = "Order of 26 April 2024"
"""The text that approves referential 2.0."""
_NAMED = re.compile(r"\brequirements? (?P<numbers>\d\d(?:(?:, | and )\d\d)*)(?!\d)")
_HINT = "Correct legal_basis in the METADATA of the rule, or hds_policy/rules/requirements.toml."


class Coverage(StrEnum):
    """How far the tool answers."""

    AUTOMATED = "automated"
    """A rule decides from what was read."""
    ASSISTED = "assisted"
    """A person decides; the tool shows what there is."""
    OUTSIDE = "outside"
    """Nothing that can be read says anything of it."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One requirement or article.

    Attributes:
        id: ``01`` to ``31``, or the article as the rules name it.
        chapter: of the referential; 0 for an article.
        title: a summary, not the wording of the text.
        coverage, reason: how far the tool answers, and why.
        look: what a person must look at; empty unless assisted.
        show: what the tool can show; empty when outside.
        rules: ids of the rules that name it, sorted.
    """

    id: str
    title: str
    coverage: Coverage
    reason: str
    chapter: int = 0
    look: str = ""
    show: str = ""
    rules: tuple[str, ...] = ()


class Matrix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All requirements in their order, then articles; ``source``: where they were read."""

    source: str
    requirements: tuple[Entry, ...]
    articles: tuple[Entry, ...]


def load_matrix(rules: Iterable[Rule]) -> Matrix:
    """The matrix, with the rules that answer each entry.

    Args:
        rules: the shipped rules.

    Raises:
        PolicyError: a requirement is missing, an entry says too little for its coverage, or a rule rests on a text
            that is not in the matrix.
    """
    file = Path(__file__).with_name("requirements.toml")
    try:
        matrix = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Matrix)
    except (OSError, ValueError) as error:
        raise PolicyError(f"{file.name}: {error}", hint="Install hds-policy again.") from error
    if tuple(entry.id for entry in matrix.requirements) != REQUIREMENTS:
        raise PolicyError(f"{file.name}: must hold the requirements 01 to 31 in their order", hint=_HINT)
    shipped = list(rules)
    articles = [entry.id for entry in matrix.articles]
    named = {rule.id: _texts_of(rule, articles) for rule in shipped}
    return Matrix(
        matrix.source,
        tuple(_answered(entry, named) for entry in matrix.requirements),
        tuple(_answered(entry, named) for entry in matrix.articles),
    )


def matrix_json(matrix: Matrix) -> list[dict[str, Any]]:
    """The matrix as plain data: one object for each requirement, then for each article."""
    kinds = (("requirement", matrix.requirements), ("article", matrix.articles))
    return [{"kind": kind, **msgspec.to_builtins(entry)} for kind, entries in kinds for entry in entries]


def matrix_table(matrix: Matrix) -> str:
    """One line for each entry under a heading, and how many there are of each kind; no final line break."""
    entries = (*matrix.requirements, *matrix.articles)
    rows = [("TEXT", "COVERAGE", "RULES", "TITLE")]
    rows += [(entry.id, entry.coverage.value, ranges(entry.rules) or "-", entry.title) for entry in entries]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    ]
    return "\n".join([*lines, "", f"Requirements: {counted(matrix.requirements)}."])


def counted(entries: Sequence[Entry]) -> str:
    """How many entries there are of each coverage, for a person."""
    return ", ".join(f"{sum(entry.coverage is kind for entry in entries)} {kind.value}" for kind in Coverage)


def ranges(ids: Sequence[str]) -> str:
    """Sorted rule ids for a person, neighbours drawn together: ``HDS-001 to HDS-006, HDS-012``."""
    runs: list[list[str]] = []
    for name in ids:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _follows(before: str, name: str) -> bool:
    prefix, _, number = before.rpartition("-")
    return name == f"{prefix}-{int(number) + 1:03}"


def _texts_of(rule: Rule, articles: Sequence[str]) -> frozenset[str]:
    """Ids of the entries a rule names; every basis but plain good practice must name one."""
    found: set[str] = set()
    for basis in rule.legal_basis:
        numbers = [number for match in _NAMED.finditer(basis) for number in re.findall(r"\d\d", match["numbers"])]
        here = {*numbers, *(name for name in articles if re.search(rf"{re.escape(name)}(?![-\d])", basis))}
        unknown = next((number for number in numbers if number not in REQUIREMENTS), None)
        missed = "requirement" in basis and not numbers
        if unknown or missed or not (here or basis.startswith("Good practice")):
            raise PolicyError(f"{rule.path}: {rule.id} rests on {basis!r}: not in the matrix", hint=_HINT)
        found |= here
    if rule.level is Level.REFERENTIAL and not found & {*REQUIREMENTS, _REFERENTIAL}:
        raise PolicyError(f"{rule.path}: {rule.id} is of level referential and names no requirement", hint=_HINT)
    if rule.level is Level.LAW and not found & {*articles}:
        raise PolicyError(f"{rule.path}: {rule.id} is of level law and names no article", hint=_HINT)
    return frozenset(found)


def _answered(entry: Entry, named: dict[str, frozenset[str]]) -> Entry:
    rules = tuple(sorted(rule for rule, texts in named.items() if entry.id in texts))
    needed = {
        Coverage.AUTOMATED: (bool(rules), not entry.look, bool(entry.show)),
        Coverage.ASSISTED: (bool(entry.look), bool(entry.show)),
        Coverage.OUTSIDE: (not rules, not entry.look, not entry.show),
    }[entry.coverage]
    if not (entry.title and entry.reason and all(needed)):
        problem = f"{entry.coverage.value} does not go with its rules ({ranges(rules) or 'none'}), look and show"
        raise PolicyError(f"requirements.toml: {entry.id}: {problem}", hint=_HINT)
    return msgspec.structs.replace(entry, rules=rules)

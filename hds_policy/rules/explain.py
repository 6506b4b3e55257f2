"""Rules for a reader: one rule in full, all rules as a table, all rules as data."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill
from typing import Any

from hds_policy.model.rule import Level, Rule

_WIDTH = 100
LEVELS = {
    Level.LAW: "law",
    Level.REFERENTIAL: "HDS referential",
    Level.CONTRACT: "contract with the hoster",
    Level.GOOD_PRACTICE: "good practice, not asked by the referential",
}
"""What each level is called for a person."""


def in_language(rule: Rule, lang: str) -> tuple[str, str]:
    """Title and description in a language (``fr`` or ``en``); in English when a custom rule has no French ones."""
    if lang == "fr" and rule.title_fr and rule.description_fr:
        return rule.title_fr, rule.description_fr
    return rule.title, rule.description


def explain(rule: Rule, lang: str = "en") -> str:
    """All that is known of one rule, as text for a terminal, 100 columns wide, without a final line break."""
    title, description = in_language(rule, lang)
    since = f"\nIn force:   from {rule.effective_from.isoformat()}" if rule.effective_from else ""
    parts = [
        f"{rule.id} {title}",
        f"Severity:   {rule.severity.value}\nRests on:   {LEVELS[rule.level]}{since}\nJudges:     {rule.subjects}",
        _paragraph(description),
        "Legal basis:\n" + _items(rule.legal_basis),
        "What it reports:\n" + _items(f"{code}: {sentence}" for code, sentence in rule.messages.items()),
        "What to do:\n" + _paragraph(rule.remediation, "  "),
        "Read more:\n" + "\n".join(f"  {address}" for address in rule.related_resources),
    ]
    return "\n\n".join(parts)


def rules_table(rules: Iterable[Rule]) -> str:
    """One line per rule (id, severity, level, title) under a heading, without a final line break."""
    rows = [("ID", "SEVERITY", "LEVEL", "TITLE")]
    rows += [(rule.id, rule.severity.value, rule.level.value, rule.title) for rule in rules]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    )


def rules_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """The rules as plain data, ready for JSON: dates in ISO form, null when a rule is in force since always."""
    return [
        {
            "id": rule.id,
            "name": rule.name,
            "title": rule.title,
            "title_fr": rule.title_fr,
            "description": rule.description,
            "description_fr": rule.description_fr,
            "severity": rule.severity.value,
            "level": rule.level.value,
            "legal_basis": list(rule.legal_basis),
            "related_resources": list(rule.related_resources),
            "remediation": rule.remediation,
            "subjects": rule.subjects,
            "messages": dict(rule.messages),
            "effective_from": rule.effective_from.isoformat() if rule.effective_from else None,
            "path": rule.path,
        }
        for rule in rules
    ]


def _paragraph(text: str, indent: str = "") -> str:
    return fill(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _items(texts: Iterable[str]) -> str:
    return "\n".join(
        fill(
            text,
            _WIDTH,
            initial_indent="  - ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for text in texts
    )

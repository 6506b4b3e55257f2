"""Rules for a reader: one rule in full, all rules as a table, all rules as data."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill
from typing import Any

from hds_policy.language import _, current, marked
from hds_policy.model.rule import Level, Rule, Severity

_WIDTH = 100
LEVELS = {
    Level.LAW: marked("law"),
    Level.REFERENTIAL: marked("HDS referential"),
    Level.CONTRACT: marked("contract with the hoster"),
    Level.GOOD_PRACTICE: marked("good practice, not asked by the referential"),
}
"""What each level is called for a person."""
_SHORT = {
    Level.LAW: marked("law"),
    Level.REFERENTIAL: marked("referential"),
    Level.CONTRACT: marked("contract"),
    Level.GOOD_PRACTICE: marked("good_practice"),
}
_SEVERITIES = {
    Severity.CRITICAL: marked("critical"),
    Severity.HIGH: marked("high"),
    Severity.MEDIUM: marked("medium"),
    Severity.LOW: marked("low"),
}


def in_language(rule: Rule) -> tuple[str, str]:
    """Title and description in the language that is spoken; in English when a custom rule has no French ones."""
    if current() == "fr" and rule.title_fr and rule.description_fr:
        return rule.title_fr, rule.description_fr
    return rule.title, rule.description


def explain(rule: Rule) -> str:
    """All that is known of one rule, as text for a terminal, 100 columns wide, without a final line break."""
    title, description = in_language(rule)
    facts = [(_("Severity:"), _(_SEVERITIES[rule.severity])), (_("Rests on:"), _(LEVELS[rule.level]))]
    if rule.effective_from:
        facts.append((_("In force:"), _("from {day}").format(day=rule.effective_from.isoformat())))
    facts.append((_("Judges:"), rule.subjects))
    reports = (
        _("{what}: {evidence}").format(what=code, evidence=_(sentence)) for code, sentence in rule.messages.items()
    )
    width = max(12, *(len(name) + 1 for name, _text in facts))
    parts = [
        f"{rule.id} {title}",
        "\n".join(f"{name:<{width}}{text}" for name, text in facts),
        _paragraph(description),
        _("Legal basis:") + "\n" + _items(map(_, rule.legal_basis)),
        _("What it reports:") + "\n" + _items(reports),
        _("What to do:") + "\n" + _paragraph(_(rule.remediation), "  "),
        _("Read more:") + "\n" + "\n".join(f"  {address}" for address in rule.related_resources),
    ]
    return "\n\n".join(parts).replace("\u00a0", " ")


def rules_table(rules: Iterable[Rule]) -> str:
    """One line per rule (id, severity, level, title) under a heading, without a final line break."""
    rows = [(_("ID"), _("SEVERITY"), _("LEVEL"), _("TITLE"))]
    rows += [(rule.id, _(_SEVERITIES[rule.severity]), _(_SHORT[rule.level]), in_language(rule)[0]) for rule in rules]
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

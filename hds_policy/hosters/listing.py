"""The registry for a reader: tables and lists as text; their data is what JSON has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hds_policy.hosters.changes import Change
from hds_policy.hosters.facts import Fact, certificate_names
from hds_policy.hosters.importing import Imported
from hds_policy.hosters.life import Life
from hds_policy.hosters.registry import Registry
from hds_policy.model import LAYERS, WEAK

_UNKNOWN = "unknown"
_SAME_SOURCE = frozenset({"name", "brands", "notes"})
"""Told by the source of the status: one line for them is enough."""


def hosters_json(registry: Registry) -> list[dict[str, Any]]:
    """One object for each hoster, by id."""
    return [
        {
            "id": name,
            "name": hoster.name,
            "brands": list(registry.brands.get(name, ())),
            "status": hoster.status.value,
            "certificates": [
                {
                    "certificate": number,
                    "number": certificate.number or None,
                    "layers": [layer.value for layer in LAYERS if layer in certificate.layers],
                    "layers_unknown": [layer.value for layer in LAYERS if layer in certificate.layers_unknown],
                    "referential": certificate.referential,
                    "valid_from": _iso(certificate.valid_from),
                    "valid_until": _iso(certificate.valid_until),
                }
                for certificate, number in certificate_names(hoster)
            ],
            "conditions": [condition.id for condition in hoster.conditions],
            "subcontractors": [one.name for one in hoster.subcontractors],
            "source": hoster.source.reference,
            "checked_on": hoster.source.checked_on.isoformat(),
            "grade": hoster.source.grade.value,
        }
        for name, hoster in sorted(registry.hosters.items())
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def hosters_table(registry: Registry) -> str:
    """One line for each certificate, and for each hoster without one."""
    rows = [("ID", "NAME", "STATUS", "ACTIVITIES", "REFERENTIAL", "UNTIL", "NUMBER", "GRADE")]
    for entry in hosters_json(registry):
        head = (entry["id"], entry["name"], entry["status"])
        for certificate in entry["certificates"] or [None]:
            if certificate is None:
                rows.append((*head, "", "", "", "", entry["grade"]))
                continue
            layers = ",".join(certificate["layers"]) if len(certificate["layers"]) < len(LAYERS) else "all six"
            known = (certificate["referential"], certificate["valid_until"], certificate["number"])
            cells = (layers or _UNKNOWN, *(text or _UNKNOWN for text in known))
            rows.append((*head, *cells, entry["grade"]))
    return f"{_table(rows)}\n\n{len(registry.hosters)} hosters; reviewed on {registry.updated}"


def find_hoster(registry: Registry, name: str) -> tuple[str | None, str]:
    """The id that an id, a name or a brand stands for, or None and the nearest one."""
    table: dict[str, str] = {}
    for identity, hoster in registry.hosters.items():
        for word in (identity, hoster.name, *registry.brands.get(identity, ())):
            table.setdefault(word.casefold(), identity)
    found = table.get(name.casefold())
    near = get_close_matches(name.casefold(), table, n=1, cutoff=0.5)
    return found, table[near[0]] if near else "hds-policy hosters lists them"


def facts_text(facts: Sequence[Fact]) -> str:
    """Each fact with its source below it."""
    lines = []
    for fact in facts:
        lines.append(f"{fact.about}: {fact.value}")
        lines.append(f"    {fact.source.grade.value}, {fact.source.checked_on}: {fact.source.reference}")
    return "\n".join(lines)


def lives_text(rows: Sequence[Life], updated: date, on: date, *, stale: bool) -> str:
    """One line for each certificate on a day."""
    table = [("HOSTER", "CERTIFICATE", "REFERENTIAL", "UNTIL", f"ON {on}")]
    for row in rows:
        until = row.until.isoformat() if row.until else _UNKNOWN
        table.append((row.hoster, row.certificate, row.referential or _UNKNOWN, until, row.standing.value))
    note = ", which is too old" if stale else ""
    return f"{_table(table)}\n\n{len(rows)} certificates; the registry was reviewed on {updated}{note}"


def changes_text(found: Sequence[Change]) -> str:
    """One block for each fact that is another."""
    lines = []
    for change in found:
        lines.append(f"{change.kind}: {change.hoster} {change.about}")
        if change.before is not None:
            lines.append(f"    - {_with_source(change.before)}")
        if change.after is not None:
            lines.append(f"    + {_with_source(change.after)}")
    return "\n".join([*lines, f"{len(found)} facts differ"])


def _with_source(fact: Fact) -> str:
    return f"{fact.value} ({fact.source.grade.value}, {fact.source.checked_on}: {fact.source.reference})"


def doubtful(facts: Iterable[Fact], on: date, older_than: int) -> list[tuple[Fact, str]]:
    """Facts that are old or of low grade, the oldest first, and why."""
    found = []
    for fact in facts:
        if fact.about in _SAME_SOURCE:
            continue
        age = (on - fact.source.checked_on).days
        reasons = [f"read {age} days ago"] if age > older_than else []
        if fact.source.grade in WEAK:
            reasons.append(f"grade {fact.source.grade.value}")
        if reasons:
            found.append((fact, ", ".join(reasons)))
    return sorted(found, key=lambda entry: (entry[0].source.checked_on, entry[0].hoster))


def audit_text(found: Sequence[tuple[Fact, str]]) -> str:
    """One line for each doubtful fact."""
    lines = [f"{fact.hoster} {fact.about}: {why} ({fact.source.reference})" for fact, why in found]
    return "\n".join([*lines, f"{len(found)} facts to review"])


def import_text(result: Imported, output: Path | None, digest: str) -> str:
    """What was understood of a list, what was not, and what to write into the estate."""
    new = len(result.hosters) - len(result.known)
    lines = [
        *(f"column {heading!r} taken for {column}" for heading, column in result.understood.items()),
        *(f"column {heading!r} not understood, left out" for heading in result.left_out),
        *(f"row {note.row}: {note.hoster}: {note.message}" for note in result.notes),
        f"{len(result.hosters)} hosters ({new} not in the registry of hds-policy), {result.certificates} certificates",
    ]
    if output is not None:
        lines += ["", "In hds-policy.toml:", "[registry]", f'file = "{output.name}"', f'sha256 = "{digest}"']
    return "\n".join(lines)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    )

"""From findings to entries of a baseline: nothing in them moves with a line, a file or the order of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hds_policy.model import BaselineEntry, Finding, Result

COMPARED = frozenset({Result.FAIL, Result.UNDETERMINED, Result.REVIEW})
"""Results that are compared. One that a waiver covers is not: when the waiver ends, it counts as new."""

_HOSTER = ("holder_id", "hoster")
_MOVING = frozenset(
    {
        # Days and numbers that change by themselves, and words that are told by an id beside them.
        *("on", "read_on", "max_age", "valid_from", "valid_until", "number", "referential", "source", "certificate"),
        *("count", "missing", "stores", "unknown", "holder", "title", "country", "layer", "region"),
    }
)
"""Facts that do not tell two findings apart. Any other fact does: a finding that cannot be told for sure is new."""


def entries_of(findings: Iterable[Finding]) -> tuple[BaselineEntry, ...]:
    """One entry for each finding and resource it concerns, sorted; equal ones stand there several times.

    A grouped finding (a hoster, a folder) has an entry for each of its resources, so that one more resource is new.
    """
    return tuple(sorted((entry for finding in findings for entry in entries_for(finding)), key=order))


def entries_for(finding: Finding) -> Iterator[BaselineEntry]:
    """Entries of one finding; none when its result is not compared."""
    if finding.result not in COMPARED:
        return
    facts = dict(finding.facts)
    hoster = next((facts[name] for name in _HOSTER if facts.get(name)), "")
    about = tuple((name, value) for name, value in sorted(facts.items()) if name not in _MOVING and name not in _HOSTER)
    for resource in finding.resources or ("",):
        yield BaselineEntry(
            rule=finding.rule,
            result=finding.result,
            subject_kind=finding.subject_kind.value,
            subject=finding.subject,
            resource=resource,
            layer=finding.layer,
            hoster=hoster,
            region=finding.region or facts.get("region", ""),
            code=finding.code,
            about=about,
        )


def order(entry: BaselineEntry) -> tuple[object, ...]:
    """The order of entries in a file."""
    return (
        entry.rule,
        entry.subject_kind,
        entry.subject,
        entry.resource,
        entry.layer or "",
        entry.hoster,
        entry.region,
        entry.code,
        entry.about,
        entry.result,
    )

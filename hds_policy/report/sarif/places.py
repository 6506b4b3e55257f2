"""Locations in SARIF: files relative to the source root, and addresses as logical locations."""

from __future__ import annotations

from urllib.parse import quote

from hds_policy.model import Assessment, Classification, Finding, SourceRange, SubjectKind
from hds_policy.report.printable import printable
from hds_policy.report.sarif.message import SarifObject, message
from hds_policy.report.where import Where
from hds_policy.report.words import FLOW_WORDS

ROOT = "%SRCROOT%"
_RELATED_LIMIT = 100  # GitHub shows 100 locations of a result


def uri(file: str) -> str:
    """The path as a relative URI reference; bytes that are not UTF-8 come back as the bytes they were."""
    try:
        raw = file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = printable(file).encode()
    return quote(raw, safe="/")


def physical(location: SourceRange) -> SarifObject:
    """``physicalLocation`` of lines of a file."""
    first = max(location.start_line, 1)
    return {
        "artifactLocation": {"uri": uri(location.file), "uriBaseId": ROOT},
        "region": {"startLine": first, "endLine": max(location.end_line, first)},
    }


def logical(kind: SubjectKind, subject: str) -> list[SarifObject]:
    """``logicalLocations`` of a subject: its key as the fully qualified name."""
    return [{"fullyQualifiedName": subject, "kind": kind.value}]


class Places:
    """Where the subjects of an Assessment stand, as SARIF tells it."""

    def __init__(self, assessment: Assessment) -> None:
        where = Where(assessment)
        self.best = where.best
        self._of_key = where.of_key
        self._paths = assessment.places

    def related(self, finding: Finding) -> list[SarifObject]:
        """``relatedLocations`` of the other resources a grouped finding concerns."""
        others = [key for key in finding.resources if key != finding.subject and key in self._of_key]
        return [
            {"id": number, "physicalLocation": physical(self._of_key[key]), "message": message(key)}
            for number, key in enumerate(others[:_RELATED_LIMIT])
        ]

    def flow(self, classification: Classification) -> list[SarifObject]:
        """``codeFlows`` of the path by which health data got here: where it is declared, then what tells each step.

        Nothing when a step has no place in a file: a path with a gap would be another path.
        """
        steps = classification.path
        if not steps:
            return []
        origin = steps[0].source
        stops = [(origin, self._of_key.get(origin) or self._paths.get(origin), "health data starts here")]
        for step in steps:
            told = f"{FLOW_WORDS.get(step.flow, step.flow)} {step.target}: {step.flow} by {step.attribute}"
            place = self._paths.get(step.told_at) or self._of_key.get(step.target) or self._paths.get(step.target)
            stops.append((step.target, place, told))
        locations: list[SarifObject] = []
        for key, place, told in stops:
            if place is None:
                return []
            location = {
                "physicalLocation": physical(place),
                "logicalLocations": logical(SubjectKind.RESOURCE, key),
                "message": message(told),
            }
            locations.append({"location": location})
        return [{"threadFlows": [{"locations": locations}]}]

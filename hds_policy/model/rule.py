"""Rules as data: what SARIF calls a reportingDescriptor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How bad a fail of the rule is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Level(StrEnum):
    """What the rule rests on."""

    LAW = "law"
    REFERENTIAL = "referential"
    CONTRACT = "contract"
    GOOD_PRACTICE = "good_practice"


class Rule(Struct, frozen=True):
    """One Rego rule and its METADATA.

    Attributes:
        id: permanent id, e.g. ``HDS-001``.
        name: folder and last part of the package, e.g. ``layer_physical``.
        title, description: for a person.
        severity, level: see there.
        legal_basis: articles and requirements, as the texts name them.
        related_resources: addresses to read more.
        remediation: what to do when it fails.
        subjects: path in the policy input of the objects the rule judges, e.g. ``placements/physical``.
        messages: sentence for each code the rule emits, with ``{fact}`` place-holders.
        effective_from: first day the rule is in force; None for always.
        path: the Rego file, relative to the policies folder.
        title_fr, description_fr: the same in French; empty when a custom rule does not give them.
    """

    id: str
    name: str
    title: str
    description: str
    severity: Severity
    level: Level
    legal_basis: tuple[str, ...]
    related_resources: tuple[str, ...]
    remediation: str
    subjects: str
    messages: Mapping[str, str]
    effective_from: date | None
    path: str
    title_fr: str = ""
    description_fr: str = ""

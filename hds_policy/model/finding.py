"""Findings: what SARIF calls a result. Passes are findings too."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from hds_policy.model.baseline import BaselineState
from hds_policy.model.layer import Layer
from hds_policy.model.nearest import Nearest
from hds_policy.model.resource import SourceRange
from hds_policy.model.result import Cause, Result


class SubjectKind(StrEnum):
    """What a finding is about."""

    RESOURCE = "resource"
    HOSTER = "hoster"
    FOLDER = "folder"
    TYPE = "type"
    ESTATE = "estate"
    """Something the estate does not declare; the subject is the layer."""
    REGISTRY = "registry"
    """A registry of hosters; the subject is its name."""
    RULE = "rule"
    """A rule that gave no answer; the subject is its id."""


class Waiver(Struct, frozen=True):
    """A fail, undetermined or review that somebody answers for, until a day.

    ``root`` is a pattern on the root module folder, ``.`` for the checked folder itself; empty for all of them.

    Attributes:
        place: the comment of the scanned source it stands in; None for one of the estate file.
        covers: keys of the resources such a comment is about; ``address`` only names their block then.
    """

    rule: str
    address: str
    reason: str
    approved_by: str
    expires: date
    root: str = ""
    place: SourceRange | None = None
    covers: tuple[str, ...] = ()


class RefusedWaiver(Struct, frozen=True):
    """A comment that was to be a waiver and is none: the finding counts.

    Attributes:
        text: what the comment says.
        place: where it stands.
        reason: why it does not count, for a person.
    """

    text: str
    place: SourceRange
    reason: str


class Finding(Struct, frozen=True):
    """One result of one rule on one subject.

    Attributes:
        rule: rule id.
        result: after waivers.
        subject_kind, subject: a resource key, a hoster or operator id, a root folder, a resource type or a layer.
        code: main machine-readable reason; empty for a pass.
        reasons: all of them, the main one first.
        message: one or two sentences, without line breaks.
        cause: set when undetermined.
        layer: activity, when the rule judges one.
        resources: keys of the resources concerned, sorted; the subject itself for a resource.
        facts: names and values the message was made from (hoster, service, region, certificate, ...).
        location: line or block to look at; None when there is none.
        underlying: result before a waiver; None when no waiver applies.
        waiver: the waiver that covers it.
        region: region that was judged; empty when it is not known, None when it does not matter.
        nearest: what would comply; None when it was not asked for.
        baseline: whether it was there before; None when the run is compared with nothing, or the result is not.
    """

    rule: str
    result: Result
    subject_kind: SubjectKind
    subject: str
    code: str = ""
    reasons: tuple[str, ...] = ()
    message: str = ""
    cause: Cause | None = None
    layer: Layer | None = None
    resources: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    location: SourceRange | None = None
    underlying: Result | None = None
    waiver: Waiver | None = None
    region: str | None = None
    baseline: BaselineState | None = None
    nearest: Nearest | None = None

"""The Assessment: everything a reader needs; a report only renders it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from hds_policy.errors import ExitCode
from hds_policy.model.baseline import BaselineComparison
from hds_policy.model.chain import ChainActor
from hds_policy.model.choice import PolicyChoice
from hds_policy.model.classification import Classification, Exclusion
from hds_policy.model.declassification import Declassification
from hds_policy.model.finding import Finding, RefusedWaiver, Waiver
from hds_policy.model.inventory import Input, Unread
from hds_policy.model.layer import Layer
from hds_policy.model.placement import Placement
from hds_policy.model.resource import Resource, SourceRange
from hds_policy.model.result import Result
from hds_policy.model.rule import Rule


class JudgedPlacement(Struct, frozen=True):
    """A placement and the worst result of all findings that concern it."""

    placement: Placement
    result: Result


class JudgedResource(Struct, frozen=True):
    """A resource in scope (it carries health data): its classification and its placements by layer.

    A layer has several placements when the resource lies in several regions.
    """

    resource: Resource
    classification: Classification
    layers: Mapping[Layer, tuple[JudgedPlacement, ...]]
    result: Result


class Coverage(Struct, frozen=True):
    """What was seen: inputs and resources. ``seen == parsed + skipped + failed`` always holds."""

    seen: int
    parsed: int
    skipped: int
    failed: int
    resources: int
    """Resource instances read (data sources not counted)."""
    in_scope: int
    """Resources that carry health data and are judged layer by layer."""
    out_of_scope: int
    """Resources decided to hold no data, or declared free of health data."""
    unclassified: int
    """Resources that hold or process data and that nothing classifies."""
    unsupported: int
    """Resources whose type the catalogue does not know."""
    not_instantiated: int
    """Blocks whose count or for_each is known to be zero."""


class Narrowed(Struct, frozen=True):
    """A run that judges only the root modules that a change touches.

    Attributes:
        ref: what it is compared with, as it was given.
        commit: the merge base.
        roots: root modules that were judged, sorted.
        among: number of root modules that were read.
    """

    ref: str
    commit: str
    roots: tuple[str, ...]
    among: int


class Assessment(Struct, frozen=True):
    """The answer.

    Attributes:
        tool_version: version of hds-policy.
        on: date of the evaluation.
        rules: every rule that was evaluated, by id.
        resources: resources in scope, sorted by key.
        findings: all results, passes included, sorted by subject, rule and layer.
        waivers: every waiver, of the estate and of comments of the source.
        unused_waivers, expired_waivers: those that covered nothing, and those past their end.
        refused_waivers: comments that were to be waivers and are none.
        exclusions: what declares resources to hold no health data, and of how many.
        baseline: how the run compares with what was there before; None when it is compared with nothing.
        narrowed: which part of what was read was judged; None for all of it.
        declassifications: flows declared to carry no personal health data; those past their end (``expires`` before
            ``on``) count no more.
        unused_declassifications: those in force that stopped no flow of health data.
        coverage, inputs, unread: what was read and what was not.
        names: display name of each hoster or operator id that occurs.
        exit_code: see ``ExitCode``.
        places: where the paths of health data stand: the block of each resource on one, by its key, and the line of the
            attribute that tells each step, by ``Step.told_at``.
        choice: profile and custom policies of the run.
        chain: every actor of the hosting chain of the resources in scope, a hoster before its subcontractors.
    """

    tool_version: str
    on: date
    rules: Mapping[str, Rule]
    resources: tuple[JudgedResource, ...]
    findings: tuple[Finding, ...]
    waivers: tuple[Waiver, ...]
    unused_waivers: tuple[Waiver, ...]
    expired_waivers: tuple[Waiver, ...]
    coverage: Coverage
    inputs: tuple[Input, ...]
    unread: tuple[Unread, ...]
    names: Mapping[str, str]
    exit_code: ExitCode
    declassifications: tuple[Declassification, ...] = ()
    unused_declassifications: tuple[Declassification, ...] = ()
    places: Mapping[str, SourceRange] = {}
    choice: PolicyChoice = PolicyChoice()
    chain: tuple[ChainActor, ...] = ()
    refused_waivers: tuple[RefusedWaiver, ...] = ()
    baseline: BaselineComparison | None = None
    narrowed: Narrowed | None = None
    exclusions: tuple[Exclusion, ...] = ()

"""The policy input on its way: the document, and for each subject in it what it stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct, field

from hds_policy.model import (
    Administrator,
    Backups,
    Layer,
    Located,
    Opened,
    OpenFlow,
    Placed,
    Resource,
    SeenCluster,
    SourceRange,
    SubjectKind,
)

JSON: TypeAlias = Any  # JSON document: recursive types of the standard library say no more


class Concern(Struct, frozen=True):
    """A resource concerned by a subject: its place in the list of placed resources, and the region in question."""

    placed: Placed
    located: Located | None = None
    layer: Layer | None = None


class Questions(Struct):
    """The input and, for each subject id, what it stands for.

    Attributes:
        document: JSON-ready policy input.
        concerns: resources behind each subject id.
        facts: facts of each subject for messages.
        singles: key and place of subjects that are about one resource that is not placed here.
        grouped: subjects that are one finding for all their resources, and of which kind.
        groups: keys of the resources behind a subject that is not about placed resources.
        outside: placements outside the obligation, as concerns: by layer, or without one where data is stored.
    """

    document: dict[str, JSON]
    concerns: dict[str, list[Concern]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    singles: dict[str, tuple[str, SourceRange | None]] = field(default_factory=dict)
    grouped: dict[str, SubjectKind] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    outside: list[Concern] = field(default_factory=list)


class Unused(Struct, frozen=True):
    """A declaration of the estate that has no effect; ``grave`` when it was to protect something.

    ``why``: ``no_resource`` or ``no_flow`` that it fits, or ``may_not_stop`` the flow of health data that it fits.
    """

    what: str
    grave: bool
    why: str = "no_resource"


class OpenEnds(Struct, frozen=True):
    """What could not be placed or decided.

    Attributes:
        resources: all resources by key.
        unclassified: keys of unclassified resources by root folder.
        unsupported: keys of resources by type the catalogue does not know.
        flows: health data that goes to something that was not read.
        opened: health data that everybody, or another account, may read.
        administrators: parties outside that access control lets in.
        backups: by root module, whether its stores of health data are backed up.
        suspected: keys of resources that hints, but no declaration, call health data; with the hint.
        tagged: keys of resources tagged as health data by type, where the type holds none.
        unused: declarations of the estate that fit nothing.
        contradictory: by key, what a resource itself says for and against health data, both.
        overruled: by key, what a resource itself says for health data, and why the estate clears it all the same.
        clusters: clusters whose place the estate declares and the code tells as well.
        unread: number of inputs and places that could not be read.
    """

    resources: Mapping[str, Resource] = field(default_factory=dict)
    unclassified: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsupported: Mapping[str, Sequence[str]] = field(default_factory=dict)
    flows: Sequence[OpenFlow] = ()
    suspected: Mapping[str, str] = field(default_factory=dict)
    tagged: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unused: Sequence[Unused] = ()
    opened: Sequence[Opened] = ()
    backups: Sequence[Backups] = ()
    administrators: Sequence[Administrator] = ()
    contradictory: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    overruled: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    clusters: Sequence[SeenCluster] = ()
    unread: int = 0

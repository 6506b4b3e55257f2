"""The Inventory: what every collector yields, what could not be read included."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from hds_policy.model.directive import Directive
from hds_policy.model.resource import Reference, Resource, SourceRange
from hds_policy.model.result import Cause


class InputStatus(StrEnum):
    """What became of an input: seen = parsed + skipped + failed."""

    PARSED = "parsed"
    SKIPPED = "skipped"
    FAILED = "failed"


class Input(Struct, frozen=True):
    """One file (or API unit) that was seen.

    Attributes:
        path: relative to the repository, or to the checked folder outside of one, with ``/``.
        status: parsed, skipped or failed.
        reason: why it was skipped or failed; empty when parsed.
        sha256: hex digest of the bytes that were read; empty when nothing was read.
        size: bytes read.
    """

    path: str
    status: InputStatus
    reason: str = ""
    sha256: str = ""
    size: int = 0


class Unread(Struct, frozen=True):
    """Something in scope that could not be read: a coverage gap, never "nothing there".

    Attributes:
        what: file, module call or API unit, e.g. ``module.vpc`` or ``main.tf``.
        cause: from the closed list.
        detail: for a person; never a secret.
        location: where, when it stands in a file.
        root: root module folder it belongs to.
    """

    what: str
    cause: Cause
    detail: str
    location: SourceRange | None = None
    root: str = "."


class Inventory(Struct, frozen=True):
    """Everything that was read, and what was not.

    Lists are sorted (resources by root and address), so that equal inputs give equal inventories.
    """

    resources: tuple[Resource, ...] = ()
    references: tuple[Reference, ...] = ()
    unread: tuple[Unread, ...] = ()
    inputs: tuple[Input, ...] = ()
    not_instantiated: int = 0
    """Resource blocks whose count or for_each is known to be zero."""
    roots: tuple[str, ...] = field(default=())
    """Root module folders that were evaluated."""
    focus: frozenset[str] | None = None
    """Keys of the resources that are judged, the others being read only for what they mean to these; None for all."""
    follow: bool = False
    """Whether resources to which health data flows from those in focus are judged with them."""
    looked_outside: bool = False
    """Whether something outside of the checked folder was looked for, which no digest of that folder covers."""
    directives: tuple[Directive, ...] = ()
    """Comments that speak to this tool, sorted by place."""

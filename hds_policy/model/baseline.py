"""What a run is compared with: findings that were there before, so that only new ones count."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from hds_policy.model.layer import Layer
from hds_policy.model.result import Result


class BaselineState(StrEnum):
    """Whether a finding was there before; the words are those of SARIF."""

    NEW = "new"
    UNCHANGED = "unchanged"


class BaselineEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One finding about one resource, told by what stays the same while lines, files and blocks move.

    Attributes:
        rule, result, subject_kind, subject, layer, region, code: as in ``Finding``; ``result`` is never ``exempt``.
        resource: key of the resource concerned; empty when the finding concerns none.
        hoster: id of the hoster or operator; empty when it does not matter.
        about: other facts that tell two findings of one rule and resource apart, sorted.
    """

    rule: str
    result: Result
    subject_kind: str
    subject: str
    resource: str = ""
    layer: Layer | None = None
    hoster: str = ""
    region: str = ""
    code: str = ""
    about: tuple[tuple[str, str], ...] = ()


class BaselineComparison(Struct, frozen=True):
    """How a run compares with what was there before.

    Attributes:
        source: what it was compared with, for a person: a file, or a commit.
        new, unchanged: number of findings; only fails, undetermined results and reviews are compared.
        gone: what was there before and is no more, sorted; what only became milder counts as gone.
    """

    source: str
    new: int
    unchanged: int
    gone: tuple[BaselineEntry, ...] = ()

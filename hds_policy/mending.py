"""Mends of one argument: a region that is written out, replaced by one in which the failing rules pass. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from hds_policy.model import ActorKind, Assessment, Finding, Placed, Result, SubjectKind

_ARGUMENTS = frozenset({"region", "location"})
"""Arguments that name a region; a zone would have to be chosen as well."""
_TROUBLE = frozenset({Result.FAIL, Result.UNDETERMINED})
_Spot = tuple[str, int, str, str]


class Mend(Struct, frozen=True):
    """A proposed change of one argument.

    Attributes:
        file: path relative to the repository.
        line: a line of the block it stands in.
        argument, old, new: its name, the text it has and the text it would have.
        resources: keys of the resources it moves, sorted.
    """

    file: str
    line: int
    argument: str
    old: str
    new: str
    resources: tuple[str, ...]


def mends_of(assessment: Assessment, placed: Iterable[Placed]) -> tuple[Mend, ...]:
    """What one changed argument would mend, sorted by place.

    The new region is one in which every rule that fails for any resource at that spot passes, and, of these, the one in
    which most of the undetermined ones pass too. A spot that also holds a resource without a fail is left alone.

    Args:
        assessment: with the nearest choices.
        placed: the resources in scope with where they lie.
    """
    troubles: dict[str, list[Finding]] = defaultdict(list)
    for finding in assessment.findings:
        if finding.subject_kind is SubjectKind.RESOURCE and finding.result in _TROUBLE and finding.nearest:
            troubles[finding.subject].append(finding)
    spots: dict[_Spot, list[Placed]] = defaultdict(list)
    for entry in placed:
        for spot in _spots(entry):
            spots[spot].append(entry)
    found = []
    for (file, line, argument, old), entries in sorted(spots.items()):
        new = _choice(entries, troubles, old)
        if new:
            keys = tuple(sorted({entry.resource.key for entry in entries}))
            found.append(Mend(file, line, argument, old, new, keys))
    return tuple(found)


def _spots(entry: Placed) -> Iterator[_Spot]:
    """Where the regions of a resource may be written out: on itself, or on its provider configuration."""
    if entry.hoster.kind is not ActorKind.HOSTER:
        return
    resource = entry.resource
    for region in dict.fromkeys(one.region for one in entry.located if isinstance(one.region, str)):
        own = [name for name in _ARGUMENTS if resource.attributes.get(name) == region]
        if own and resource.location:
            yield resource.location.file, resource.location.start_line, min(own), region
            continue
        provider = resource.provider
        told = [name for name in _ARGUMENTS if provider.attributes.get(name) == region]
        if told and provider.location:
            yield provider.location.file, provider.location.start_line, min(told), region


def _choice(entries: Iterable[Placed], troubles: Mapping[str, list[Finding]], old: str) -> str:
    fails: list[Finding] = []
    doubts: list[Finding] = []
    for entry in entries:
        here = [one for one in troubles.get(entry.resource.key, ()) if one.region in {None, old}]
        own = [one for one in here if one.result is Result.FAIL]
        if not own:
            return ""
        fails += own
        doubts += [one for one in here if one.result is Result.UNDETERMINED]
    first = fails[0].nearest.regions if fails and fails[0].nearest else ()
    passing = [region for region in first if region != old and all(_passes(one, region) for one in fails)]
    # The first of equals: French regions come first.
    return max(passing, key=lambda region: sum(_passes(one, region) for one in doubts), default="")


def _passes(finding: Finding, region: str) -> bool:
    return finding.nearest is not None and region in finding.nearest.regions

"""Two sides, each judged by the same estate on the same day, and where they do not agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from hds_policy.catalogue import DATA_ROLES, Catalogue
from hds_policy.drift.joining import By, Unclear, join
from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Basis, Classification, JudgedPlacement, Layer, Resource, Result


class Side(Struct, frozen=True):
    """One side.

    Attributes:
        resources: all of it, data sources included.
        classes: by key.
        assessment: what it was judged to be.
    """

    resources: tuple[Resource, ...]
    classes: Mapping[str, Classification]
    assessment: Assessment


class Verdict(Struct, frozen=True):
    """What one side says of a resource.

    Attributes:
        health: basis of its class, such as ``declared``; ``none`` and ``unclassified`` are not judged.
        result: worst result of its placements and findings; None when it is not judged.
        places: by layer, who performs it and where, ``unknown`` for a region that is not known.
    """

    health: Basis
    result: Result | None
    places: Mapping[Layer, tuple[str, ...]]


class Difference(Struct, frozen=True):
    """A resource on both sides of which they do not say the same; ``what`` of ``class``, ``result`` and ``places``."""

    code: str
    live: str
    by: By
    what: tuple[str, ...]
    before: Verdict
    after: Verdict


class Drift(Struct, frozen=True):
    """How two sides differ.

    Attributes:
        only_live, only_code: keys with what their side says of them.
        differing: those on both sides that are not judged alike.
        alike: number of those that are.
        unclear: those of the code that cannot be told apart or found.
        unread_code, unread_live: number of things of each side that could not be read.
    """

    only_live: tuple[tuple[str, Verdict], ...]
    only_code: tuple[tuple[str, Verdict], ...]
    differing: tuple[Difference, ...]
    alike: int
    unclear: tuple[Unclear, ...]
    unread_code: int
    unread_live: int

    @property
    def exit_code(self) -> ExitCode:
        """1 they differ, 3 they may, 4 there was nothing to compare, 0 they agree."""
        if self.only_live or self.only_code or self.differing:
            return ExitCode.FAIL
        if self.unclear or self.unread_code or self.unread_live:
            return ExitCode.UNDETERMINED
        return ExitCode.OK if self.alike else ExitCode.NOTHING


def compare(code: Side, live: Side, catalogue: Catalogue) -> Drift:
    """Compare what holds or moves data, and what the catalogue does not know; settings count through what they mean."""
    joined = join(_of_data(code.resources, catalogue), _of_data(live.resources, catalogue))
    ours, theirs = _verdicts(code), _verdicts(live)
    differing = []
    for pair in joined.pairs:
        before, after = ours(pair.code.key), theirs(pair.live.key)
        what = _what(before, after)
        if what:
            differing.append(Difference(pair.code.key, pair.live.key, pair.by, what, before, after))
    return Drift(
        tuple((one.key, theirs(one.key)) for one in joined.only_live),
        tuple((one.key, ours(one.key)) for one in joined.only_code),
        tuple(differing),
        len(joined.pairs) - len(differing),
        joined.unclear,
        len(code.assessment.unread),
        len(live.assessment.unread),
    )


def _of_data(resources: tuple[Resource, ...], catalogue: Catalogue) -> list[Resource]:
    decisions = [(one, catalogue.decision(one.type, one.provider.name)) for one in resources]
    return [one for one, decision in decisions if decision is None or decision.role in DATA_ROLES]


def _verdicts(side: Side) -> Callable[[str], Verdict]:
    judged = {entry.resource.key: entry for entry in side.assessment.resources}

    def of(key: str) -> Verdict:
        found = side.classes.get(key)
        entry = judged.get(key)
        places = {layer: _places(told) for layer, told in entry.layers.items()} if entry else {}
        return Verdict(found.basis if found else Basis.UNCLASSIFIED, entry.result if entry else None, places)

    return of


def _places(told: tuple[JudgedPlacement, ...]) -> tuple[str, ...]:
    found = set()
    for one in told:
        place = one.placement
        region = place.region if isinstance(place.region, str) else "unknown"
        found.add(f"{place.actor.id or place.actor.kind.value} {region}")
    return tuple(sorted(found))


def _what(before: Verdict, after: Verdict) -> tuple[str, ...]:
    told = {
        # How it is known to carry health data may differ: a declaration in the code, a flow where it runs.
        "class": (before.result is None) != (after.result is None) or _kind(before) != _kind(after),
        "result": before.result != after.result,
        "places": dict(before.places) != dict(after.places),
    }
    return tuple(name for name, differs in told.items() if differs)


def _kind(verdict: Verdict) -> str:
    kept = (Basis.NONE, Basis.UNCLASSIFIED, Basis.SUSPECTED)
    return verdict.health.value if verdict.health in kept else "health"

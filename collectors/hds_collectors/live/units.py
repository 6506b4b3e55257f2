"""A unit of work, one service in one region of one account, and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

import msgspec
from msgspec import Struct

from hds_collectors.live.asking import Told
from hds_collectors.live.failures import Failure
from hds_collectors.live.service import Live, Place
from hds_policy.model import Cause, Input, InputStatus, Resource, Unread


class Unit(Struct, frozen=True, order=True):
    """What is asked: a service, in a region of an account.

    Attributes:
        scope: whose it is, hoster first: ``aws/111122223333``.
        region: by the hoster's own name.
        service: see ``Service.name``.
    """

    scope: str
    region: str
    service: str

    @property
    def root(self) -> str:
        """What stands for the root module of its resources."""
        return f"{self.scope}/{self.region}"

    @property
    def path(self) -> str:
        """How the inventory names it."""
        return f"{self.root}/{self.service}"


class Outcome(Struct, frozen=True):
    """What was found."""

    unit: Unit
    resources: tuple[Resource, ...]
    unread: tuple[Unread, ...]
    input: Input
    calls: int


def outcome_of(unit: Unit, told: Told, resource_of: Callable[[Live, Place], Resource]) -> Outcome:
    """What a service told, in the words of the inventory; a resource that two calls list counts once."""
    found: dict[str, Resource] = {}
    for live, place in told.live:
        resource = resource_of(live, place)
        found.setdefault(resource.key, resource)
    resources = tuple(found[key] for key in sorted(found))
    unread = tuple(
        _unread(unit, gap.operation, gap.cause, _detail(gap.detail, gap.first, gap.times))
        for gap in sorted(told.gaps.values())
    )
    digest = sha256(msgspec.json.encode(resources, order="deterministic")).hexdigest()
    status = InputStatus.FAILED if unread else InputStatus.PARSED
    reason = unread[0].detail if unread else ""
    return Outcome(unit, resources, unread, Input(unit.path, status, reason, digest), told.calls)


def failed(unit: Unit, failure: Failure) -> Outcome:
    """The outcome of a unit that could not even begin."""
    gap = _unread(unit, "", failure.cause, failure.detail)
    return Outcome(unit, (), (gap,), Input(unit.path, InputStatus.FAILED, failure.detail), 0)


def skipped(unit: Unit, reason: str, calls: int = 0) -> Outcome:
    """The outcome of a unit of which is known that nothing can be there."""
    return Outcome(unit, (), (), Input(unit.path, InputStatus.SKIPPED, reason), calls)


def ordered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Outcomes in the order of their units, however they came."""
    return sorted(outcomes, key=lambda outcome: outcome.unit)


def _unread(unit: Unit, operation: str, cause: Cause, detail: str) -> Unread:
    return Unread(f"{unit.path} {operation}".rstrip(), cause, detail, root=unit.root)


def _detail(detail: str, first: str, times: int) -> str:
    if not first:
        return detail
    return f"{detail}, for {first}" if times == 1 else f"{detail}, for {first} and {times - 1} more"

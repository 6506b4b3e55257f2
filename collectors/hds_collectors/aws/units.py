"""A unit of work, one service in one region of one account, and its outcome."""

from __future__ import annotations

import time
from collections.abc import Sequence
from hashlib import sha256

import msgspec
from msgspec import Struct

from hds_collectors.aws.asking import Asking, Told
from hds_collectors.aws.failures import NO_CONNECTION, failure_of
from hds_collectors.aws.resources import resource_of, root_of
from hds_collectors.aws.service import Place, Service
from hds_collectors.aws.sessions import Clients
from hds_policy.model import Cause, Input, InputStatus, Resource, Unread


class Unit(Struct, frozen=True, order=True):
    """What is asked: service, in a region of an account."""

    account: str
    region: str
    service: str

    @property
    def path(self) -> str:
        """How the inventory names it."""
        return f"{root_of(self.account, self.region)}/{self.service}"


class Outcome(Struct, frozen=True):
    """What was found."""

    unit: Unit
    resources: tuple[Resource, ...]
    unread: tuple[Unread, ...]
    input: Input
    calls: int


def run_unit(unit: Unit, service: Service, place: Place, clients: Clients, seconds: float) -> Outcome:
    """Ask one service in one region.

    Raises:
        CredentialsExpiredError: the credentials have run out.
    """
    asking = Asking(service, place, clients, time.monotonic() + seconds)
    told = asking.ask()
    if _is_not_there(told, unit, service, clients):
        reason = "the service is not offered in this region"
        return Outcome(unit, (), (), Input(unit.path, InputStatus.SKIPPED, reason), told.calls)
    return outcome_of(unit, told)


def outcome_of(unit: Unit, told: Told) -> Outcome:
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


def failed(unit: Unit, error: BaseException) -> Outcome:
    """The outcome of a unit that could not even begin."""
    failure = failure_of(error)
    gap = _unread(unit, "", failure.cause, failure.detail)
    return Outcome(unit, (), (gap,), Input(unit.path, InputStatus.FAILED, failure.detail), 0)


def _unread(unit: Unit, operation: str, cause: Cause, detail: str) -> Unread:
    return Unread(f"{unit.path} {operation}".rstrip(), cause, detail, root=root_of(unit.account, unit.region))


def _detail(detail: str, first: str, times: int) -> str:
    if not first:
        return detail
    return f"{detail}, for {first}" if times == 1 else f"{detail}, for {first} and {times - 1} more"


def _is_not_there(told: Told, unit: Unit, service: Service, clients: Clients) -> bool:
    """Whether no host answers for a service that the SDK does not know in this region either."""
    details = {gap.detail for gap in told.gaps.values()}
    return not told.calls and details == {NO_CONNECTION} and not clients.is_offered(service.client, unit.region)


def ordered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Outcomes in the order of their units, however they came."""
    return sorted(outcomes, key=lambda outcome: outcome.unit)

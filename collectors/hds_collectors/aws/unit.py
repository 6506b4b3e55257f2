"""Asking one service of AWS in one region."""

from __future__ import annotations

import time

from hds_collectors.aws.failures import CAUGHT, failure_of
from hds_collectors.aws.resources import provider_of, resource_of
from hds_collectors.aws.sessions import Clients, Identity
from hds_collectors.aws.source import AwsSource
from hds_collectors.live.asking import Asking, Told
from hds_collectors.live.failures import NO_CONNECTION
from hds_collectors.live.service import Place, Service
from hds_collectors.live.units import Outcome, Unit, failed, outcome_of, skipped


def ask_unit(unit: Unit, service: Service, place: Place, clients: Clients, seconds: float) -> Outcome:
    """Ask one service in one region.

    Args:
        seconds: after which the rest of it counts as unread.

    Raises:
        CredentialsExpiredError: the credentials have run out.
    """
    told = Asking(service, place, AwsSource(clients), time.monotonic() + seconds).ask()
    if _is_not_there(told, unit, service, clients):
        return skipped(unit, "the service is not offered in this region", told.calls)
    return outcome_of(unit, told, resource_of)


def ask_of(unit: Unit, service: Service, identity: Identity, clients: Clients, seconds: float) -> Outcome:
    """Ask one service in one region of an account; one that cannot even be begun is unread."""
    place = Place(identity.partition, identity.account, unit.region, provider_of(unit.region))
    try:
        return ask_unit(unit, service, place, clients, seconds)
    except CAUGHT as error:
        return failed(unit, failure_of(error))
    finally:
        clients.forget(service.client, unit.region)


def _is_not_there(told: Told, unit: Unit, service: Service, clients: Clients) -> bool:
    """Whether no host answers for a service that the SDK does not know in this region either."""
    details = {gap.detail for gap in told.gaps.values()}
    return not told.calls and details == {NO_CONNECTION} and not clients.is_offered(service.client, unit.region)

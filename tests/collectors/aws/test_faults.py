"""Every module against every way in which an answer is wrong: nothing passes as "nothing there", nothing crashes."""

from __future__ import annotations

import pytest
from broken_server import broken
from hds_collectors.aws.options import Options
from hds_collectors.aws.resources import provider_of, scope_of
from hds_collectors.aws.services import all_services
from hds_collectors.aws.sessions import Clients, Loader
from hds_collectors.aws.unit import ask_unit
from hds_collectors.live.failures import CredentialsExpiredError
from hds_collectors.live.service import Place, Service
from hds_collectors.live.units import Outcome, Unit

from hds_policy.model import Cause, InputStatus

FAULTS = {
    "throttled": Cause.THROTTLED,
    "slow down": Cause.THROTTLED,
    "server error": Cause.API_ERROR,
    "access denied": Cause.ACCESS_DENIED,
    "region disabled": Cause.ACCESS_DENIED,
    "unknown operation": Cause.API_ERROR,
    "reset": Cause.API_ERROR,
    "hang": Cause.TIMEOUT,
    "redirect": Cause.BAD_RESPONSE,
    "html": Cause.BAD_RESPONSE,
    "empty": Cause.BAD_RESPONSE,
    "nothing in it": Cause.BAD_RESPONSE,
    "truncated": None,
}
"""The cause each is to have; a body that is cut may break the connection or the document."""

LEAVES_OUT_EMPTY_LISTS = {"sqs"}
"""Services whose true answer to an empty account is ``{}``."""


@pytest.fixture(scope="module")
def loader() -> Loader:
    return Loader()


def _outcome(loader: Loader, name: str, fault: str) -> tuple[Service, Outcome]:
    service = all_services()[name]
    region = "eu-west-3"
    protocol = loader.session().get_service_model(service.client).resolved_protocol
    with broken(fault, protocol) as (url, asked):
        # One second is the least that can be asked for; only the calls that hang take it.
        options = Options(endpoint_url=url, attempts=1, read_timeout=1, connect_timeout=1)
        clients = Clients(loader.session(), options)
        place = Place("aws", "111122223333", region, provider_of(region))
        outcome = ask_unit(
            Unit(scope_of(place.account), region, name), service, place, clients, 3 if fault == "hang" else 60
        )
        clients.close()
    assert asked, outcome.unread
    return service, outcome


@pytest.mark.parametrize("name", all_services())
def test_no_fault_of_a_service_passes_as_nothing_there(loader: Loader, name: str) -> None:
    for fault, cause in FAULTS.items():
        service, outcome = _outcome(loader, name, fault)
        said = {gap.what.rpartition(" ")[2] for gap in outcome.unread}
        if fault == "nothing in it" and name in LEAVES_OUT_EMPTY_LISTS:
            continue
        assert said == {call.operation for call in service.calls}, fault
        assert outcome.input.status is InputStatus.FAILED, fault
        assert not outcome.resources
        if cause:
            assert {gap.cause for gap in outcome.unread} == {cause}, fault


@pytest.mark.parametrize("name", all_services())
def test_expired_credentials_end_the_run(loader: Loader, name: str) -> None:

    with pytest.raises(CredentialsExpiredError):
        _outcome(loader, name, "expired")

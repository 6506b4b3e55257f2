"""Reads live accounts: who am I, which regions, and every service in each of them, some calls at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from hds_collectors.aws.elsewhere import check_hoster
from hds_collectors.aws.failures import CAUGHT, failure_of
from hds_collectors.aws.not_read import not_read
from hds_collectors.aws.options import Options, options_of
from hds_collectors.aws.regions import AccountRegions, regions_of
from hds_collectors.aws.resources import provider_of, references_of, root_of, scope_of
from hds_collectors.aws.services import all_services
from hds_collectors.aws.sessions import (
    HOME_REGIONS,
    Clients,
    Identity,
    Loader,
    assumed,
    check_account,
    home_region,
    identity_of,
)
from hds_collectors.aws.unit import ask_unit
from hds_collectors.live.inventory import inventory_of
from hds_collectors.live.running import Progress, run_units
from hds_collectors.live.service import Place, Reach, Service
from hds_collectors.live.units import Outcome, Unit, failed
from hds_policy.journal import Journal
from hds_policy.model import Input, InputStatus, Inventory, Unread


class Account(Struct, frozen=True):
    """An account that is read: whose it is, its clients, its regions, and where what is in no region answers."""

    identity: Identity
    clients: Clients
    regions: AccountRegions
    home: str


def collect(given: Mapping[str, Any], progress: Progress | None = None, journal: Journal | None = None) -> Inventory:
    """Everything that runs in an account, as far as its services told.

    Args:
        given: options, see ``Options``.
        progress: called with units done, units there are, and what was read last.
        journal: what an earlier run has finished, and where this one writes it down.

    Raises:
        UsageError: an option is wrong, or there are no credentials.
        WrongAccountError: the credentials are those of another account than the one that is meant.
        CredentialsExpiredError: they ran out while the scan was under way.
    """
    services = all_services()
    options = options_of(given, services)
    chosen = {name: services[name] for name in options.services or services}
    check_hoster(options)
    account = open_account(options)
    try:
        outcomes = _run(account, chosen, options, progress, journal)
    finally:
        account.clients.close()
    return inventory_of(outcomes, references_of, _beside(account, services.keys() - chosen.keys()))


def open_account(options: Options) -> Account:
    """Sign in, and see which account and regions these are."""
    loader = Loader()
    session = loader.session(options.profile)
    home = home_region(session, options)
    clients = Clients(session, options)
    identity = identity_of(clients, home)
    if options.role:
        role = options.role if options.role.startswith("arn:") else _role_arn(identity, options.role)
        clients.close()
        session = assumed(loader, session, options, role, home)
        clients = Clients(session, options)
        identity = identity_of(clients, home)
    check_account(identity, options.account)
    home = home if options.endpoint_url else HOME_REGIONS.get(identity.partition, home)
    known = session.get_available_regions("ec2", identity.partition)
    return Account(identity, clients, regions_of(clients, home, options.regions, known), home)


def _role_arn(identity: Identity, name: str) -> str:
    return f"arn:{identity.partition}:iam::{identity.account}:role/{name}"


def _run(
    account: Account,
    services: Mapping[str, Service],
    options: Options,
    progress: Progress | None,
    journal: Journal | None,
) -> list[Outcome]:
    def ask(unit: Unit) -> Outcome:
        return _ask(unit, services[unit.service], account, options.unit_timeout)

    return run_units(units_of(account, services.values()), ask, options.threads, progress, journal)


def units_of(account: Account, services: Iterable[Service]) -> list[Unit]:
    """Every service in every region, those of the whole account once."""
    scope = scope_of(account.identity.account)
    return [
        Unit(scope, region, service.name)
        for service in services
        for region in (account.regions.read if service.reach is Reach.REGION else (account.home,))
    ]


def _ask(unit: Unit, service: Service, account: Account, seconds: float) -> Outcome:
    place = Place(account.identity.partition, account.identity.account, unit.region, provider_of(unit.region))
    try:
        return ask_unit(unit, service, place, account.clients, seconds)
    except CAUGHT as error:
        return failed(unit, failure_of(error))


def _beside(account: Account, left_out: Collection[str]) -> Inventory:
    """What is known of regions and services that are not read."""
    number = account.identity.account
    inputs = [
        Input(root_of(number, region), InputStatus.SKIPPED, reason)
        for reason, regions in (
            ("the region is not enabled", account.regions.disabled),
            ("the options leave it out", account.regions.left_out),
        )
        for region in regions
    ]
    inputs += [
        Input(f"aws/{number}/{name}", InputStatus.SKIPPED, "the options leave this service out")
        for name in sorted(left_out)
    ]
    # Who names services asks about those; an account is only known when all were asked.
    unread = [] if left_out else [not_read(number)]
    if account.regions.failure:
        cause, detail = account.regions.failure
        unread.append(Unread(f"aws/{number} describe_regions", cause, f"{detail}: a region may be missing"))
    return Inventory(unread=tuple(unread), inputs=tuple(inputs))

"""Reads live accounts: every service in each of their regions, some calls at a time."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from hds_collectors.aws.accounts import Account, Opened, opened
from hds_collectors.aws.elsewhere import check_hoster
from hds_collectors.aws.not_read import not_read
from hds_collectors.aws.options import Options, options_of
from hds_collectors.aws.resources import references_of, root_of, scope_of
from hds_collectors.aws.services import all_services
from hds_collectors.aws.unit import ask_of
from hds_collectors.aws.worker import Reader
from hds_collectors.live.inventory import inventory_of
from hds_collectors.live.running import Progress, run_units
from hds_collectors.live.service import Reach, Service
from hds_collectors.live.spreading import spread_units
from hds_collectors.live.units import Outcome, Unit
from hds_policy.journal import Journal
from hds_policy.model import Input, InputStatus, Inventory, Unread


def collect(given: Mapping[str, Any], progress: Progress | None = None, journal: Journal | None = None) -> Inventory:
    """Everything that runs in an account, or in those of an organisation, as far as its services told.

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
    with opened(options, progress) as found:
        outcomes = _run(found.accounts, chosen, options, progress, journal)
        beside = _beside(found, services.keys() - chosen.keys())
    return inventory_of(outcomes, references_of, beside)


def _run(
    accounts: Mapping[str, Account],
    services: Mapping[str, Service],
    options: Options,
    progress: Progress | None,
    journal: Journal | None,
) -> list[Outcome]:
    units = [unit for account in accounts.values() for unit in units_of(account, services.values())]
    if options.executor:
        first = next((one.identity.account for one in accounts.values() if one.is_first), "")
        return spread_units(units, Reader(options, first), options.executor, progress, journal)
    left = Counter(unit.scope for unit in units if journal is None or unit.path not in journal.finished)
    lock = threading.Lock()

    def ask(unit: Unit) -> Outcome:
        account = accounts[unit.scope]
        try:
            return ask_of(unit, services[unit.service], account.identity, account.clients, options.unit_timeout)
        finally:
            with lock:
                left[unit.scope] -= 1
                is_last = not left[unit.scope]
            if is_last:
                # Hundreds of accounts are open at once otherwise, each with a client for each service and region.
                account.clients.close()

    return run_units(units, ask, options.threads, progress, journal)


def units_of(account: Account, services: Iterable[Service]) -> list[Unit]:
    """Every service in every region, those of the whole account once."""
    scope = scope_of(account.identity.account)
    return [
        Unit(scope, region, service.name)
        for service in services
        if service.reach is not Reach.ORGANISATION or account.is_first
        for region in (account.regions.read if service.reach is Reach.REGION else (account.home,))
    ]


def _beside(found: Opened, left_out: Collection[str]) -> Inventory:
    """What is known of accounts, regions and services that are not read."""
    parts = [_beside_one(account, left_out) for account in found.accounts.values()]
    inputs = [*found.inputs, *(entry for part in parts for entry in part.inputs)]
    unread = [*found.unread, *(gap for part in parts for gap in part.unread)]
    return Inventory(unread=tuple(unread), inputs=tuple(inputs))


def _beside_one(account: Account, left_out: Collection[str]) -> Inventory:
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

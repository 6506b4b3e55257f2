"""Reading one region of one account in a process of its own, which signs in itself: no credentials are handed over."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from hds_collectors.aws.accounts import clients_for
from hds_collectors.aws.options import Options
from hds_collectors.aws.services import all_services
from hds_collectors.aws.unit import ask_of
from hds_collectors.live.running import run_units
from hds_collectors.live.units import Outcome, Unit


class Reader(Struct, frozen=True):
    """Reads units as the run that sends it does.

    Attributes:
        options: those of the run, credentials not among them.
        first: account that the run begins with.
    """

    options: Options
    first: str

    def __call__(self, units: Sequence[Unit]) -> list[Outcome]:
        """Outcomes of units of one account, with the credentials that this process finds.

        Raises:
            UsageError: there are none.
            WrongAccountError: they are those of another account.
            CredentialsExpiredError: they have run out.
        """
        services = all_services()
        number = units[0].scope.rpartition("/")[2]
        identity, clients = clients_for(self.options, number, is_first=number == self.first)
        try:
            return run_units(
                units,
                lambda unit: ask_of(unit, services[unit.service], identity, clients, self.options.unit_timeout),
                self.options.threads,
            )
        finally:
            clients.close()

"""Which regions an account has: the enabled ones are read, wherever in the world they lie."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from hds_collectors.aws.failures import CAUGHT, failure_of, is_expired
from hds_collectors.aws.sessions import Clients
from hds_collectors.live.failures import EXPIRED_HINT, BadAnswerError, CredentialsExpiredError
from hds_policy.errors import UsageError
from hds_policy.model import Cause

_NOT_ENABLED = "not-opted-in"


class AccountRegions(Struct, frozen=True):
    """Regions of an account.

    Attributes:
        read: regions that are read, sorted.
        disabled: regions that are not enabled, so that nothing runs there.
        left_out: enabled regions that the options leave out.
        failure: why the account does not tell its regions; all that the SDK knows are read then.
    """

    read: tuple[str, ...]
    disabled: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    failure: tuple[Cause, str] | None = None


def regions_of(clients: Clients, home: str, asked: Sequence[str], known: Sequence[str]) -> AccountRegions:
    """Regions of the account that the clients belong to.

    Args:
        home: region the question is put to.
        asked: regions the options name; empty for all.
        known: regions the SDK knows.

    Raises:
        CredentialsExpiredError: the credentials have run out.
        UsageError: a region that is asked for does not exist in this account.
    """
    try:
        answer = clients.get("ec2", home).describe_regions(AllRegions=True)
        found = {region["RegionName"]: region.get("OptInStatus", "") for region in answer["Regions"]}
        if not found:
            raise BadAnswerError("the account has no region")
    except CAUGHT as error:
        if is_expired(error):
            raise CredentialsExpiredError("the credentials have expired", hint=EXPIRED_HINT) from error
        failure = failure_of(error)
        return AccountRegions(tuple(sorted(asked or known)), failure=(failure.cause, failure.detail))
    enabled = sorted(name for name, status in found.items() if status != _NOT_ENABLED)
    missing = sorted(set(asked) - found.keys())
    if missing:
        raise UsageError(f"there is no region {missing[0]!r}", hint=f"enabled here: {', '.join(enabled)}")
    return AccountRegions(
        read=tuple(name for name in enabled if not asked or name in asked),
        disabled=tuple(sorted(found.keys() - set(enabled))),
        left_out=tuple(name for name in enabled if asked and name not in asked),
    )

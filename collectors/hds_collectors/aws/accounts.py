"""Signing in: to one account, or to each account of an organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.session import Session
from msgspec import Struct, field
from msgspec.structs import replace

from hds_collectors.aws.failures import CAUGHT, failure_of, is_expired
from hds_collectors.aws.options import Options
from hds_collectors.aws.organisation import members_of
from hds_collectors.aws.regions import AccountRegions, regions_of
from hds_collectors.aws.resources import scope_of
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
from hds_collectors.live.failures import EXPIRED_HINT, CredentialsExpiredError
from hds_policy.errors import UsageError
from hds_policy.model import Cause, Input, InputStatus, Unread


class Account(Struct, frozen=True):
    """An account that is read: whose it is, its clients, its regions, and where what is in no region answers.

    Attributes:
        is_first: whether the run begins with it; what belongs to the organisation is asked there.
    """

    identity: Identity
    clients: Clients
    regions: AccountRegions
    home: str
    is_first: bool = True


class Opened(Struct):
    """Accounts that are read, by scope, and what is told of those that are not."""

    accounts: dict[str, Account] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def close(self) -> None:
        """Drop the clients of all of them."""
        for account in self.accounts.values():
            account.clients.close()


@contextmanager
def opened(options: Options, tell: Callable[[int, int, str], None] | None = None) -> Iterator[Opened]:
    """Sign in to every account that is read; clients are dropped in the end.

    Args:
        tell: progress: accounts done, accounts there are, and which was last.

    Raises:
        UsageError: there are no credentials, or the organisation does not tell its accounts.
        WrongAccountError: the credentials are those of another account than the one that is meant.
        CredentialsExpiredError: they have run out.
    """
    found = Opened()
    try:
        if options.organisation:
            _open_members(found, options, tell)
        else:
            account = _open_one(options)
            found.accounts[scope_of(account.identity.account)] = account
        yield found
    finally:
        found.close()


def clients_for(options: Options, account: str, *, is_first: bool) -> tuple[Identity, Clients]:
    """Sign in to one account that is known to be read.

    Args:
        is_first: whether the run begins with it.

    Raises:
        UsageError, WrongAccountError: see ``opened``.
    """
    loader = Loader()
    session = loader.session(options.profile)
    home = home_region(session, options)
    if options.organisation and not is_first:
        own = Clients(session, options)
        role = _role_arn(identity_of(own, home), account, options.role)
        own.close()
        session = assumed(loader, session, options, role, home)
        clients = Clients(session, options)
        identity = identity_of(clients, home)
    else:
        session, clients, identity = _signed_in(loader, session, options, home)
    check_account(identity, account)
    return identity, clients


def _open_one(options: Options) -> Account:
    loader = Loader()
    session = loader.session(options.profile)
    home = home_region(session, options)
    session, clients, identity = _signed_in(loader, session, options, home)
    check_account(identity, options.account)
    return _account(session, clients, identity, home, options)


def _signed_in(loader: Loader, session: Session, options: Options, home: str) -> tuple[Session, Clients, Identity]:
    clients = Clients(session, options)
    identity = identity_of(clients, home)
    if options.role and not options.organisation:
        role = options.role if options.role.startswith("arn:") else _role_arn(identity, identity.account, options.role)
        clients.close()
        session = assumed(loader, session, options, role, home)
        clients = Clients(session, options)
        identity = identity_of(clients, home)
    return session, clients, identity


def _open_members(found: Opened, options: Options, tell: Callable[[int, int, str], None] | None) -> None:
    loader = Loader()
    session = loader.session(options.profile)
    home = home_region(session, options)
    clients = Clients(session, options)
    first = identity_of(clients, home)
    check_account(first, options.account)
    at = home if options.endpoint_url else HOME_REGIONS.get(first.partition, home)
    members = members_of(clients.get("organizations", at), options.include, options.exclude)
    for number, member in enumerate(members, start=1):
        scope = scope_of(member.account)
        if member.reason:
            found.inputs.append(Input(scope, InputStatus.SKIPPED, member.reason))
        elif member.account == first.account:
            # A StackSet of an organisation leaves its management account out: there is no role to assume there.
            found.accounts[scope] = _account(session, clients, first, home, options)
        else:
            role = _role_arn(first, member.account, options.role)
            _open_member(found, member.account, assumed(loader, session, options, role, home), home, options)
        if tell:
            tell(number, len(members), scope)
    if first.account not in {one.account for one in members if not one.reason}:
        clients.close()


def _open_member(found: Opened, account: str, session: Session, home: str, options: Options) -> None:
    scope = scope_of(account)
    try:
        # Assuming the role apart from the first call tells a role that is missing from an answer that is.
        session.get_credentials().get_frozen_credentials()
    except CAUGHT as error:
        if is_expired(error):
            raise CredentialsExpiredError("the credentials have expired", hint=EXPIRED_HINT) from error
        failure = failure_of(error)
        detail = f"the role {options.role} cannot be assumed: {failure.detail}"
        _leave_unread(found, scope, failure.cause, detail)
        return
    clients = Clients(session, options)
    try:
        identity = identity_of(clients, home)
    except UsageError as error:
        _leave_unread(found, scope, Cause.API_ERROR, error.message)
        return
    check_account(identity, account)
    found.accounts[scope] = replace(_account(session, clients, identity, home, options), is_first=False)
    clients.close()


def _leave_unread(found: Opened, scope: str, cause: Cause, detail: str) -> None:
    found.unread.append(Unread(scope, cause, detail, root=scope))
    found.inputs.append(Input(scope, InputStatus.FAILED, detail))


def _account(session: Session, clients: Clients, identity: Identity, home: str, options: Options) -> Account:
    home = home if options.endpoint_url else HOME_REGIONS.get(identity.partition, home)
    known = session.get_available_regions("ec2", identity.partition)
    return Account(identity, clients, regions_of(clients, home, options.regions, known), home)


def _role_arn(identity: Identity, account: str, name: str) -> str:
    return f"arn:{identity.partition}:iam::{account}:role/{name}"

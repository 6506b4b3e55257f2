"""The accounts of an organisation: which are read, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from hds_collectors.aws.choices import ACCOUNT, TAG, UNIT
from hds_collectors.aws.failures import CAUGHT, failure_of
from hds_collectors.live.failures import BadAnswerError
from hds_policy.errors import UsageError

ACTIONS = ("organizations:ListAccounts", "organizations:ListParents", "organizations:ListTagsForResource")
"""What the account that a scan of an organisation begins with needs besides, together with ``sts:AssumeRole``."""

_GONE = frozenset({"SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION"})
"""States in which no role of an account can be assumed (API reference of Organizations, ``Account.State``)."""
_DEEPEST = 10
"""Units may lie five deep (quotas of Organizations)."""


class Member(Struct, frozen=True, order=True):
    """An account of the organisation; ``reason`` says why it is not read, and is empty when it is."""

    account: str
    reason: str = ""


def members_of(organizations: Any, include: Sequence[str], exclude: Sequence[str]) -> list[Member]:
    """Every account of the organisation, sorted.

    Args:
        organizations: client of the management account, or of one that administration is delegated to.
        include: accounts, units (with all that lies in them) and tags that are read; all when there is none.
        exclude: those that are not, whatever ``include`` says.

    Raises:
        UsageError: the organisation does not tell its accounts, or none or not all of the named ones are there.
    """
    try:
        found = sorted(_members(organizations, include, exclude))
        if not found:
            raise BadAnswerError("the answer names no account")
    except CAUGHT as error:
        hint = "begin with the management account or a delegated administrator; docs/aws.md names the permissions"
        raise UsageError(
            f"the organisation does not tell its accounts: {failure_of(error).detail}", hint=hint
        ) from error
    missing = sorted(
        {choice for choice in (*include, *exclude) if ACCOUNT.fullmatch(choice)} - {one.account for one in found}
    )
    if missing:
        raise UsageError(f"account {missing[0]} is not in this organisation")
    if all(one.reason for one in found):
        raise UsageError("no account of the organisation is left to read", hint="check --include and --exclude")
    return found


def _members(organizations: Any, include: Sequence[str], exclude: Sequence[str]) -> Iterator[Member]:
    wanted = (*include, *exclude)
    ways = _Ways(organizations)
    for account in _listed(organizations, "list_accounts", "Accounts"):
        number = account["Id"]
        state = account.get("State") or account.get("Status")
        if not ACCOUNT.fullmatch(number):
            raise BadAnswerError("an account has no number")
        if state in _GONE:
            yield Member(number, f"the account is {state.lower().replace('_', ' ')}")
            continue
        names = {number}
        if any(UNIT.fullmatch(choice) for choice in wanted):
            names |= set(ways.above(number))
        if any(TAG.fullmatch(choice) for choice in wanted):
            tags = _listed(organizations, "list_tags_for_resource", "Tags", ResourceId=number)
            names |= {f"tag:{tag['Key']}={tag['Value']}" for tag in tags}
        left_out = (include and names.isdisjoint(include)) or not names.isdisjoint(exclude)
        yield Member(number, "the options leave this account out" if left_out else "")


class _Ways:
    """The units above an account or a unit; each is asked for once."""

    def __init__(self, organizations: Any) -> None:
        self._organizations = organizations
        self._parents: dict[str, str] = {}

    def above(self, child: str) -> Iterator[str]:
        for _ in range(_DEEPEST):
            if child not in self._parents:
                (parent,) = _listed(self._organizations, "list_parents", "Parents", ChildId=child)
                self._parents[child] = parent["Id"]
            child = self._parents[child]
            yield child
            if child.startswith("r-"):
                return
        raise BadAnswerError("units lie in each other without end")


def _listed(client: Any, operation: str, items: str, **parameters: str) -> Iterator[Mapping[str, Any]]:
    pages: Callable[..., Any] = client.get_paginator(operation).paginate
    for page in pages(**parameters):
        if not isinstance(page.get(items), list):
            raise BadAnswerError(f"the answer has no {items}")
        yield from page[items]

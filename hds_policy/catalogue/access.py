"""How policies in JSON say who may (``access.toml``)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec


class How(StrEnum):
    """How a value names who may."""

    POLICY = "policy"
    PRINCIPAL = "principal"
    MEMBER = "member"
    TENANT = "tenant"


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An attribute of resources of these types (patterns) that names who may act."""

    types: tuple[str, ...]
    attribute: str
    how: How
    source: str

    def fits(self, resource_type: str) -> bool:
        """Whether resources of a type have the attribute."""
        return any(fnmatchcase(resource_type, pattern) for pattern in self.types)


class AccessTables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file.

    Attributes:
        documents: types of data sources that make a policy.
        ours: types that stand for a principal of the customer or of the hoster.
        narrowing: condition keys, in lower case, a fixed value of which says who may.
        accounts: those of them whose value tells an account.
        everything: values that narrow nothing.
        grants: attributes by which another party is let in to act.
        sending: patterns of actions, in lower case, by which data only comes in.
    """

    documents: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    narrowing: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    everything: frozenset[str] = frozenset()
    sending: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()

    def only_sends(self, actions: Iterable[str]) -> bool:
        """Whether by these actions data only comes in; False for none at all."""
        told = list(actions)
        return bool(told) and all(any(fnmatchcase(one.lower(), pattern) for pattern in self.sending) for one in told)

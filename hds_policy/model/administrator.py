"""Parties outside that may act on what holds health data, or on what administers it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Party(StrEnum):
    """What kind of party is let in."""

    ACCOUNT = "account"
    """Another account, project or tenant of a cloud."""
    FEDERATION = "federation"
    """An identity provider, or the domain of a directory: whoever it says is somebody."""
    PUBLIC = "public"
    """Everybody."""
    UNKNOWN = "unknown"
    """Somebody whom nothing tells."""


class Administrator(Struct, frozen=True, order=True):
    """A party, and where it is let in.

    Attributes:
        party: its kind.
        name: what names it: an account number, a host, a domain; empty when it is everybody or not known.
        grants: key and attribute path of each resource that lets it in, sorted.
        operator: id of the operator of the estate that it belongs to; empty when none is declared.
        status: status of that operator; empty when none is declared.
    """

    party: Party
    name: str
    grants: tuple[tuple[str, str], ...]
    operator: str = ""
    status: str = ""

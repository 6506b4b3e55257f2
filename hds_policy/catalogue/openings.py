"""What opens a store to everybody or to another account (``openings.toml``)."""

from __future__ import annotations

from fnmatch import fnmatchcase

import msgspec


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An attribute of a type that lets others read a store.

    Attributes:
        type: Terraform resource type.
        attribute: attribute path whose values say who may.
        of: attribute path of what is opened, ``.`` for the resource itself.
        public: patterns of values that let everybody in.
        accounts: any other value names an account outside.
        policy: the value is a policy in JSON, which says who may.
        unless: attribute path of what is opened that keeps everybody out who is not in its network, when it is set.
        source: where the provider's documentation says so.
    """

    type: str
    attribute: str
    of: str = "."
    public: tuple[str, ...] = ()
    accounts: bool = False
    policy: bool = False
    unless: str = ""
    source: str = ""

    def to(self, value: str) -> str:
        """Whom a value lets in: ``public``, ``account``, or nobody who matters (empty)."""
        if any(fnmatchcase(value, pattern.replace("[", "[[]")) for pattern in self.public):
            return "public"
        return "account" if self.accounts and value else ""


class Openings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    openings: tuple[Opening, ...] = ()

    def by_type(self) -> dict[str, list[Opening]]:
        """Openings by resource type."""
        found: dict[str, list[Opening]] = {}
        for one in self.openings:
            found.setdefault(one.type, []).append(one)
        return found

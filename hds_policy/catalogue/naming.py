"""How resources are named by texts and chosen by selections (``names.toml``)."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import msgspec
from msgspec import Struct

from hds_policy.catalogue.types import EdgeType


class Form(Struct, frozen=True):
    """A form of text that names a resource: an ARN, an address, a connection string.

    Attributes:
        has: text that every text of this form holds; patterns are compiled only when one is met.
        expression: pattern with a group ``name``, and ``region`` and ``account`` where the text tells them.
        types: patterns of the types it names.
        unique: no two resources anywhere share the name.
    """

    has: str
    expression: str
    types: tuple[str, ...]
    unique: bool

    def match(self, text: str) -> re.Match[str] | None:
        """How a text fits; None when it does not."""
        return re.search(self.expression, text) if self.has in text else None

    def fits(self, resource_type: str) -> bool:
        """Whether it names resources of this type."""
        return any(fnmatchcase(resource_type, pattern) for pattern in self.types)


class Account(Struct, frozen=True):
    """How the resources of a provider tell the account they were read in.

    Attributes:
        told: attribute paths, of the resource or (``provider.``) of its provider configuration; the first known counts.
        overrides: those of them that, set and not known, leave the account open.
        expression: pattern whose first group is the account in such a value, or in a text that names a resource.
    """

    told: tuple[str, ...]
    overrides: tuple[str, ...]
    expression: str

    def within(self, text: str) -> str:
        """The account that a text tells; empty when it tells none."""
        found = re.search(self.expression, text)
        return found[1].lower() if found else ""


class Selection(Struct, frozen=True):
    """A type of resource that chooses others, whose data then goes to ``to``.

    Attributes:
        to: attribute path of what the data goes to, ``.`` for the selection itself.
        kind: edge type.
        resources, without: attributes with patterns of ARNs that are chosen, or are not after all; may be empty.
        any_tag: blocks of ``key`` and ``value``, one of which is enough; may be empty.
        all_tags: blocks of conditions, all of which must hold, on what ``resources`` chooses; may be empty.
        tags: map of tags, one of which is enough; may be empty.
        types: patterns of the types that can be chosen.
        only: attribute that narrows the types, and the type each of its values stands for; may be empty.
    """

    to: str
    kind: EdgeType
    resources: str
    without: str
    any_tag: str
    all_tags: str
    tags: str
    types: tuple[str, ...]
    only: dict[str, str]


class Naming(Struct, frozen=True):
    """What ``names.toml`` says; ``attributes``: attribute to the patterns of the types of which it is a name.

    ``generic``: words of an attribute path that do not say what kind of thing it names. ``accounts``: by provider file.
    ``apart``: attribute paths; resources with different values of one of them do not mean each other by a plain name.
    """

    generic: frozenset[str]
    attributes: dict[str, tuple[str, ...]]
    forms: tuple[Form, ...]
    selections: dict[str, Selection]
    accounts: dict[str, Account]
    apart: tuple[str, ...] = ()


class RawForm(msgspec.Struct, forbid_unknown_fields=True):
    """``[[forms]]``."""

    has: str
    pattern: str
    types: tuple[str, ...]
    unique: bool = False


class RawSelection(msgspec.Struct, forbid_unknown_fields=True):
    """``[selections.<type>]``."""

    to: str
    kind: str
    types: tuple[str, ...]
    source: str
    resources: str = ""
    without: str = ""
    any_tag: str = ""
    all_tags: str = ""
    tags: str = ""
    only: dict[str, str] = {}


class RawAccount(msgspec.Struct, forbid_unknown_fields=True):
    """``[accounts.<provider file>]``."""

    told: tuple[str, ...]
    pattern: str
    source: str
    overrides: tuple[str, ...] = ()


class RawNaming(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    generic: frozenset[str] = frozenset()
    attributes: dict[str, tuple[str, ...]] = {}
    forms: tuple[RawForm, ...] = ()
    selections: dict[str, RawSelection] = {}
    accounts: dict[str, RawAccount] = {}
    apart: tuple[str, ...] = ()


def naming_of(raw: RawNaming, kinds: dict[str, EdgeType]) -> Naming:
    """The file as it is used.

    Raises:
        KeyError: a kind does not exist.
    """
    forms = tuple(Form(form.has, form.pattern, form.types, form.unique) for form in raw.forms)
    selections = {
        name: Selection(
            one.to,
            kinds[one.kind],
            one.resources,
            one.without,
            one.any_tag,
            one.all_tags,
            one.tags,
            one.types,
            one.only,
        )
        for name, one in raw.selections.items()
    }
    accounts = {name: Account(one.told, one.overrides, one.pattern) for name, one in raw.accounts.items()}
    return Naming(raw.generic, raw.attributes, forms, selections, accounts, raw.apart)

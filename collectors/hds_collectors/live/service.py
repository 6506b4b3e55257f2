"""What a module of ``services`` declares: calls, the permissions they need, and what their answers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeAlias

from msgspec import Struct

from hds_collectors.live.failures import BadAnswerError
from hds_policy.model import ProviderConfig, Unknown, Value

SELF = "."
"""Path of a whole: an item that is a text, or an answer that is the item."""


class Reach(StrEnum):
    """Where the calls of a service are made."""

    REGION = "region"
    """In every region."""
    ACCOUNT = "account"
    """Once for each account."""
    ORGANISATION = "organisation"
    """Once for the account that the run begins with."""


class Item(Struct):
    """One thing that a call listed.

    Attributes:
        raw: what the call told of it, as botocore parses it; ``{".": text}`` when it is a bare text.
        inner: by operation, what the calls made for it listed; an Unknown when one of them failed.
    """

    raw: Mapping[str, Any]
    inner: dict[str, list[Item] | Unknown]

    def need(self, name: str) -> str:
        """A text without which nothing can be told of the item.

        Raises:
            BadAnswerError: it is not there, or is no text.
        """
        value = self.raw.get(name)
        if not isinstance(value, str) or not value:
            raise BadAnswerError(f"an item has no {name}")
        return value

    def get(self, path: str) -> Any:
        """What stands at a path such as ``Placement.AvailabilityZone``; None when it is not told."""
        value: Any = self.raw
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def all(self, operation: str) -> list[Item]:
        """What a call for this item listed; nothing when it failed, which is told as ``unread``."""
        found = self.inner.get(operation, [])
        return [] if isinstance(found, Unknown) else found

    def one(self, operation: str) -> Item | Unknown | None:
        """The one thing a call for this item told; None when there is none."""
        found = self.inner.get(operation)
        return found if found is None or isinstance(found, Unknown) else next(iter(found), None)


class Place(Struct, frozen=True):
    """Where a call was made.

    Attributes:
        partition: part of the hoster's cloud that stands apart, such as ``aws-eusc``; empty when it has none.
        account: account, project, subscription or organisation, as the hoster calls it.
        region: by the hoster's own name, which means nothing without it; ``global`` for what lies in none.
        provider: provider configuration that would manage what lies there.
    """

    partition: str
    account: str
    region: str
    provider: ProviderConfig


class Live(Struct, frozen=True):
    """One resource that runs, in Terraform's words.

    Attributes:
        type: Terraform resource type.
        name: what identifies it among those of its type, account and region.
        attributes: by Terraform's names; None is left out.
        region: where it lies when that is not where the call was made.
    """

    type: str
    name: str
    attributes: Mapping[str, Value]
    region: str = ""


class Unseen(Struct, frozen=True):
    """Something that is there, and that no module reads: what kind it is, and what it is called."""

    kind: str
    name: str


Convert: TypeAlias = Callable[[Item, Place], Iterable["Live | Unseen"]]


class Call(Struct, frozen=True):
    """One kind of call.

    Attributes:
        operation: what the source asks: a method of a client, e.g. ``describe_db_instances``, or a path of an API.
        items: path in the answer of the list, or of the one thing; ``.`` for the answer itself.
        actions: permissions it needs, by the hoster's names.
        convert: what one listed thing means; None when only other calls need it.
        fixed: parameters that are always given.
        account: the parameter that takes the number of the account; empty when there is none.
        take: parameter → path in the item the call is made for, ``.`` for its text; or what makes it of item and place.
        each: calls made for every listed thing.
        absent: error codes that mean there is none.
        proof: path that every true answer has; ``items`` by default. ``<A|B>`` asks for the root of an XML document
            (of S3 itself, and of servers that speak its API).
        when: whether the call is made for an item; always by default.
        at: region of the item a call is made in; where its list was read by default.
        client: client it is made with when that is not the service's.
        batch: how many items one call takes: the only entry of ``take`` is then a list.
        nested: name of a list inside each listed thing whose entries are the items (instances of a reservation).
        one_in_list: parameters of ``take`` that are lists, and get the one value.
    """

    operation: str
    items: str
    actions: tuple[str, ...]
    convert: Convert | None = None
    fixed: Mapping[str, Any] = {}
    take: Mapping[str, str | Callable[[Item, Place], str]] = {}
    each: tuple[Call, ...] = ()
    absent: tuple[str, ...] = ()
    proof: str = ""
    when: Callable[[Item, Place], bool] | None = None
    at: Callable[[Item], str] | None = None
    client: str = ""
    batch: int = 0
    nested: str = ""
    one_in_list: tuple[str, ...] = ()
    account: str = ""

    def every(self) -> Iterator[Call]:
        """This call and those made for what it lists."""
        yield self
        for call in self.each:
            yield from call.every()


class Service(Struct, frozen=True):
    """One service.

    Attributes:
        name: how options and reports name it.
        client: what the source calls it: for AWS botocore's name.
        calls: what is asked.
        types: Terraform types it yields.
        prefixes: kinds, as a list of everything names them (for AWS the Tagging API: ``rds:db``), it answers for.
        reach: where it is asked.
    """

    name: str
    client: str
    calls: tuple[Call, ...]
    types: tuple[str, ...]
    prefixes: tuple[str, ...] = ()
    reach: Reach = Reach.REGION

    def actions(self) -> tuple[str, ...]:
        """Every permission it needs, sorted."""
        return tuple(sorted({action for call in self.calls for one in call.every() for action in one.actions}))


def services_in(package: str) -> dict[str, Service]:
    """Every service of a package by its name, sorted: a module that has a ``SERVICE`` is one."""
    modules = (import_module(f"{package}.{found.name}") for found in iter_modules(import_module(package).__path__))
    services = [module.SERVICE for module in modules if hasattr(module, "SERVICE")]
    return {service.name: service for service in sorted(services, key=lambda one: one.name)}

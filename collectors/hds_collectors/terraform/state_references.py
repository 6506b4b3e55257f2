"""References between the resources of a state: an attribute that holds what identifies another resource refers to it.

A state lists on which blocks a resource depends, not by which attribute. Names and short identifiers are compared only
with what the resource depends on; addresses that are unique in the world, such as an ARN, with everything. So is the
name of a bucket where an attribute of the same provider asks for a bucket: no two buckets of a hoster share one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hds_collectors.terraform.addresses import without_keys
from hds_collectors.terraform.limits import Budget, LimitError
from hds_policy.model import Cause, Reference, Resource, Unread

_WORLDWIDE_IDENTITY = ("id", "arn", "self_link")
_IDENTITY = (*_WORLDWIDE_IDENTITY, "identifier", "bucket", "name")
"""Attributes that identify a resource, the first that fits names the attribute of the target."""

_WORLDWIDE = re.compile(
    r"arn:[a-z-]+:|https://|projects/|/subscriptions/|.*[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.DOTALL
)
_LONGEST = 2_048
_BUCKET = "bucket"
_OWN = frozenset({"id", "arn", "self_link", "tags", "tags_all", "labels", "effective_labels", "terraform_labels"})


class Holder(NamedTuple):
    """A resource, its attributes as the state has them (secrets included: they are compared, never kept), and the
    addresses of the blocks it depends on."""

    resource: Resource
    raw: Mapping[str, Any]
    dependencies: frozenset[str]


class _Identity(NamedTuple):
    address: str
    type: str
    attribute: str


Index = Mapping[str, list[_Identity]]


def references_by_value(holders: list[Holder], budget: Budget) -> tuple[set[Reference], list[Unread]]:
    """References that attribute values tell, and a gap when there are more than are followed."""
    index = _index(holders)
    found: set[Reference] = set()
    for holder in holders:
        address = holder.resource.address
        try:
            for path, text in _texts(holder.raw):
                for target in _targets(path, text, holder, index):
                    budget.charge_references(1)
                    found.add(Reference(address, target.address, path, target.attribute))
        except LimitError as error:
            return found, [Unread(address, Cause.LIMIT_EXCEEDED, f"references: {error}")]
    return found, []


def _index(holders: list[Holder]) -> Index:
    index: dict[str, list[_Identity]] = defaultdict(list)
    for holder in holders:
        seen: set[str] = set()
        for name in _IDENTITY:
            value = holder.raw.get(name)
            if isinstance(value, str) and value and value not in seen:
                seen.add(value)
                index[value].append(_Identity(holder.resource.address, holder.resource.type, name))
    return index


def _targets(path: str, text: str, holder: Holder, index: Index) -> list[_Identity]:
    """Resources that a text identifies; of an ARN with something behind it, those that the ARN identifies."""
    for candidate in (text, *_shorter(text)):
        known = [found for found in index.get(candidate, ()) if found.address != holder.resource.address]
        needed = [found for found in known if without_keys(found.address) in holder.dependencies]
        if not needed and _WORLDWIDE.match(candidate):
            needed = [found for found in known if found.attribute in _WORLDWIDE_IDENTITY]
        if not needed and _BUCKET in path.rpartition(".")[2]:
            needed = [found for found in known if _is_bucket(found.type, holder.resource.type)]
        if needed:
            return [found for found in needed if not _is_part(found, needed)]
    return []


def _is_bucket(type_name: str, beside: str) -> bool:
    """Whether a type is the bucket of the provider that another type belongs to."""
    return type_name.endswith(f"_{_BUCKET}") and type_name.partition("_")[0] == beside.partition("_")[0]


def _is_part(found: _Identity, others: list[_Identity]) -> bool:
    """Whether another one is the whole: the settings of a bucket have the bucket's own name as their identifier."""
    return any(found.type.startswith(f"{other.type}_") for other in others)


def _shorter(text: str) -> Iterator[str]:
    if not text.startswith("arn:"):
        return
    ends = [place for place, character in enumerate(text) if character in ":/"]
    for end in reversed(ends[5:]):
        yield text[:end]


def _texts(attributes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Attribute path without indexes, and text, of everything that can refer to another resource."""
    pending: list[tuple[str, Any]] = [(name, value) for name, value in attributes.items() if name not in _OWN]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str):
            if value and len(value) <= _LONGEST:
                yield path, value
        elif isinstance(value, dict):
            pending.extend((f"{path}.{name}", inner) for name, inner in value.items())
        elif isinstance(value, list):
            pending.extend((path, inner) for inner in value)

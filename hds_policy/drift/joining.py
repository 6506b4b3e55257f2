"""Which resource of the code is which of those that run: by ARN, by identifier, by a unique name; never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from hds_policy.drift.names import EVERYWHERE, NAMES, region_of, text_of
from hds_policy.model import Resource


class By(StrEnum):
    """What joined two resources, the surest first."""

    ARN = "arn"
    ID = "id"
    NAME = "name"


class Why(StrEnum):
    """Why a resource of the code is not compared."""

    NO_NAME = "no_name"
    """Nothing that is known in the code tells which one it is."""
    SEVERAL = "several"
    """Several that run could be it."""
    TWICE = "twice"
    """Several resources of the code mean the same one."""
    MANY = "many"
    """The code does not tell how many there are."""
    NONE_SEEN = "none_seen"
    """Nothing of its type was read on the other side: none is there, or the type was not read."""


class Pair(Struct, frozen=True):
    """The same resource on both sides."""

    code: Resource
    live: Resource
    by: By


class Unclear(Struct, frozen=True):
    """A resource of the code of which cannot be told which one it is, and why."""

    resource: Resource
    reason: Why


class Joined(Struct, frozen=True):
    """Every resource of both sides, once."""

    pairs: tuple[Pair, ...]
    only_code: tuple[Resource, ...]
    only_live: tuple[Resource, ...]
    unclear: tuple[Unclear, ...]


def join(code: Sequence[Resource], live: Sequence[Resource]) -> Joined:
    """Join two sides; resources that are only read (data sources) are on neither."""
    ours = [resource for resource in code if not resource.is_data]
    theirs = [resource for resource in live if not resource.is_data]
    index: dict[tuple[str, By, str], list[Resource]] = defaultdict(list)
    for resource in theirs:
        for by, text in _identities(resource):
            index[resource.type, by, text].append(resource)
    seen = {resource.type for resource in theirs}
    found = [_find(resource, index, seen) for resource in ours]
    meant: dict[str, int] = defaultdict(int)
    for one in found:
        if isinstance(one, Pair):
            meant[one.live.key] += 1
    pairs = [one for one in found if isinstance(one, Pair) and meant[one.live.key] == 1]
    unclear = [one for one in found if isinstance(one, Unclear)]
    unclear += [Unclear(one.code, Why.TWICE) for one in found if isinstance(one, Pair) and meant[one.live.key] > 1]
    return Joined(
        tuple(sorted(pairs, key=lambda pair: pair.code.key)),
        _sorted(one for one in found if isinstance(one, Resource)),
        _sorted(resource for resource in theirs if resource.key not in meant),
        tuple(sorted(unclear, key=lambda one: one.resource.key)),
    )


def _find(
    resource: Resource, index: dict[tuple[str, By, str], list[Resource]], seen: set[str]
) -> Pair | Unclear | Resource:
    """The one that runs; the resource itself when it is known not to be there."""
    if resource.symbolic:
        return Unclear(resource, Why.MANY)
    identities = _identities(resource)
    for by, text in identities:
        near = [one for one in index.get((resource.type, by, text), ()) if _agree(resource, one)]
        if len(near) > 1:
            return Unclear(resource, Why.SEVERAL)
        if near:
            return Pair(resource, near[0], by)
        if by is By.ARN:
            # An ARN says account and region: the same name elsewhere is another thing.
            break
    if not identities:
        return Unclear(resource, Why.NO_NAME)
    return resource if resource.type in seen else Unclear(resource, Why.NONE_SEEN)


def _identities(resource: Resource) -> list[tuple[By, str]]:
    told = (
        (By.ARN, text_of(resource, "arn")),
        (By.ID, text_of(resource, "id")),
        (By.NAME, text_of(resource, NAMES.get(resource.type, ""))),
    )
    return [(by, text) for by, text in told if text]


def _agree(one: Resource, other: Resource) -> bool:
    """Whether two can lie in the same region: they do not when both are known and differ."""
    regions = {region_of(one), region_of(other)} - {""}
    return one.type in EVERYWHERE or len(regions) < 2


def _sorted(found: Iterable[Resource]) -> tuple[Resource, ...]:
    return tuple(sorted(found, key=lambda resource: resource.key))

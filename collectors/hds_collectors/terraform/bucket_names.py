"""References by the name of a bucket that is written out: no two buckets of a hoster share one.

``bucket = "records"`` is the bucket of that name when the same root module declares one, as it is for a state (see
``state_references``); and a name that is put together from many things is that bucket, whatever it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from hds_policy.model import Reference, Resource, Value

_BUCKET = "bucket"
_NAMES = ("bucket", "name")
_ARN = "arn:aws:s3:::"


class _Bucket(NamedTuple):
    """A declared bucket: its key, and the attribute that holds its name."""

    key: str
    attribute: str


_Names = Mapping[tuple[str, str, str, str], _Bucket | None]
"""By root, provider, endpoints and name; None for a name that several buckets have."""


def with_named_buckets(resources: Iterable[Resource], references: Iterable[Reference]) -> set[Reference]:
    """The references, and those that a bucket's name tells instead of what its name was made of."""
    found = set(references)
    everything = list(resources)
    names = _names(everything)
    if not names:
        return found
    told = {(one.source, one.attribute) for one in found if one.exact}
    named = {
        (resource.key, path): Reference(resource.key, bucket.key, path, bucket.attribute)
        for resource in everything
        for path, name in _asked(resource)
        if (bucket := names.get((*_place(resource), name))) is not None
        and bucket.key != resource.key
        and (resource.key, path) not in told
    }
    kept = {one for one in found if (one.source, one.attribute) not in named}
    return kept | set(named.values())


def _names(resources: Iterable[Resource]) -> _Names:
    names: dict[tuple[str, str, str, str], _Bucket | None] = {}
    for resource in resources:
        if not resource.type.endswith(f"_{_BUCKET}") or resource.is_data or resource.symbolic:
            continue
        for attribute in _NAMES:
            name = resource.attributes.get(attribute)
            if isinstance(name, str) and name:
                key = (*_place(resource), name)
                names[key] = None if key in names else _Bucket(resource.key, attribute)
                break
    return names


def _place(resource: Resource) -> tuple[str, str, str]:
    """Where a name is unique: in a root, at the hoster that a provider leads to."""
    endpoints = resource.provider.attributes.get("endpoints")
    return resource.root, resource.type.partition("_")[0], repr(endpoints)


def _asked(resource: Resource) -> Iterator[tuple[str, str]]:
    """Attribute path and name wherever a resource asks for a bucket."""
    for path, name in _texts(resource.attributes, ""):
        yield path, name.removeprefix(_ARN)


def _texts(value: Mapping[str, Value], prefix: str) -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        if isinstance(inner, str):
            if _BUCKET in name:
                yield f"{prefix}{name}", inner
        elif isinstance(inner, dict):
            yield from _texts(inner, f"{prefix}{name}.")
        elif isinstance(inner, list):
            for item in inner:
                if isinstance(item, dict):
                    yield from _texts(item, f"{prefix}{name}.")

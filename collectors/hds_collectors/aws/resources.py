"""From what runs to resources of the inventory: addresses, provider configuration, references by identifier."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from hds_collectors.aws.service import Live, Place
from hds_policy.model import ProviderConfig, Reference, Resource, Value

PROVIDER = "aws"
SOURCE = "hashicorp/aws"
CONTROL = "awscc"
"""The provider that has types for what ``aws`` has none."""

_LABEL = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]*$")
_IDENTIFIER = re.compile(r"^[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}$")
_OWN = frozenset({"id", "arn", "tags", "tags_all", "region"})
_LONGEST = 2_048


def root_of(account: str, region: str) -> str:
    """What stands for the root module: names and short identifiers are unique in one region of one account."""
    return f"{PROVIDER}/{account}/{region}"


@cache
def provider_of(region: str) -> ProviderConfig:
    """The provider configuration that would manage what lies in a region."""
    return ProviderConfig(PROVIDER, SOURCE, attributes={"region": region})


def resource_of(live: Live, place: Place) -> Resource:
    """One resource; its region is told by itself, as by version 6 of the provider."""
    region = live.region or place.region
    provider = place.provider if region == place.region else provider_of(region)
    if live.type.startswith(f"{CONTROL}_"):
        provider = ProviderConfig(CONTROL, f"hashicorp/{CONTROL}", attributes=provider.attributes)
    attributes: dict[str, Value] = {name: value for name, value in live.attributes.items() if value is not None}
    attributes.setdefault("region", region)
    if "tags" in attributes:
        attributes["tags_all"] = attributes["tags"]
    return Resource(
        address=address_of(live.type, live.name),
        type=live.type,
        name=live.name,
        root=root_of(place.account, region),
        provider=provider,
        attributes=attributes,
    )


def address_of(type_name: str, name: str) -> str:
    """Address in Terraform's syntax; a name that is no label becomes an instance key."""
    if _LABEL.match(name):
        return f"{type_name}.{name}"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'{type_name}.live["{quoted}"]'


def references_of(resources: Iterable[Resource]) -> list[Reference]:
    """Attributes that hold the ARN or the identifier of another resource, sorted.

    Identifiers are made at random and long, so that one of another region or account is meant when none here has it.
    """
    known = list(resources)
    index: dict[str, list[Resource]] = defaultdict(list)
    for resource in known:
        for name in ("id", "arn"):
            value = resource.attributes.get(name)
            if isinstance(value, str) and (value.startswith("arn:") or _IDENTIFIER.match(value)):
                index[value].append(resource)
    found: set[tuple[str, str, str, str]] = set()
    for resource in known:
        for path, text in _texts(resource.attributes):
            targets = [one for one in index.get(text, ()) if one is not resource]
            here = [one for one in targets if one.root == resource.root]
            name = "arn" if text.startswith("arn:") else "id"
            found.update((resource.key, path, target.key, name) for target in here or targets)
    return [Reference(source, target, path, name) for source, path, target, name in sorted(found)]


def _texts(attributes: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    pending: list[tuple[str, Value]] = [(name, value) for name, value in attributes.items() if name not in _OWN]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str):
            if len(value) <= _LONGEST:
                yield path, value
        elif isinstance(value, dict):
            pending.extend((f"{path}.{name}", inner) for name, inner in value.items())
        elif isinstance(value, list):
            pending.extend((path, inner) for inner in value)

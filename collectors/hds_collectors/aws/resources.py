"""From what runs to resources of the inventory: addresses, provider configuration, references by identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from hds_collectors.live.resources import address_of, references_by_identifier
from hds_collectors.live.service import Live, Place
from hds_policy.model import ProviderConfig, Reference, Resource, Value

PROVIDER = "aws"
SOURCE = "hashicorp/aws"
CONTROL = "awscc"
"""The provider that has types for what ``aws`` has none."""

_HOSTS = ("address", "endpoint", "reader_endpoint", "dns_name")
"""Attributes that tell a host: AWS makes one for a resource and gives it to no other."""

_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)+\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|on\.aws)(?::\d{1,5})?$")
_IDENTIFIER = re.compile(r"^[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}$")


def scope_of(account: str) -> str:
    """Whose a unit is, see ``live.units.Unit``."""
    return f"{PROVIDER}/{account}"


def root_of(account: str, region: str) -> str:
    """What stands for the root module: names and short identifiers are unique in one region of one account."""
    return f"{scope_of(account)}/{region}"


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


def references_of(resources: Iterable[Resource]) -> list[Reference]:
    """Attributes that hold the ARN, the identifier or the host of another resource, sorted.

    Identifiers are made at random and long, so that one of another region or account is meant when none here has it.
    """
    return references_by_identifier(resources, _is_identifier, ("id", "arn", *_HOSTS))


def _is_identifier(text: str) -> bool:
    return text.startswith("arn:") or _IDENTIFIER.match(text) is not None or _HOST.match(text) is not None

"""The region that a resource of AWS tells by itself, when its provider configuration does not.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (the fourth part of an ARN is the region)
and https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html (a zone is named as its
region, with a letter behind).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from hds_policy.model import ProviderConfig, Value

_ARN = re.compile(r"^arn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d+):")
_ZONE = re.compile(r"^([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]$")
_EVIDENCE = (("arn", _ARN), ("id", _ARN), ("availability_zone", _ZONE))


def own_region(type_name: str, attributes: Mapping[str, Value]) -> str | None:
    """Region in the resource's own ARN, else the one its availability zone lies in; None when neither tells it."""
    if not type_name.startswith("aws_"):
        return None
    for name, pattern in _EVIDENCE:
        value = attributes.get(name)
        match = pattern.match(value) if isinstance(value, str) else None
        if match is not None:
            return match[1]
    return None


def with_own_region(provider: ProviderConfig, type_name: str, attributes: Mapping[str, Value]) -> ProviderConfig:
    """The provider configuration with the region that the resource tells: where it lies, whatever was configured."""
    region = own_region(type_name, attributes)
    if region is None or provider.attributes.get("region") == region:
        return provider
    return replace(provider, attributes={**provider.attributes, "region": region})

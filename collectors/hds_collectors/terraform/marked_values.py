"""Values of a plan or state under their marks: what is unknown becomes Unknown, what is sensitive is not read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hds_collectors.terraform.finish import finish
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import SENSITIVE
from hds_policy.model import Cause, Unknown, Value

PROVIDER_CHOOSES = frozenset(
    {
        "availability_zone",
        "datacenter",
        "location",
        "outpost_arn",
        "placement_subregion_name",
        "region",
        "subregion_name",
        "zone",
    }
)
"""Arguments about the place that a provider fills in from its own configuration, or from the parent of the resource,
when they are not set. Unknown and not configured, they say nothing that the catalogue's next look-up does not say."""

SEPARATE_RESOURCES = {
    "aws_s3_bucket": frozenset(
        {
            "cors_rule",
            "grant",
            "lifecycle_rule",
            "logging",
            "object_lock_configuration",
            "replication_configuration",
            "server_side_encryption_configuration",
            "versioning",
            "website",
        }
    )
}
"""Blocks that only mirror what separate resources set, and are unknown for each new bucket. Source: documentation of
hashicorp/aws since 4.0, aws_s3_bucket, arguments marked deprecated."""


def attributes_of(
    address: str, values: Mapping[str, Any], unknown: Any, sensitive: Any, budget: Budget
) -> dict[str, Value]:
    """Attributes of a resource instance.

    Args:
        values: known values; null, and the empty string that older providers keep for null, count as not set.
        unknown: mirrors the shape of ``values``, true where a value is known after apply.
        sensitive: mirrors the shape of ``values``, true where a value is sensitive.
    """
    marks = unknown if isinstance(unknown, dict) else {}
    secrets = sensitive if isinstance(sensitive, dict) else {}
    attributes: dict[str, Value] = {}
    for name in dict.fromkeys((*values, *marks)):
        value = values.get(name)
        secret = sensitive is True or secrets.get(name)
        marked = marked_value(f"{address}.{name}", value, unknown is True or marks.get(name), secret)
        if marked is not None and marked != "":
            attributes[name] = finish(name, marked, budget)
    return attributes


def marked_value(path: str, value: Any, unknown: Any, sensitive: Any) -> Any:
    """A value with the marks laid over it.

    Args:
        path: address and attribute, for the person who reads that it is unknown.
    """
    if sensitive is True and value is not None:
        return SENSITIVE
    if not unknown and not sensitive:
        return value
    if isinstance(value, dict) or (value is None and isinstance(unknown, dict)):
        return _whole(path, unknown, sensitive, dict) or _object(path, value or {}, unknown, sensitive)
    if isinstance(value, list) or (value is None and isinstance(unknown, list)):
        return _whole(path, unknown, sensitive, list) or _list(path, value or [], unknown, sensitive)
    return _whole(path, unknown, sensitive, bool) or value


def _whole(path: str, unknown: Any, sensitive: Any, shape: type) -> Unknown | None:
    """What a value is as a whole when marks cover it, or are not of its shape and so cannot be laid over it."""
    if unknown is True or (not isinstance(unknown, shape) and _marks_anything(unknown)):
        return Unknown(Cause.KNOWN_AFTER_APPLY, f"{path} is known after apply", (path,))
    if not isinstance(sensitive, shape) and _marks_anything(sensitive) and sensitive is not True:
        return SENSITIVE
    return None


def _object(path: str, value: Mapping[str, Any], unknown: Any, sensitive: Any) -> Any:
    marks = unknown if isinstance(unknown, dict) else {}
    secrets = sensitive if isinstance(sensitive, dict) else {}
    return {
        name: marked_value(f"{path}.{name}", value.get(name), marks.get(name), secrets.get(name))
        for name in dict.fromkeys((*value, *marks))
    }


def _list(path: str, value: list[Any], unknown: Any, sensitive: Any) -> Any:
    marks = unknown if isinstance(unknown, list) else []
    secrets = sensitive if isinstance(sensitive, list) else []
    return [
        marked_value(
            path,
            value[place] if place < len(value) else None,
            marks[place] if place < len(marks) else None,
            secrets[place] if place < len(secrets) else None,
        )
        for place in range(max(len(value), len(marks)))
    ]


def _marks_anything(marks: Any) -> bool:
    if isinstance(marks, dict):
        return any(_marks_anything(inner) for inner in marks.values())
    if isinstance(marks, list):
        return any(_marks_anything(inner) for inner in marks)
    return marks is True


def without_provider_choices(
    type_name: str, attributes: Mapping[str, Value], configured: Collection[str]
) -> dict[str, Value]:
    """Attributes without what is unknown because the provider chooses it, or mirrors it from other resources.

    Args:
        configured: names of the arguments that the configuration sets.
    """
    left = PROVIDER_CHOOSES | SEPARATE_RESOURCES.get(type_name, frozenset())
    return {
        name: value
        for name, value in attributes.items()
        if not (isinstance(value, Unknown) and name in left and name not in configured)
    }

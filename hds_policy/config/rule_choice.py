"""Which classification rule decides on a resource: an unknown tag never makes a later, kinder rule win."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from hds_policy.config.estate import ClassificationRule, Estate
from hds_policy.config.patterns import matches
from hds_policy.config.recognition import normal_key
from hds_policy.config.selection import selects
from hds_policy.config.tags import UNKNOWN_TAG
from hds_policy.model.resource import Resource
from hds_policy.model.value import Unknown, Value


def classification_rule_for(
    estate: Estate, resource: Resource, tags: Mapping[str, Value]
) -> ClassificationRule | Unknown | None:
    """The first classification rule that fits a resource.

    Args:
        estate: the declarations.
        resource: the resource.
        tags: its tags, as ``tag_map`` gives them.

    Returns:
        None when no rule fits; Unknown when an unknown tag decides whether the resource holds health data. A rule
        that may fit and says "no health data" is left out when no other fits: it could only improve the result.
    """
    doubts: list[tuple[ClassificationRule, Unknown]] = []
    for rule in estate.rules:
        if not selects(replace(rule.selector, tag=""), resource):
            continue
        fit = _fits_tag(rule.selector.tag, tags)
        if isinstance(fit, Unknown):
            doubts.append((rule, fit))
        elif fit:
            return next((doubt for other, doubt in doubts if other.health != rule.health), rule)
    return next((doubt for other, doubt in doubts if other.health), None)


def _fits_tag(wanted: str, tags: Mapping[str, Value]) -> bool | Unknown:
    """Whether a tag ``key=pattern`` is there, or ``key`` with any value; keys in their normal form."""
    if not wanted:
        return True
    key, with_value, pattern = wanted.partition("=")
    doubt = tags.get(UNKNOWN_TAG)
    for name, value in tags.items():
        if name == UNKNOWN_TAG or normal_key(name) != normal_key(key):
            continue
        if not with_value:
            return True
        if isinstance(value, Unknown):
            doubt = value
        elif matches(pattern.strip(), str(value).lower() if isinstance(value, bool) else str(value)):
            return True
    return doubt if isinstance(doubt, Unknown) else False

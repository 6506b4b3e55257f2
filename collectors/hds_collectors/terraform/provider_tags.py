"""Tags that a provider adds to every resource: AWS ``default_tags``, Google ``default_labels``."""

from __future__ import annotations

from hds_policy.model import ProviderConfig, Unknown, Value


def merged_tags(type_name: str, attributes: dict[str, Value], provider: ProviderConfig) -> dict[str, Value]:
    """``tags_all`` or ``effective_labels`` of a resource, as its provider computes them; empty without any tags."""
    if type_name.startswith("aws_"):
        return _merged("tags_all", _default_tags(provider), attributes.get("tags"))
    if type_name.startswith("google_"):
        return _merged("effective_labels", provider.attributes.get("default_labels"), attributes.get("labels"))
    return {}


def _default_tags(provider: ProviderConfig) -> Value:
    """The map inside the ``default_tags`` block of an AWS provider."""
    value = provider.attributes.get("default_tags")
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("tags") if isinstance(value, dict) else value


def _merged(name: str, defaults: Value, own: Value) -> dict[str, Value]:
    if defaults is None and own is None:
        return {}
    for value in (defaults, own):
        if isinstance(value, Unknown):
            return {name: value}
    return {
        name: {
            **(defaults if isinstance(defaults, dict) else {}),
            **(own if isinstance(own, dict) else {}),
        }
    }

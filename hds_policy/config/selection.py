"""Which resources an entry of the estate concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from hds_policy.config.estate import Cluster, Estate, Selector
from hds_policy.config.patterns import matches, matches_address
from hds_policy.config.recognition import normal_key
from hds_policy.config.tags import tag_map
from hds_policy.model import Layer, Resource, Unknown, Value
from hds_policy.model.attributes import values_at

_NO_TAGS: Mapping[str, Value] = {}


def tags_of(resource: Resource, attributes: Sequence[str]) -> dict[str, Value]:
    """Tags and labels of a resource, from every attribute that holds some; the first that names a tag wins.

    Args:
        attributes: attribute paths; a dotted one enters blocks, e.g. ``metadata.labels``.
    """
    tags: dict[str, Value] = {}
    for path in attributes:
        # A plain attribute that is a list is one value: tag_map tells its elements apart.
        values = values_at(resource.attributes, path) if "." in path else [resource.attributes.get(path)]
        for value in values:
            for key, inner in tag_map(value).items():
                tags.setdefault(key, inner)
    return tags


def tag_sets(resource: Resource, attributes: Sequence[str]) -> Iterator[Mapping[str, Value]]:
    """Tags and labels of each attribute that holds some, apart: two of them may contradict each other."""
    for path in attributes:
        if path.partition(".")[0] in resource.attributes:
            yield tags_of(resource, (path,))


def selects(
    selector: Selector, resource: Resource, *, tags: Mapping[str, Value] = _NO_TAGS, hoster: str = "", site: str = ""
) -> bool:
    """Whether all that the selector gives fits; an unknown tag value never does."""
    return (
        (
            not selector.match
            or matches_address(selector.match, resource.address)
            or matches_address(selector.match, resource.key)
        )
        and (not selector.type or matches(selector.type, resource.type))
        and (not selector.root or matches(selector.root, resource.root))
        and (not selector.hoster or selector.hoster == hoster)
        and (not selector.site or selector.site == site)
        and (not selector.tag or _has_tag(selector.tag, tags))
    )


def _has_tag(wanted: str, tags: Mapping[str, Value]) -> bool:
    key, given, pattern = wanted.partition("=")
    for name, value in tags.items():
        if normal_key(name) != normal_key(key):
            continue
        text = str(value).lower() if isinstance(value, bool) else value
        if not given or (isinstance(text, str) and matches(pattern, text)):
            return True
    return False


def operator_for(
    estate: Estate, layer: Layer, resource: Resource, *, tags: Mapping[str, Value], hoster: str, site: str
) -> str:
    """Id of the operator that performs a layer on the customer's side: the first entry that fits, else empty.

    While the hoster is not known (an empty id), an entry for one hoster may or may not be the first: empty too.
    """
    for operation in estate.operations:
        if layer not in operation.layers:
            continue
        selector = operation.selector
        if not hoster and selector.hoster and selects(replace(selector, hoster=""), resource, tags=tags, site=site):
            return ""
        if selects(selector, resource, tags=tags, hoster=hoster, site=site):
            return operation.operator
    return ""


def agreed_conditions(estate: Estate, resource: Resource, *, hoster: str, on: date) -> frozenset[str]:
    """Conditions of a hoster that a contract in force on a day confirms for a resource."""
    return frozenset(
        condition
        for contract in estate.contracts
        if contract.hoster == hoster and contract.in_force(on) and selects(contract.selector, resource, hoster=hoster)
        for condition in contract.conditions
    )


def cluster_for(estate: Estate, resource: Resource) -> Cluster | None:
    """The first cluster binding whose patterns all fit the provider configuration of a resource.

    None when none does, or when an unknown value decides whether an earlier one would.
    """
    for cluster in estate.clusters:
        patterns = {
            "alias": cluster.alias,
            "root": cluster.root,
            "host": cluster.host,
            "config_context": cluster.config_context,
        }
        fits = [_fits_provider(pattern, name, resource) for name, pattern in patterns.items() if pattern]
        if all(fits):
            return cluster
        if False not in fits:
            return None
    return None


def _fits_provider(pattern: str, name: str, resource: Resource) -> bool | None:
    """Whether a pattern fits; None when the value is not known."""
    config = resource.provider
    if name in {"alias", "root"}:
        return matches(pattern, config.alias if name == "alias" else resource.root)
    # The helm provider keeps its connection in a nested block.
    values = values_at(config.attributes, name) + values_at(config.attributes, f"kubernetes.{name}")
    if any(isinstance(value, str) and matches(pattern, value) for value in values):
        return True
    return None if any(isinstance(value, Unknown) for value in values) else False

"""Flows out of what was read whose source is not known: any store of health data of that kind may be it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from hds_policy.catalogue import DATA_ROLES, Catalogue
from hds_policy.model import OpenFlow, Resource
from hds_policy.propagation.names import region_of, words, words_of_path


def unknown_sources(
    doubts: Iterable[OpenFlow], resources: Sequence[Resource], catalogue: Catalogue, carrying: Collection[str]
) -> Iterator[OpenFlow]:
    """The flows, each once for every store of health data that its data may come from.

    That is a store of its provider and region, of the kind that the attribute speaks of (``log_group_name``), in its
    own root; in the other ones when its own has none.

    Args:
        carrying: keys of what carries health data.
    """
    asked = list(doubts)
    if not asked:
        return
    holders = {resource.key: resource for resource in resources}
    stores = [one for one in resources if one.key in carrying and not one.is_data and _holds(one, catalogue)]
    for doubt in asked:
        holder = holders[doubt.holder]
        meant = words_of_path(doubt.attribute, catalogue.naming.generic)
        found = [one for one in stores if _may_be(one, holder, meant, catalogue)]
        for one in [one for one in found if one.root == holder.root] or found:
            yield replace(doubt, source=one.key)


def _holds(resource: Resource, catalogue: Catalogue) -> bool:
    decision = catalogue.decision(resource.type, resource.provider.name)
    return decision is None or decision.role in DATA_ROLES


def _may_be(one: Resource, holder: Resource, meant: frozenset[str], catalogue: Catalogue) -> bool:
    mine, theirs = catalogue.provider_of(holder), catalogue.provider_of(one)
    if one.key == holder.key or mine is None or theirs is None or mine.file != theirs.file:
        return False
    here, there = region_of(holder), region_of(one)
    return (not here or not there or here == there) and (not meant or bool(meant & words(one.type)))

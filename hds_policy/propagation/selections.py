"""Selections: resources that choose others by tag or by a pattern of ARNs, as AWS Backup does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from hds_policy.catalogue import Catalogue, Selection
from hds_policy.config.selection import tags_of
from hds_policy.config.tags import UNKNOWN_TAG
from hds_policy.model import Inventory, Resource, Unknown, Value
from hds_policy.model.attributes import values_at
from hds_policy.propagation.names import region_of

_TAG_KEY = "aws:ResourceTag/"
_OPERATORS = {"string_equals": True, "string_like": True, "string_not_equals": False, "string_not_like": False}

Fit = bool | None
"""Whether something is chosen; None when that cannot be told."""


class Chosen(Struct, frozen=True):
    """A resource that a selection chooses, or (``certain`` False) perhaps chooses."""

    key: str
    certain: bool


class Selections:
    """Finds what the selections of one inventory choose."""

    def __init__(self, inventory: Inventory, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._tags: dict[str, Mapping[str, Value]] = {}
        for resource in inventory.resources:
            self._by_type[resource.type].append(resource)

    def of(self, selection: Selection, holder: Resource) -> list[Chosen]:
        """What a selection chooses: in its own root, or in the other ones when it chooses nothing in its own."""
        chosen = [
            (one, fit)
            for one in self._candidates(selection, holder)
            if (fit := self._fits(selection, holder, one)) is not False
        ]
        here = [(one, fit) for one, fit in chosen if one.root == holder.root]
        return [Chosen(one.key, fit is True) for one, fit in here or chosen]

    def _candidates(self, selection: Selection, holder: Resource) -> Iterator[Resource]:
        types = _types(selection, holder)
        region = region_of(holder)
        for name, resources in self._by_type.items():
            if any(fnmatchcase(name, pattern) for pattern in types):
                yield from (one for one in resources if not one.is_data and _may_share(region, region_of(one)))

    def _fits(self, selection: Selection, holder: Resource, one: Resource) -> Fit:
        tags = self._tags_of(one)
        if selection.tags:
            return _any(_has(tags, key, value) for key, value in _pairs(holder, selection.tags))
        patterns = values_at(holder.attributes, selection.resources)
        blocks = [block for block in values_at(holder.attributes, selection.any_tag) if block]
        conditions = values_at(holder.attributes, selection.all_tags)
        by_tag = _any(_has_block(tags, block) for block in blocks)
        if not patterns and blocks:
            return _both(by_tag, _all(self._condition(tags, block) for block in conditions))
        by_pattern: Fit = _any(self._is_named(pattern, one) for pattern in patterns) if patterns else True
        narrowed = _both(by_pattern, _all(self._condition(tags, block) for block in conditions))
        fit = _any((narrowed, by_tag)) if blocks else narrowed
        without = _any(self._is_named(pattern, one) for pattern in values_at(holder.attributes, selection.without))
        return _both(fit, None if without is None else not without)

    def _tags_of(self, one: Resource) -> Mapping[str, Value]:
        if one.key not in self._tags:
            provider = self._catalogue.provider_of(one)
            self._tags[one.key] = tags_of(one, provider.tags if provider else ())
        return self._tags[one.key]

    def _is_named(self, pattern: Value, one: Resource) -> Fit:
        """Whether a pattern of ARNs fits; a reference, whose value is not known, is an edge of its own."""
        if not isinstance(pattern, str):
            return False
        if pattern == "*":
            return True
        if "*" not in pattern and "?" not in pattern:
            return False
        for form in self._catalogue.naming.forms:
            found = form.match(pattern)
            if found is not None:
                names = [one.attributes.get(attribute) for attribute in self._catalogue.naming.attributes]
                known = [name for name in names if isinstance(name, str)]
                wild = found["name"] == "*" or any(fnmatchcase(name, found["name"]) for name in known)
                return form.fits(one.type) and (wild or (None if not known else False))
        return None

    @staticmethod
    def _condition(tags: Mapping[str, Value], block: Value) -> Fit:
        if not isinstance(block, dict):
            return None
        fits: list[Fit] = []
        for operator, wanted in _OPERATORS.items():
            for entry in _blocks(block.get(operator)):
                found = _has_block(tags, entry, like="like" in operator)
                fits.append(found if wanted or found is None else not found)
        return _all(fits)


def _types(selection: Selection, holder: Resource) -> Sequence[str]:
    attribute = selection.only.get("attribute", "")
    told = [selection.only.get(value) for value in values_at(holder.attributes, attribute) if isinstance(value, str)]
    return [name for name in told if name] if attribute and told and None not in told else selection.types


def _may_share(one: str, other: str) -> bool:
    return not one or not other or one == other


def _pairs(holder: Resource, path: str) -> Iterator[tuple[str, Value]]:
    for value in values_at(holder.attributes, path):
        yield from value.items() if isinstance(value, dict) else [(UNKNOWN_TAG, value)]


def _blocks(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _has_block(tags: Mapping[str, Value], block: Value, *, like: bool = False) -> Fit:
    if not isinstance(block, dict):
        return None
    key = block.get("key")
    if not isinstance(key, str):
        return None
    return _has(tags, key.removeprefix(_TAG_KEY), block.get("value"), like=like)


def _has(tags: Mapping[str, Value], key: str, value: Value, *, like: bool = False) -> Fit:
    """Whether a resource carries a tag; None while the tag, or what is asked for, is not known."""
    if key == UNKNOWN_TAG or isinstance(value, Unknown):
        return None if key == UNKNOWN_TAG or key in tags or UNKNOWN_TAG in tags else False
    if key not in tags:
        return None if UNKNOWN_TAG in tags else False
    found = tags[key]
    if isinstance(found, Unknown):
        return None
    text = str(found).lower() if isinstance(found, bool) else str(found)
    wanted = str(value).lower() if isinstance(value, bool) else str(value)
    return fnmatchcase(text, wanted.replace("[", "[[]")) if like else text == wanted


def _any(fits: Iterable[Fit]) -> Fit:
    told = list(fits)
    return True if True in told else None if None in told else False


def _all(fits: Iterable[Fit]) -> Fit:
    told = list(fits)
    return False if False in told else None if None in told else True


def _both(one: Fit, other: Fit) -> Fit:
    return _all((one, other))

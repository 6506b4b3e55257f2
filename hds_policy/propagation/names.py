"""Which resources of an inventory a text names: an ARN, an address, a connection string, or a plain name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache

from msgspec import Struct

from hds_policy.catalogue import DATA_ROLES, Catalogue, Naming
from hds_policy.model import Inventory, Resource, Unknown
from hds_policy.model.attributes import values_at

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 512
_PROVIDER = "provider."


class Named(Struct, frozen=True):
    """Resources that a text names.

    Attributes:
        keys: all candidates, sorted.
        certain: no other resource, outside of what was read, can be meant.
    """

    keys: tuple[str, ...] = ()
    certain: bool = False


class Names:
    """Finds the resources of one inventory by name."""

    def __init__(self, inventory: Inventory, catalogue: Catalogue) -> None:
        self._inventory = inventory
        self._catalogue = catalogue
        self._read: dict[str, list[Resource]] | None = None
        self._attributes: dict[str, tuple[str, ...]] = {}

    def of(self, text: str, path: str, holder: Resource, *, hinted: bool = False) -> Named:
        """Resources that a text at an attribute path of a resource names.

        Args:
            hinted: a plain name counts only when the path says what kind of thing it names.
        """
        text = text.strip()
        if not text or len(text) > _LONGEST:
            return Named()
        exact = self._others(text, holder)
        if exact and _is_address(text):
            return _named(exact, holder, unique=True)
        for form in self._naming.forms:
            found = form.match(text)
            if found is None:
                continue
            told = found.groupdict()
            region, account = told.get("region") or "", told.get("account") or ""
            fitting = [one for one in self._others(found["name"], holder) if form.fits(one.type)]
            fitting = [one for one in fitting if not region or region_of(one) in ("", region)]
            return self._in_account(account, region, fitting, holder, unique=form.unique)
        return _named(self._by_hint(exact, path, holder, hinted=hinted), holder, unique=False)

    def _in_account(self, text: str, region: str, found: list[Resource], holder: Resource, *, unique: bool) -> Named:
        """Of the resources with a name, those that may stand in the account that a text tells."""
        if unique or not text or not found:
            return _named(found, holder, unique=unique)
        standing = {one.key: self.stands_in(text, one) for one in found}
        theirs = [one for one in found if standing[one.key]]
        if theirs:
            return _named(theirs, holder, unique=all(region and region_of(one) == region for one in theirs))
        perhaps = [one for one in found if standing[one.key] is None]
        return Named(_named(perhaps, holder, unique=False).keys)

    def stands_in(self, text: str, resource: Resource) -> bool | None:
        """Whether a resource was read in the account that a text tells; None when that is not known."""
        accounts = self._naming.accounts.get(self._file(resource))
        wanted = accounts.within(text) if accounts else ""
        if accounts is None or not wanted:
            return None
        for path in accounts.told:
            own = path.removeprefix(_PROVIDER)
            values = values_at(resource.attributes if own == path else resource.provider.attributes, own)
            known = {accounts.within(value) for value in values if isinstance(value, str)} - {""}
            if known:
                return wanted in known
            if values and path in accounts.overrides:
                return None
        return None

    def same(self, resource: Resource) -> tuple[str, ...]:
        """Keys of the managed resources that a data source stands for: of its type, under one of its names."""
        texts = (value for value in resource.attributes.values() if isinstance(value, str) and value)
        found = {
            one.key
            for text in texts
            for one in self._index.get(text, ())
            if one.type == resource.type and not one.is_data
        }
        return tuple(sorted(found))

    def _others(self, text: str, holder: Resource) -> list[Resource]:
        return [one for one in self._index.get(text, ()) if one is not holder and not self._apart(one, holder)]

    def _apart(self, one: Resource, other: Resource) -> bool:
        """Whether two resources do not mean each other by a name: objects of different namespaces."""
        for path in self._naming.apart:
            here = values_at(one.attributes, path)
            there = values_at(other.attributes, path) if here else []
            if here and there and not any(isinstance(value, Unknown) for value in (*here, *there)) and here != there:
                return True
        return False

    def _by_hint(self, found: list[Resource], path: str, holder: Resource, *, hinted: bool) -> list[Resource]:
        """Of the resources with a plain name, those that the path speaks of most; of the holder's provider first.

        ``transfer_spec.aws_s3_data_source.bucket_name`` speaks of the provider as well as of the kind.
        """
        if not found:
            return []
        wanted = words_of_path(path, self._naming.generic)
        if not wanted:
            return [] if hinted else [one for one in found if self._file(one) == self._file(holder)]
        scores = [len(wanted & words(one.type)) for one in found]
        best = [one for one, score in zip(found, scores, strict=True) if score and score == max(scores)]
        spoken = [one for one in best if one.type.partition("_")[0] in words(path)]
        own = [one for one in best if self._file(one) == self._file(holder)]
        return spoken or own or best

    def _file(self, resource: Resource) -> str:
        provider = self._catalogue.provider_of(resource)
        return provider.file if provider else resource.provider.name

    @property
    def _naming(self) -> Naming:
        return self._catalogue.naming

    @property
    def _index(self) -> dict[str, list[Resource]]:
        if self._read is None:
            self._read = defaultdict(list)
            for resource in self._inventory.resources:
                for text in dict.fromkeys(self._own_names(resource)):
                    self._read[text].append(resource)
        return self._read

    def _own_names(self, resource: Resource) -> Iterator[str]:
        decision = self._catalogue.decision(resource.type, resource.provider.name)
        if decision is not None and decision.role not in DATA_ROLES and not decision.flows:
            return
        attributes = self._attributes.get(resource.type)
        if attributes is None:
            attributes = self._attributes[resource.type] = _naming_attributes(self._naming, resource.type)
        for attribute in attributes:
            for value in values_at(resource.attributes, attribute):
                if isinstance(value, str) and value:
                    yield value


def _naming_attributes(naming: Naming, resource_type: str) -> tuple[str, ...]:
    return tuple(
        attribute
        for attribute, types in naming.attributes.items()
        if any(fnmatchcase(resource_type, pattern) for pattern in types)
    )


def region_of(resource: Resource) -> str:
    """Region a resource or its provider configuration tells in so many words; empty when it tells none."""
    for attributes in (resource.attributes, resource.provider.attributes):
        region = attributes.get("region")
        if isinstance(region, str):
            return region
    return ""


def _named(found: Iterable[Resource], holder: Resource, *, unique: bool) -> Named:
    """A name of the same root comes first; one of another root may be that of something else, unless it is unique."""
    every = list(found)
    here = [one for one in every if one.root == holder.root]
    return Named(tuple(sorted({one.key for one in here or every})), bool(here) or (unique and bool(every)))


def _is_address(text: str) -> bool:
    return any(mark in text for mark in (":", "/", "."))


def words_of_path(path: str, generic: frozenset[str]) -> frozenset[str]:
    """What the last telling part of a path speaks of: ``rule.destination.bucket`` of a bucket."""
    for part in reversed(path.split(".")):
        told = words(part) - generic
        if told:
            return told
    return frozenset()


@cache
def words(text: str) -> frozenset[str]:
    """Words of a name, in the singular."""
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in _WORD.findall(text.lower()))

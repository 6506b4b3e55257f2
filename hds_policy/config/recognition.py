"""Which tags and labels say that a resource holds health data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from hds_policy.config.tags import UNKNOWN_TAG
from hds_policy.model.value import Unknown, Value

TAG_KEYS = (
    "data_classification",
    "dataclassification",
    "data_class",
    "data_sensitivity",
    "hds",
    "hds_data",
    "phi",
    "hds-policy.dev/data",
)
TAG_VALUES = ("health", "health_data", "sante", "hds", "dscp", "phi", "medical")
TRUE_KEYS = ("hds", "hds_data", "phi")
TRUE_VALUES = frozenset({"true", "yes"})
FALSE_VALUES = frozenset({"false", "no"})
NONE_VALUES = frozenset({"none", "no_health", "no_health_data", "non_health", "non_hds"})
SUSPECTED_KEYS = ("compliance",)
SUSPECTED_VALUES = ("hds",)

_PREFIX = re.compile(r"^.*[/:]")
_LIST = re.compile(r"[,;|+/\s]+")
_SHOWN = 80


@lru_cache(maxsize=4096)
def normal_key(key: str) -> str:
    """A key without its prefix (all up to the last ``/`` or ``:``), as ``normal_value`` writes it."""
    return normal_value(_PREFIX.sub("", key))


@lru_cache(maxsize=4096)
def normal_value(text: str) -> str:
    """Lower case, without accents, ``_`` for ``-``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.strip()) if not unicodedata.combining(c))
    return plain.casefold().replace("-", "_")


class Recognition(Struct, frozen=True):
    """The keys and values to look for; every member in its normal form.

    Attributes:
        keys, values: a key of ``keys`` with a value of ``values`` declares health data.
        true_keys: keys that declare it with ``true`` or ``yes`` as well.
        suspected_keys, suspected_values: tags that state an intent, not a fact.
    """

    keys: frozenset[str]
    values: frozenset[str]
    true_keys: frozenset[str]
    suspected_keys: frozenset[str]
    suspected_values: frozenset[str]

    @classmethod
    def of(
        cls,
        keys: Iterable[str] = TAG_KEYS,
        values: Iterable[str] = TAG_VALUES,
        true_keys: Iterable[str] = TRUE_KEYS,
        suspected_keys: Iterable[str] = SUSPECTED_KEYS,
        suspected_values: Iterable[str] = SUSPECTED_VALUES,
    ) -> Recognition:
        """Build one from keys and values as people write them."""
        true_normal = frozenset(map(normal_key, true_keys))
        return cls(
            keys=frozenset(map(normal_key, keys)) | true_normal,
            values=frozenset(map(normal_value, values)),
            true_keys=true_normal,
            suspected_keys=frozenset(map(normal_key, suspected_keys)),
            suspected_values=frozenset(map(normal_value, suspected_values)),
        )

    def telling(self, tags: Mapping[str, Value]) -> dict[str, Value]:
        """The tags that could say anything about health data, by their key: all that the other methods look at."""
        return {
            key: value
            for key, value in tags.items()
            if key == UNKNOWN_TAG or (normal := normal_key(key)) in self.keys or normal in self.suspected_keys
        }

    def declared(self, tags: Mapping[str, Value]) -> str | None:
        """Text of the tag that declares health data, e.g. ``tag data_classification = health``; None without one."""
        for key, text in _known(tags):
            normal = normal_key(key)
            if normal not in self.keys:
                continue
            words = _words(text)
            if words & self.values or (normal in self.true_keys and words & TRUE_VALUES):
                return _evidence(key, text)
        return None

    def denied(self, tags: Mapping[str, Value]) -> str | None:
        """Text of the tag that declares no health data, e.g. ``tag phi = false``; None without one, or beside doubt.

        A word of ``NONE_VALUES``, or ``false`` or ``no`` for one of ``true_keys``, says so; another class of data
        (``internal``, ``C3``, even ``public``) says nothing about health.
        """
        if self.declared(tags) or self.suspected(tags) or self.undecided(tags):
            return None
        return self.denying(tags)

    def denying(self, tags: Mapping[str, Value]) -> str | None:
        """Text of a tag that declares no health data, whatever the others say; None without one."""
        for key, text in _known(tags):
            normal, value = normal_key(key), normal_value(text)
            if normal in self.keys and (value in NONE_VALUES or (normal in self.true_keys and value in FALSE_VALUES)):
                return _evidence(key, text)
        return None

    def suspected(self, tags: Mapping[str, Value]) -> str | None:
        """Text of the tag that hints at health data, e.g. ``tag Compliance = HDS``; None without one."""
        for key, text in _known(tags):
            if normal_key(key) in self.suspected_keys and any(
                word == value or word.startswith(f"{value}_")
                for word in _words(text)
                for value in self.suspected_values
            ):
                return _evidence(key, text)
        return None

    def undecided(self, tags: Mapping[str, Value]) -> Unknown | None:
        """The first unknown tag that could declare health data; None when no unknown tag could."""
        for key in sorted(tags):
            value = tags[key]
            if isinstance(value, Unknown) and (key == UNKNOWN_TAG or normal_key(key) in self.keys):
                return value
        return None


def _known(tags: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for key in sorted(tags):
        value = tags[key]
        if isinstance(value, bool):
            yield key, "true" if value else "false"
        elif isinstance(value, str | int | float):
            yield key, str(value)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The whole value, and its members when it is a list such as ``HDS,HIPAA``."""
    return frozenset(normal_value(word) for word in (text, *_LIST.split(text)) if word)


def _evidence(key: str, text: str) -> str:
    return f"tag {key} = {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"

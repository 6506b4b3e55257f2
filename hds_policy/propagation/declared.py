"""What is said of a resource itself: by the estate, its tags, the hoster's own HDS options, the nature of its type."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping

from hds_policy.catalogue import Catalogue, Provider, Role
from hds_policy.config import ClassificationRule, DefaultClass, Estate
from hds_policy.config.rule_choice import classification_rule_for
from hds_policy.config.selection import tag_sets, tags_of
from hds_policy.model import ASSUMED, Basis, Classification, Resource, Unknown, Value
from hds_policy.model.attributes import values_at
from hds_policy.propagation.namespaces import Namespaces


class Declarations:
    """Reads declarations of resources in one estate.

    Args:
        resources: all of them, for what namespaces say of what is in them.
    """

    def __init__(self, catalogue: Catalogue, estate: Estate, resources: Iterable[Resource] = ()) -> None:
        self._catalogue = catalogue
        self._namespaces = Namespaces(resources, catalogue)
        self._estate = estate
        self._used: set[int] = set()
        self._providers: dict[tuple[str, str], Provider | None] = {}

    def of(self, resource: Resource) -> Classification | None:
        """What is declared of a resource, before any flow; None when nothing is."""
        rule = self._rule(resource)
        if isinstance(rule, ClassificationRule):
            return Classification(rule.health, Basis.DECLARED if rule.health else Basis.NONE, f"estate: {rule.reason}")
        recognition = self._estate.recognition
        sets = self._tag_sets(resource)
        # One tag that says "health" outweighs any that says "none".
        evidence = next(filter(None, map(recognition.declared, sets)), None)
        if evidence:
            return Classification(True, Basis.DECLARED, evidence)
        native = self._native(resource)
        if native:
            return Classification(True, Basis.NATIVE, native)
        # Where a rule may or may not fit, or where another tag leaves a doubt, a tag that says "none" is no answer.
        if rule is not None or any(recognition.suspected(tags) or recognition.undecided(tags) for tags in sets):
            return None
        evidence = next(filter(None, map(recognition.denied, sets)), None)
        return Classification(False, Basis.NONE, evidence) if evidence else None

    def is_cleared_by_estate(self, resource: Resource) -> bool:
        """Whether a rule of the estate, with its reason, says that the resource holds no health data."""
        rule = self._rule(resource)
        return isinstance(rule, ClassificationRule) and not rule.health

    def otherwise(self, resource: Resource, *, copied: str = "") -> Classification:
        """What holds when nothing is declared and nothing flows here: doubt and hints before the default.

        Args:
            copied: attribute by which the resource is a copy of something that was not read; empty when it is none.
        """
        estate = self._estate
        if estate.default_class is DefaultClass.HEALTH:
            return Classification(True, Basis.ASSUMED, ASSUMED)
        rule = self._rule(resource)
        sets = self._tag_sets(resource)
        doubts = [rule, *map(estate.recognition.undecided, sets)]
        doubt = next((found for found in doubts if isinstance(found, Unknown)), None)
        if doubt is not None:
            return Classification(False, Basis.UNCLASSIFIED, f"a tag cannot be told: {doubt.detail}")
        if copied:
            return Classification(False, Basis.UNCLASSIFIED, f"a copy of what {copied} names, which was not read")
        hint = self._hint(resource, sets)
        if hint:
            return Classification(False, Basis.SUSPECTED, hint)
        # What the catalogue does not know is no store of which a default could speak.
        if estate.default_class is DefaultClass.NONE and self._is_known(resource):
            return Classification(False, Basis.NONE, ASSUMED)
        return Classification(False, Basis.UNCLASSIFIED)

    def own_tag(self, resource: Resource) -> str:
        """Text of a tag set on the resource itself (not by its provider) that declares health data; else empty."""
        found = map(self._estate.recognition.declared, self._own_sets(resource))
        return next(filter(None, found), None) or ""

    def is_inherited(self, resource: Resource) -> bool:
        """Whether what a resource is tagged with is meant for what is in it."""
        return self._namespaces.is_one(resource)

    def contradictory(self, resource: Resource) -> tuple[str, str] | None:
        """What is set on it for and against health data, both; None when a rule of the estate decides."""
        if isinstance(self._rule(resource), ClassificationRule):
            return None
        against = map(self._estate.recognition.denying, self._own_sets(resource))
        says_none = next(filter(None, against), None)
        says_health = (self.own_tag(resource) or self._native(resource)) if says_none else ""
        return (says_health, says_none) if says_health and says_none else None

    def overruled(self, resource: Resource) -> tuple[str, str] | None:
        """What is set on a resource itself for health data, and the reason of the rule of the estate that clears it."""
        rule = self._rule(resource)
        if not isinstance(rule, ClassificationRule) or rule.health:
            return None
        says_health = self.own_tag(resource) or self._native(resource)
        return (says_health, rule.reason) if says_health else None

    def unused_rules(self) -> tuple[ClassificationRule, ...]:
        """Rules of the estate that decided on no resource so far."""
        return tuple(rule for number, rule in enumerate(self._estate.rules) if number not in self._used)

    def _is_known(self, resource: Resource) -> bool:
        return self._catalogue.decision(resource.type, resource.provider.name) is not None

    def _provider(self, resource: Resource) -> Provider | None:
        name = (resource.type, resource.provider.name)
        if name not in self._providers:
            self._providers[name] = self._catalogue.provider_of(resource)
        return self._providers[name]

    def _rule(self, resource: Resource) -> ClassificationRule | Unknown | None:
        if not self._estate.rules:
            return None
        provider = self._provider(resource)
        tags = tags_of(resource, provider.tags if provider else ())
        rule = classification_rule_for(self._estate, resource, tags)
        if isinstance(rule, ClassificationRule):
            self._used.add(self._estate.rules.index(rule))
        return rule

    def _tag_sets(self, resource: Resource) -> list[Mapping[str, Value]]:
        provider = self._provider(resource)
        tags = provider.tags if provider else ()
        inherited = self._namespaces.tags(resource, tags_of(resource, tags))
        telling = map(self._estate.recognition.telling, (*tag_sets(resource, tags), *inherited))
        return [tags for tags in telling if tags]

    def _own_sets(self, resource: Resource) -> Iterator[Mapping[str, Value]]:
        provider = self._provider(resource)
        return tag_sets(resource, [name for name in (provider.tags if provider else ()) if name not in _MERGED])

    def _native(self, resource: Resource) -> str:
        provider = self._provider(resource)
        for path, patterns in provider.native.items() if provider else ():
            for value in values_at(resource.attributes, path):
                text = str(value).lower() if isinstance(value, bool) else value
                if isinstance(text, str) and any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns):
                    return f"HDS option of the hoster: {path} = {text}"
        return ""

    def _hint(self, resource: Resource, sets: list[Mapping[str, Value]]) -> str:
        decision = self._catalogue.decision(resource.type, resource.provider.name)
        if decision is not None and decision.suspected:
            return f"{resource.type} is made for health data"
        tag = next(filter(None, map(self._estate.recognition.suspected, sets)), None)
        return tag or self._program(resource) or (self._name(resource) if decision and decision.role in _KEEPS else "")

    def _program(self, resource: Resource) -> str:
        """A program made for health data that the resource runs."""
        hints = self._catalogue.hints
        for path in hints.software_attributes:
            for value in values_at(resource.attributes, path):
                if isinstance(value, str) and (word := hints.in_software(value)):
                    return f"{path} names {word}"
        return ""

    def _name(self, resource: Resource) -> str:
        """A name of the resource that speaks of health data."""
        hints = self._catalogue.hints
        if word := hints.in_name(resource.name):
            return f"its name in the configuration speaks of {word}"
        for path in self._catalogue.naming.attributes:
            for value in values_at(resource.attributes, path):
                if isinstance(value, str) and (word := hints.in_name(value)):
                    return f"{path} speaks of {word}"
        return ""


_KEEPS = frozenset({Role.STORES, Role.BACKS_UP})
_MERGED = frozenset({"tags_all", "effective_labels"})

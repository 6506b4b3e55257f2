"""Where the declaration stands that decided on a resource: a rule of the estate, a tag, an option of the hoster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hds_policy.catalogue import Catalogue
from hds_policy.config import ClassificationRule, Estate
from hds_policy.config.rule_choice import classification_rule_for
from hds_policy.config.selection import tag_sets, tags_of
from hds_policy.model import Basis, Classification, Resource, SourceRange, Value
from hds_policy.propagation.places import attribute_place


@dataclass(frozen=True, slots=True)
class Declaring:
    """Finds the place of a declaration.

    Attributes:
        rule_lines: line of each classification rule in the estate file; empty when there is no file.
        estate_name: name of that file, without its folder.
    """

    catalogue: Catalogue
    estate: Estate
    rule_lines: tuple[int, ...] = ()
    estate_name: str = ""

    def place(self, resource: Resource, found: Classification) -> SourceRange | None:
        """Place of what decided; None when it stands nowhere (a default, a type, a value of the environment)."""
        if found.basis is Basis.PROPAGATED:
            return None
        provider = self.catalogue.provider_of(resource)
        tags = provider.tags if provider else ()
        rule = classification_rule_for(self.estate, resource, tags_of(resource, tags))
        if isinstance(rule, ClassificationRule) and found.evidence == f"estate: {rule.reason}":
            return self.rule_place(rule)
        saying = [path for path in tags if found.evidence in self._said(tag_sets(resource, (path,)))]
        if found.evidence and saying:
            # Tags that only the merged attribute has are the provider's.
            own = next((path for path in saying if path.partition(".")[0] in resource.lines), "")
            return attribute_place(resource, own) if own else resource.provider.location
        for path in provider.native if provider else ():
            if found.evidence.startswith(f"HDS option of the hoster: {path} = "):
                return attribute_place(resource, path)
        return None

    def _said(self, sets: Iterable[Mapping[str, Value]]) -> set[str | None]:
        recognition = self.estate.recognition
        asks = (recognition.declared, recognition.denied, recognition.suspected)
        return {ask(tags) for tags in sets for ask in asks}

    def rule_place(self, rule: ClassificationRule) -> SourceRange | None:
        """Place of a classification rule in the estate file."""
        index = self.estate.rules.index(rule)
        if index >= len(self.rule_lines):
            return None
        return SourceRange(self.estate_name, self.rule_lines[index], self.rule_lines[index])

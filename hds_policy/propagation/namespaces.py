"""What the namespace of a Kubernetes object says of what is in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hds_policy.catalogue import Catalogue
from hds_policy.config.selection import tags_of
from hds_policy.model import Resource, Value
from hds_policy.model.attributes import values_at

_TYPES = frozenset({"kubernetes_namespace", "kubernetes_namespace_v1"})
_NAMES = ("metadata.namespace", "namespace")
"""Where an object, or a release of a chart, names its namespace."""


class Namespaces:
    """Labels and annotations of namespaces, by name.

    A namespace of the same root comes first. Where that has none of the name, every root's counts: a manifest does not
    say which folder's namespace it will meet.
    """

    def __init__(self, resources: Iterable[Resource], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._here: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        self._anywhere: dict[str, list[Resource]] = defaultdict(list)
        for resource in resources:
            if resource.type in _TYPES and not resource.is_data:
                for name in values_at(resource.attributes, "metadata.name"):
                    if isinstance(name, str):
                        self._here[resource.root, name].append(resource)
                        self._anywhere[name].append(resource)

    @staticmethod
    def is_one(resource: Resource) -> bool:
        """Whether a resource is a namespace: what it is tagged with is meant for what is in it."""
        return resource.type in _TYPES

    def tags(self, resource: Resource, own: Mapping[str, Value]) -> list[dict[str, Value]]:
        """Tags of the namespaces that a resource may be in, without those it sets itself; each names its namespace."""
        if not self._anywhere:
            return []
        provider = self._catalogue.provider_of(resource)
        if provider is None or not provider.in_cluster or self.is_one(resource):
            return []
        names = (value for path in _NAMES for value in values_at(resource.attributes, path))
        name = next((value for value in names if isinstance(value, str)), "")
        found = self._here.get((resource.root, name)) or self._anywhere.get(name, [])
        return [
            {f"namespace {name}: {key}": value for key, value in tags_of(one, provider.tags).items() if key not in own}
            for one in found
        ]

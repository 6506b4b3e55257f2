"""What was converted, joined: names of other objects become references."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from hds_collectors.kubernetes.reference_table import CLAIM, NAMED, POD_SPECS
from hds_policy.model import Reference, Resource, Unknown, Value
from hds_policy.model.attributes import values_at

_SET = "kubernetes_stateful_set_v1"
_TEMPLATES = "spec.volume_claim_template"
_NUMBER = re.compile(r"-[0-9]+$")


def linked(resources: Iterable[Resource]) -> list[Reference]:
    """The references between resources, each exact.

    Args:
        resources: what ``resource_of`` gave, and ``claims_of`` for manifests; keys must be unique. Those of one root
            lie in one cluster. What a manifest names and its own folder does not hold may lie in another folder.
    """
    found = list(resources)
    index = Index(found)
    return [reference for resource in found for reference in index.references(resource)]


class Index:
    """Objects by root, type, namespace and name."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._here: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        self._manifests: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        self._numbered: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        for resource in resources:
            self._here[resource.root, resource.type, resource.name].append(resource)
            if resource.type == CLAIM:
                stem = _NUMBER.sub("", resource.name)
                self._numbered[resource.root, namespace_of(resource), stem].append(resource)
            if resource.location is not None:
                self._manifests[resource.type, resource.name].append(resource)

    def find(self, holder: Resource, resource_type: str, name: str, namespace: str) -> list[Resource]:
        """Objects that a name means: those of that namespace, or whose namespace, or the holder's, is not told."""
        every = self._here.get((holder.root, resource_type, name), ())
        found = [one for one in every if not namespace or namespace_of(one) in ("", namespace)]
        if found or holder.location is None:
            return found
        every = self._manifests.get((resource_type, name), ())
        return [one for one in every if not namespace or namespace_of(one) in ("", namespace)]

    def references(self, resource: Resource) -> Iterator[Reference]:
        """References by the table."""
        own = namespace_of(resource)
        for named in NAMED.get(resource.type, ()):
            names = values_at(resource.attributes, named.path)
            if not names:
                continue
            told = values_at(resource.attributes, named.namespace) if named.namespace else []
            namespace = told[0] if told and isinstance(told[0], str) else own
            for name in dict.fromkeys(name for name in names if isinstance(name, str)):
                for target in self.find(resource, named.target, name, namespace):
                    if target is not resource:
                        yield Reference(resource.key, target.key, named.path)
        if resource.type == _SET:
            yield from self._claims(resource)

    def _claims(self, stateful: Resource) -> Iterator[Reference]:
        """To the claims made from its templates: one as manifests have it, numbered ones in a cluster."""
        for name in values_at(stateful.attributes, f"{_TEMPLATES}.metadata.name"):
            for claim in self._numbered.get((stateful.root, namespace_of(stateful), f"{name}-{stateful.name}"), ()):
                yield Reference(stateful.key, claim.key, f"{POD_SPECS[_SET]}.volume.persistent_volume_claim.claim_name")


def namespace_of(resource: Resource) -> str:
    """Namespace of an object; empty when it has none or it is not told."""
    found = next(iter(values_at(resource.attributes, "metadata.namespace")), "")
    return found if isinstance(found, str) else ""


def claims_of(resource: Resource) -> Iterator[Resource]:
    """The claims a stateful set will make from its templates: symbolic, as one comes for each of its pods.

    In a live cluster they are there, and are read.
    """
    if resource.type != _SET:
        return
    namespace = namespace_of(resource)
    for template in values_at(resource.attributes, _TEMPLATES):
        if isinstance(template, Unknown) or not isinstance(template, dict):
            continue
        name = next(iter(values_at(template, "metadata.name")), None)
        if not isinstance(name, str):
            continue
        label = f"{namespace}/{name}-{resource.name}" if namespace else f"{name}-{resource.name}"
        metadata = [{**block, "namespace": namespace} for block in _blocks(template.get("metadata"))]
        line = resource.lines.get(_TEMPLATES)
        yield replace(
            resource,
            address=f"{CLAIM}.{label}[?]",
            type=CLAIM,
            name=f"{name}-{resource.name}",
            attributes={"metadata": metadata, "spec": template.get("spec")},
            lines={} if line is None else {"metadata": line, "spec": line},
            symbolic=True,
        )


def _blocks(value: Value) -> list[dict[str, Value]]:
    return [block for block in value if isinstance(block, dict)] if isinstance(value, list) else []

"""What a controller made of an object that is read anyway: a pod says what its deployment says, and is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEMPLATES = {
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    "Pod": ("spec",),
}
_TEMPLATE = ("spec", "template", "spec")


class Controllers:
    """Remembers what was read, and tells which objects only repeat it.

    What an injector added to the pods of a workload is not in its template: the first pod with other containers than
    the template, or than the pods before, is kept.
    """

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}
        self._variants: set[tuple[str, frozenset[str]]] = set()

    def repeats(self, obj: Mapping[str, Any]) -> bool:
        """Whether an object says nothing that its controller does not; each object is to be asked about once."""
        metadata = obj["metadata"]
        owner = _controller(metadata)
        own = _containers(obj)
        repeated = owner in self._known
        if repeated and own != self._known[owner] and not _is_retired(obj):
            repeated = (owner, own) in self._variants
            self._variants.add((owner, own))
        uid = metadata.get("uid")
        if own and isinstance(uid, str):
            self._known[uid] = own
        return repeated


def _is_retired(obj: Mapping[str, Any]) -> bool:
    """Whether it is an earlier revision of a deployment, kept for a way back, of which nothing runs."""
    spec = obj.get("spec")
    return obj.get("kind") == "ReplicaSet" and isinstance(spec, Mapping) and spec.get("replicas") == 0


def _controller(metadata: Mapping[str, Any]) -> str:
    owners = metadata.get("ownerReferences")
    for owner in owners if isinstance(owners, list) else ():
        if isinstance(owner, dict) and owner.get("controller") is True and isinstance(owner.get("uid"), str):
            return str(owner["uid"])
    return ""


def _containers(obj: Mapping[str, Any]) -> frozenset[str]:
    """Names of the containers of a workload, with their images; empty for what is none."""
    spec: Any = obj
    for part in _TEMPLATES.get(str(obj.get("kind")), _TEMPLATE):
        spec = spec.get(part) if isinstance(spec, Mapping) else None
    if not isinstance(spec, Mapping):
        return frozenset()
    found = set()
    for key in ("initContainers", "containers"):
        containers = spec.get(key)
        for container in containers if isinstance(containers, list) else ():
            if isinstance(container, Mapping):
                found.add(f"{container.get('name')} {container.get('image')}")
    return frozenset(found)

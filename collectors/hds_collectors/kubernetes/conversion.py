"""From an object of the Kubernetes API to a Resource. Pure: what a manifest and a live cluster have in common.

``objects_of`` takes a document apart (a ``List`` holds several), ``resource_of`` converts one object, and
``joining.joined`` joins all that was converted. A collector fetches objects and says where each comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from hds_collectors.kubernetes.cloud_objects import of_cloud
from hds_collectors.kubernetes.kinds import CLUSTER_SCOPED, snake, type_of
from hds_policy.model import Cause, ProviderConfig, Resource, SourceRange, Unknown, Value

SENSITIVE = Unknown(Cause.UNRESOLVED_VALUE, "sensitive value: not read")
MAX_DEPTH = 100
"""Deepest nesting of an object that is kept; what is below is Unknown."""

_LISTS = re.compile(r"^[A-Za-z]*List$")
# The provider names blocks that repeat in the singular.
_SINGULAR = {
    "containers": "container",
    "initContainers": "init_container",
    "ephemeralContainers": "ephemeral_container",
    "volumes": "volume",
    "volumeMounts": "volume_mount",
    "volumeClaimTemplates": "volume_claim_template",
    "ports": "port",
}
# Their keys are data, not names of fields.
_MAPS = frozenset(
    {
        "annotations",
        "binaryData",
        "capacity",
        "data",
        "labels",
        "limits",
        "matchLabels",
        "nodeSelector",
        "parameters",
        "requests",
        "stringData",
        "volumeAttributes",
    }
)
_LEFT_OUT = frozenset({"managedFields", "kubectl.kubernetes.io/last-applied-configuration"})
_KEEPS_STATUS = frozenset(
    {"k8s_snapshot_storage_k8s_io_volume_snapshot", "k8s_snapshot_storage_k8s_io_volume_snapshot_content"}
)
_RENAMED = {"kubernetes_storage_class_v1": {"provisioner": "storage_provisioner"}}
_PVS = "kubernetes_persistent_volume_v1"
_PV_FIELDS = frozenset(
    {
        "accessModes",
        "capacity",
        "claimRef",
        "mountOptions",
        "nodeAffinity",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "volumeAttributesClassName",
        "volumeMode",
    }
)
# What the API says of an argument that is not set: Velero 1.17, BackupSpec.
_DEFAULTS = {
    "k8s_velero_io_backup": (("spec",), "storage_location", "default"),
    "k8s_velero_io_schedule": (("spec", "template"), "storage_location", "default"),
}
_SECRET_NAME = re.compile(
    r"(?i)(^|[_.-])(passw(or)?d|secret|secret_?key|access_?key|token|private_?key|api_?key|credentials)$"
)


class Origin(Struct, frozen=True):
    """Where an object comes from.

    Attributes:
        root: as ``Resource.root``: the folder of its file, or a name for the cluster it was read from; what has one
            root lies in one cluster.
        provider: configuration of the provider ``kubernetes``; of a live cluster with ``host`` and ``config_context``,
            which the ``[[clusters]]`` of the estate select by; without either for a manifest.
        location: where the object stands in a file; None for a live one.
        lines: for each mapping of the object, by its ``id()``, the line of each key from 1 on; empty for live ones.
        namespace: namespace of what names none; empty when it is not told.
    """

    root: str
    provider: ProviderConfig
    location: SourceRange | None = None
    lines: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    namespace: str = ""


class NotAnObjectError(ValueError):
    """A document that claims to be an object of Kubernetes and is none; the reason for a person."""


def objects_of(document: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a document, those of a ``List`` one by one; what is null holds none.

    Raises:
        NotAnObjectError: it is no object, or an entry of a list is none.
    """
    if document is None:
        return
    if not isinstance(document, Mapping):
        raise NotAnObjectError("not an object")
    kind, version = document.get("kind"), document.get("apiVersion")
    if not isinstance(kind, str) or not kind or not isinstance(version, str) or not version:
        raise NotAnObjectError("apiVersion and kind are not both told")
    if not _LISTS.match(kind) or "items" not in document:
        yield document
        return
    items = document["items"]
    if items is not None and not isinstance(items, list):
        raise NotAnObjectError("items is not a list")
    for item in items or ():
        # The server leaves both out in the items of a typed list.
        own = {"apiVersion": version, "kind": kind.removesuffix("List"), **item} if isinstance(item, Mapping) else item
        yield from objects_of(item if isinstance(item, Mapping) and "kind" in item else own)


def resource_of(obj: Mapping[str, Any], origin: Origin) -> Resource:
    """One object as a resource.

    Args:
        obj: an object of the API as JSON has it: ``apiVersion``, ``kind``, ``metadata``, and the rest.
        origin: where it comes from.

    Returns:
        A resource of the type ``type_of`` names, or of what an operator makes from it in a cloud (``of_cloud``), at
        the address ``type.namespace/name`` (``type.name`` without a namespace). Its attributes are those of the
        Terraform provider: names in snake case, blocks as lists of dicts, blocks that repeat in the singular. The
        values of a Secret are not kept.

    Raises:
        NotAnObjectError: it has no kind or no name.
    """
    kind, metadata = str(obj.get("kind")), obj.get("metadata")
    if not isinstance(metadata, Mapping):
        raise NotAnObjectError(f"a {kind} without metadata")
    name = metadata.get("name") or metadata.get("generateName")
    if not isinstance(name, str):
        raise NotAnObjectError(f"a {kind} without a name")
    resource_type = type_of(str(obj.get("apiVersion")), kind)
    told = metadata.get("namespace")
    namespace = "" if kind in CLUSTER_SCOPED else told if told and isinstance(told, str) else origin.namespace
    converting = _Converting(origin.lines, resource_type)
    attributes = converting.object(obj)
    if namespace:
        _at(attributes, "metadata").setdefault("namespace", namespace)
    label = f"{namespace}/{name}" if namespace else name
    made = Resource(
        address=f"{resource_type}.{label}",
        type=resource_type,
        name=name,
        root=origin.root,
        provider=origin.provider,
        attributes=attributes,
        location=origin.location,
        lines=converting.found,
        symbolic="name" not in metadata,
    )
    return of_cloud(made, label) if resource_type.startswith("k8s_") else made


def _at(attributes: dict[str, Value], name: str) -> dict[str, Value]:
    block = attributes[name]
    assert isinstance(block, list) and isinstance(block[0], dict)  # noqa: S101 - made by the conversion itself
    return block[0]


class _Converting:
    """One conversion; ``found`` collects the line of each attribute path."""

    def __init__(self, lines: Mapping[int, Mapping[str, int]], resource_type: str) -> None:
        self._lines = lines
        self._type = resource_type
        self._secret = resource_type == "kubernetes_secret_v1"
        self.found: dict[str, int] = {}

    def object(self, obj: Mapping[str, Any]) -> dict[str, Value]:
        lines = self._lines.get(id(obj), {})
        renamed = _RENAMED.get(self._type, {})
        attributes: dict[str, Value] = {}
        if not self._type.startswith("kubernetes_"):
            attributes["api_version"], attributes["kind"] = str(obj["apiVersion"]), str(obj["kind"])
        for key, value in obj.items():
            if key in ("apiVersion", "kind") or (key == "status" and self._type not in _KEEPS_STATUS):
                continue
            name = renamed.get(key) or snake(key)
            if key in lines:
                self.found[name] = lines[key]
            if self._secret and key in ("data", "stringData"):
                known = attributes.get("data")
                kept = dict.fromkeys(value, SENSITIVE) if isinstance(value, Mapping) else {}
                attributes["data"] = {**known, **kept} if isinstance(known, dict) else dict(kept)
                continue
            attributes[name] = self._value(key, value, name, 1)
        if self._type == _PVS:
            _wrap_source(attributes, obj, self.found)
        if self._type in _DEFAULTS:
            _set_defaults(attributes, *_DEFAULTS[self._type])
        return attributes

    def _value(self, key: str, value: Any, path: str, depth: int) -> Value:
        if isinstance(value, Mapping):
            if key in _MAPS or (key == "selector" and all(type(inner) is str for inner in value.values())):
                return {name: _plain(inner) for name, inner in value.items() if name not in _LEFT_OUT}
            return [self._block(value, path, depth + 1)]
        if isinstance(value, list):
            if depth > MAX_DEPTH:
                return Unknown(Cause.LIMIT_EXCEEDED, "nested too deeply")
            return [
                self._block(item, path, depth + 1)
                if isinstance(item, Mapping)
                else self._value("", item, path, depth + 1)
                for item in value
            ]
        return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)

    def _block(self, block: Mapping[str, Any], path: str, depth: int) -> dict[str, Value] | Unknown:
        if depth > MAX_DEPTH:
            return Unknown(Cause.LIMIT_EXCEEDED, "nested too deeply")
        lines = self._lines.get(id(block))
        made: dict[str, Value] = {}
        for key, value in block.items():
            if key in _LEFT_OUT:
                continue
            name = _SINGULAR.get(key) or snake(key)
            below = f"{path}.{name}"
            if lines is not None and key in lines:
                self.found.setdefault(below, lines[key])
            if type(value) is str:
                made[name] = SENSITIVE if key != "name" and _SECRET_NAME.search(key) else value
            else:
                made[name] = self._value(key, value, below, depth)
        # The variables of a container are pairs of a name and a value.
        if type(made.get("value")) is str and _SECRET_NAME.search(str(made.get("name", ""))):
            made["value"] = SENSITIVE
        return made


def _plain(value: Any) -> Value:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return Unknown(Cause.UNRESOLVED_VALUE, "not a text")


def _set_defaults(attributes: dict[str, Value], blocks: tuple[str, ...], name: str, value: str) -> None:
    block = attributes
    for step in blocks:
        inner = block.setdefault(step, [{}])
        if not (isinstance(inner, list) and inner and isinstance(inner[0], dict)):
            return
        block = inner[0]
    block.setdefault(name, value)


def _wrap_source(attributes: dict[str, Value], obj: Mapping[str, Any], lines: dict[str, int]) -> None:
    """The provider keeps what a volume lies on in a block of its own."""
    spec = obj.get("spec")
    if not isinstance(spec, Mapping):
        return
    block = _at(attributes, "spec")
    source: dict[str, Value] = {}
    for key in spec:
        name = snake(key)
        if key not in _PV_FIELDS and name in block:
            source[name] = block.pop(name)
            for path in [path for path in lines if path == f"spec.{name}" or path.startswith(f"spec.{name}.")]:
                lines[path.replace("spec.", "spec.persistent_volume_source.", 1)] = lines.pop(path)
    if source:
        block["persistent_volume_source"] = [source]

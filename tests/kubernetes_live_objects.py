"""Objects for a test cluster, as small as the API server takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Object = dict[str, Any]


def made(version: str, kind: str, name: str, namespace: str = "", **rest: Any) -> Object:
    metadata: Object = {"name": name, **rest.pop("metadata", {})}
    if namespace:
        metadata["namespace"] = namespace
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **rest}


def namespace(name: str, **labels: str) -> Object:
    return made("v1", "Namespace", name, metadata={"labels": {key.replace("_", "/"): v for key, v in labels.items()}})


def pod_spec(*claims: str, image: str = "registry.test/app:1", containers: tuple[str, ...] = ("app",)) -> Object:
    volumes = [{"name": claim, "persistentVolumeClaim": {"claimName": claim}} for claim in claims]
    return {"containers": [{"name": name, "image": image} for name in containers], "volumes": volumes}


def workload(kind: str, name: str, namespace: str, spec: Object, **rest: Any) -> Object:
    template = {"metadata": {"labels": {"app": name}}, "spec": spec}
    inner: Object = {"selector": {"matchLabels": {"app": name}}, "template": template, **rest}
    return made("apps/v1", kind, name, namespace, spec=inner)


def claim(name: str, namespace: str, storage_class: str = "fast", volume: str = "") -> Object:
    spec: Object = {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": "1Gi"}},
        "storageClassName": storage_class,
    }
    return made(
        "v1", "PersistentVolumeClaim", name, namespace, spec={**spec, **({"volumeName": volume} if volume else {})}
    )


def definition(group: str, kind: str, plural: str, version: str = "v1") -> Object:
    """A CRD that takes any spec."""
    schema = {
        "type": "object",
        "properties": {"spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
    }
    return made(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        f"{plural}.{group}",
        spec={
            "group": group,
            "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "listKind": f"{kind}List"},
            "scope": "Namespaced",
            "versions": [{"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}],
        },
    )


def owned(obj: Object, owner: Mapping[str, Any]) -> Object:
    """The object, made by the controller of an owner that exists."""
    reference = {
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": owner["metadata"]["name"],
        "uid": owner["metadata"]["uid"],
        "controller": True,
    }
    return {**obj, "metadata": {**obj["metadata"], "ownerReferences": [reference]}}

"""Where a volume of a cluster lies: which driver keeps it, and whether that agrees with where the cluster is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hds_policy.model import Reference, Resource
from hds_policy.model.attributes import values_at

_DEPTH = 4
_DRIVERS = ("storage_provisioner", "driver", "spec.driver", "spec.persistent_volume_source.csi.driver")
"""Attributes that name a driver: of a class, a class of snapshots, a snapshot, a volume."""
_IN_TREE = {
    "aws_elastic_block_store": "kubernetes.io/aws-ebs",
    "azure_disk": "kubernetes.io/azure-disk",
    "azure_file": "kubernetes.io/azure-file",
    "cinder": "kubernetes.io/cinder",
    "gce_persistent_disk": "kubernetes.io/gce-pd",
    "vsphere_volume": "kubernetes.io/vsphere-volume",
    "host_path": "hostpath.csi.k8s.io",
    "local": "kubernetes.io/no-provisioner",
    "nfs": "nfs.csi.k8s.io",
    "cephfs": "cephfs.csi.ceph.com",
    "rbd": "rbd.csi.ceph.com",
    "ceph_fs": "cephfs.csi.ceph.com",
    "glusterfs": "org.gluster.glusterfs",
}
"""Volumes of before there were drivers, and the driver that took each over."""
_CLASS = "spec.storage_class_name"
_TELLING = (
    "spec.volume_name",
    _CLASS,
    "spec.source.persistent_volume_claim_name",
    "spec.source.volume_snapshot_content_name",
    "status.bound_volume_snapshot_content_name",
    "spec.volume_snapshot_class_name",
)
"""References that lead to what names the driver, the surest first."""
_ZONES = (
    "spec.node_affinity.required.node_selector_term.match_expressions.values",
    "spec.persistent_volume_source.node_affinity.required.node_selector_terms.match_expressions.values",
    "spec.node_affinity.required.node_selector_terms.match_expressions.values",
    "allowed_topologies.match_label_expressions.values",
)


class Volumes:
    """Reads the drivers and zones of volumes.

    Args:
        resources: all resources by key.
        references: by (key of the source, attribute).
    """

    def __init__(
        self, resources: Mapping[str, Resource], references: Mapping[tuple[str, str], Sequence[Reference]]
    ) -> None:
        self._resources = resources
        self._references = references

    def driver(self, resource: Resource) -> str:
        """Name of the driver that keeps a claim, a volume or a snapshot; empty when nothing tells it."""
        for one in self._chain(resource, _DEPTH):
            for path in _DRIVERS:
                for value in values_at(one.attributes, path):
                    if isinstance(value, str) and value:
                        return value
            for source in values_at(one.attributes, "spec.persistent_volume_source"):
                found = [_IN_TREE[name] for name in source if name in _IN_TREE] if isinstance(source, dict) else []
                if found:
                    return found[0]
        return ""

    def unread_class(self, resource: Resource) -> str:
        """Name of the class that a volume is of, and that was not read; empty when it names none."""
        for one in self._chain(resource, _DEPTH):
            if self._references.get((one.key, _CLASS)):
                continue
            for value in values_at(one.attributes, _CLASS):
                if isinstance(value, str) and value:
                    return value
        return ""

    def zones(self, resource: Resource) -> list[str]:
        """Zones that a volume, or the class it is made by, is bound to."""
        return [
            value
            for one in self._chain(resource, _DEPTH)
            for path in _ZONES
            for value in values_at(one.attributes, path)
            if isinstance(value, str)
        ]

    def _chain(self, resource: Resource, depth: int) -> Iterator[Resource]:
        yield resource
        if depth == 0:
            return
        for attribute in _TELLING:
            for reference in self._references.get((resource.key, attribute), ()):
                target = self._resources.get(reference.target)
                if target is not None and target is not resource:
                    yield from self._chain(target, depth - 1)

"""Names of other objects become references: in the namespace that is meant, and in no other."""

from __future__ import annotations

from hds_collectors.kubernetes.collector import collect_text

CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: %s}\n---\n"
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: app, namespace: ehr}
spec:
  containers: [{name: c, env: [{name: P, valueFrom: {secretKeyRef: {name: s, key: p}}}]}]
  volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
---
"""
SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: %s}\n---\n"


def references(text: str) -> list[tuple[str, str, str]]:
    found = collect_text(text.encode(), "a.yaml").references
    return [(one.source, one.attribute, one.target) for one in found]


def test_a_name_means_an_object_of_the_same_namespace() -> None:
    text = POD + CLAIM % "ehr" + CLAIM % "shop" + SECRET % "ehr" + SECRET % "shop"
    pod, claim = "kubernetes_pod_v1.ehr/app", "kubernetes_persistent_volume_claim_v1.ehr/data"
    assert references(text) == [
        (pod, "spec.container.env.value_from.secret_key_ref.name", "kubernetes_secret_v1.ehr/s"),
        (pod, "spec.volume.persistent_volume_claim.claim_name", claim),
    ]


def test_a_namespace_that_is_not_told_may_be_any() -> None:
    claim = CLAIM.replace(", namespace: %s", "")
    assert [target for _, _, target in references(POD + claim)] == ["kubernetes_persistent_volume_claim_v1.data"]


def test_volumes_snapshots_and_their_classes() -> None:
    text = (
        CLAIM % "ehr"
        + """\
apiVersion: v1
kind: PersistentVolume
metadata: {name: pv}
spec: {claimRef: {name: data, namespace: ehr}, storageClassName: fast, csi: {driver: d, volumeHandle: h}}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: d
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: {name: snap, namespace: ehr}
spec: {source: {persistentVolumeClaimName: data}}
"""
    )
    claim = "kubernetes_persistent_volume_claim_v1.ehr/data"
    snapshot = "k8s_snapshot_storage_k8s_io_volume_snapshot.ehr/snap"
    assert references(text) == [
        (snapshot, "spec.source.persistent_volume_claim_name", claim),
        ("kubernetes_persistent_volume_v1.pv", "spec.claim_ref.name", claim),
        ("kubernetes_persistent_volume_v1.pv", "spec.storage_class_name", "kubernetes_storage_class_v1.fast"),
    ]


def test_a_stateful_set_makes_claims() -> None:
    text = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: ehr}
spec:
  volumeClaimTemplates:
  - metadata: {name: data, labels: {tier: db}}
    spec: {storageClassName: fast}
"""
    found = collect_text(text.encode(), "a.yaml").resources
    assert [(one.key, one.symbolic) for one in found] == [
        ("kubernetes_persistent_volume_claim_v1.ehr/data-db[?]", True),
        ("kubernetes_stateful_set_v1.ehr/db", False),
    ]
    assert found[0].lines == {"metadata": 5, "spec": 5}

"""Objects of the API as resources: types, addresses, attributes as the Terraform provider names them, lines."""

from __future__ import annotations

from typing import Any

import pytest
from hds_collectors.kubernetes.conversion import SENSITIVE, NotAnObjectError, Origin, objects_of, resource_of
from hds_collectors.kubernetes.kinds import snake, type_of
from hds_collectors.kubernetes.yaml_documents import documents_of

from hds_policy.model import ProviderConfig, Resource, SourceRange, Unknown
from hds_policy.model.attributes import values_at

PROVIDER = ProviderConfig("kubernetes", declared=False)


def converted(text: str) -> Resource:
    (document,) = documents_of(text)
    (value,) = objects_of(document.value)
    place = SourceRange("a.yaml", document.start_line, document.end_line)
    return resource_of(value, Origin(".", PROVIDER, place, document.lines))


@pytest.mark.parametrize(
    ("version", "kind", "expected"),
    [
        ("v1", "Pod", "kubernetes_pod_v1"),
        ("apps/v1", "StatefulSet", "kubernetes_stateful_set_v1"),
        ("extensions/v1beta1", "Deployment", "kubernetes_deployment_v1"),
        ("batch/v1beta1", "CronJob", "kubernetes_cron_job_v1"),
        ("storage.k8s.io/v1", "CSIDriver", "kubernetes_csi_driver_v1"),
        ("v1", "Node", "k8s_node"),
        ("apps/v1", "ReplicaSet", "k8s_apps_replica_set"),
        ("velero.io/v1", "BackupStorageLocation", "k8s_velero_io_backup_storage_location"),
        # A kind of the same name in another group is something else.
        ("serving.knative.dev/v1", "Service", "k8s_serving_knative_dev_service"),
    ],
)
def test_types(version: str, kind: str, expected: str) -> None:
    assert type_of(version, kind) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("secretKeyRef", "secret_key_ref"), ("clusterIP", "cluster_ip"), ("CSIDriver", "csi_driver"), ("s3Url", "s3_url")],
)
def test_names_in_snake_case(name: str, expected: str) -> None:
    assert snake(name) == expected


DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: ehr
  labels: {app.kubernetes.io/partOf: EHR}
  annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
  managedFields: []
spec:
  template:
    spec:
      initContainers: [{name: first, image: busybox}]
      containers:
      - name: api
        env:
        - {name: DB_HOST, value: db}
        - {name: DB_PASSWORD, value: hunter2}
        envFrom: [{secretRef: {name: api}}]
      volumes:
      - name: data
        persistentVolumeClaim: {claimName: data}
status: {replicas: 1}
"""


def test_a_workload_has_the_attributes_of_the_terraform_provider() -> None:
    found = converted(DEPLOYMENT)
    assert found.address == "kubernetes_deployment_v1.ehr/api"
    assert found.name == "api"
    spec = "spec.template.spec"
    assert values_at(found.attributes, "metadata.labels") == [{"app.kubernetes.io/partOf": "EHR"}]
    assert values_at(found.attributes, "metadata.annotations") == [{}]
    assert values_at(found.attributes, f"{spec}.volume.persistent_volume_claim.claim_name") == ["data"]
    assert values_at(found.attributes, f"{spec}.container.env_from.secret_ref.name") == ["api"]
    assert values_at(found.attributes, f"{spec}.init_container.image") == ["busybox"]
    assert values_at(found.attributes, f"{spec}.container.env.value") == ["db", SENSITIVE]
    assert "status" not in found.attributes
    assert "managed_fields" not in found.attributes["metadata"][0]  # type: ignore[index,operator]  # a block


def test_every_attribute_knows_its_line() -> None:
    found = converted(DEPLOYMENT)
    assert found.location == SourceRange("a.yaml", 1, 22)
    assert found.lines["metadata"] == 3
    assert found.lines["spec.template.spec.container.env"] == 15
    assert found.lines["spec.template.spec.volume.persistent_volume_claim.claim_name"] == 21


def test_what_a_volume_lies_on_is_a_block_of_its_own() -> None:
    found = converted(
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: pv, namespace: ignored}\nspec:\n"
        "  capacity: {storage: 1Gi}\n  csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}\n  claimRef: {name: c}\n"
    )
    assert found.address == "kubernetes_persistent_volume_v1.pv"
    source = "spec.persistent_volume_source.csi"
    assert values_at(found.attributes, f"{source}.driver") == ["ebs.csi.aws.com"]
    assert values_at(found.attributes, "spec.claim_ref.name") == ["c"]
    assert values_at(found.attributes, "spec.capacity") == [{"storage": "1Gi"}]
    assert found.lines[f"{source}.volume_handle"] == 6


def test_the_values_of_a_secret_are_not_kept() -> None:
    found = converted("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: cw==}\nstringData: {b: t}\n")
    assert found.attributes["data"] == {"a": SENSITIVE, "b": SENSITIVE}
    assert "cw==" not in repr(found)


def test_the_provisioner_of_a_storage_class_has_the_name_terraform_gives_it() -> None:
    text = "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\nprovisioner: csi.scaleway.com\n"
    assert converted(text).attributes["storage_provisioner"] == "csi.scaleway.com"


def test_an_object_of_no_terraform_type_keeps_what_it_is() -> None:
    found = converted("apiVersion: a.example/v1\nkind: Thing\nmetadata: {generateName: t-}\nspec: {endpointURL: x}\n")
    assert (found.type, found.address, found.symbolic) == ("k8s_a_example_thing", "k8s_a_example_thing.t-", True)
    assert (found.attributes["api_version"], found.attributes["kind"]) == ("a.example/v1", "Thing")
    assert values_at(found.attributes, "spec.endpoint_url") == ["x"]


def test_a_list_holds_its_items() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}
    listed: dict[str, Any] = {"apiVersion": "v1", "kind": "List", "items": [pod, {**pod, "metadata": {"name": "b"}}]}
    assert [one["metadata"]["name"] for one in objects_of(listed)] == ["a", "b"]
    # The server leaves the kind of the items of a typed list out.
    typed = {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{"metadata": {"name": "c"}}]}
    assert [(one["kind"], one["apiVersion"]) for one in objects_of(typed)] == [("Deployment", "apps/v1")]
    assert list(objects_of(None)) == []


@pytest.mark.parametrize(
    "document",
    [[], "text", {"kind": "Pod"}, {"apiVersion": "v1"}, {"apiVersion": "v1", "kind": "List", "items": [1]}],
)
def test_what_is_no_object_is_refused(document: object) -> None:
    with pytest.raises(NotAnObjectError):
        list(objects_of(document))


@pytest.mark.parametrize("metadata", [None, "x", {}, {"name": 1}])
def test_an_object_without_a_name_is_refused(metadata: object) -> None:
    with pytest.raises(NotAnObjectError):
        resource_of({"apiVersion": "v1", "kind": "Pod", "metadata": metadata}, Origin(".", PROVIDER))


def test_nesting_beyond_the_bound_is_unknown() -> None:
    deep: dict[str, Any] = {}
    for _ in range(300):
        deep = {"a": deep}
    found = resource_of(
        {"apiVersion": "x/v1", "kind": "T", "metadata": {"name": "t"}, "spec": deep}, Origin(".", PROVIDER)
    )
    part: Any = found.attributes["spec"]
    while not isinstance(part, Unknown):
        part = part[0]["a"] if isinstance(part, list) and isinstance(part[0], dict) else part[0]
    assert part.detail == "nested too deeply"

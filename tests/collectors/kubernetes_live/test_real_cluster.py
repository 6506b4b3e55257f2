"""Scans of a real API server: what is there is read, what is refused or fails is named, and nothing is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
import yaml
from command import Completed, environment, hds_policy
from kube_cluster import Cluster
from kubernetes_live_objects import claim, definition, made, namespace, owned, pod_spec, workload

ON = ("--on", "2026-11-23")
REPOSITORY = Path(__file__).resolve().parents[3]
READER = REPOSITORY / "examples" / "kubernetes" / "reader.yaml"
DATABASE = ("postgresql.cnpg.io", "Cluster", "clusters")
STRANGE = ("strange.example.com", "Vault", "vaults")
PASSWORD = "correct-horse-battery"
NODE = made(
    "v1",
    "Node",
    "node-1",
    metadata={"labels": {"topology.kubernetes.io/region": "fr-par"}},
    spec={"providerID": "scaleway://instance/fr-par-1/1"},
)


@pytest.fixture(scope="module")
def ward(cluster: Cluster) -> Cluster:
    """The cluster with one of each kind that matters."""
    cluster.create(
        namespace("ward", **{"hds-policy.dev_data": "health"}),
        namespace("shop"),
        made("storage.k8s.io/v1", "StorageClass", "fast", provisioner="csi.scaleway.com"),
        made("storage.k8s.io/v1", "CSIDriver", "csi.scaleway.com", spec={"attachRequired": True}),
        NODE,
        claim("records", "ward", volume="pv-records"),
        made(
            "v1",
            "PersistentVolume",
            "pv-records",
            spec={
                "capacity": {"storage": "1Gi"},
                "accessModes": ["ReadWriteOnce"],
                "storageClassName": "fast",
                "claimRef": {"namespace": "ward", "name": "records"},
                "csi": {"driver": "csi.scaleway.com", "volumeHandle": "vol-1"},
            },
        ),
        workload("Deployment", "app", "ward", pod_spec("records")),
        workload("StatefulSet", "db", "ward", pod_spec(), serviceName="db"),
        workload("DaemonSet", "logs", "shop", pod_spec()),
        made("v1", "ConfigMap", "settings", "ward", data={"endpoint": "https://records.example.com"}),
        made("v1", "Secret", "login", "ward", stringData={"password": PASSWORD}),
        made("v1", "Service", "app", "ward", spec={"ports": [{"port": 80}]}),
        definition(*DATABASE),
        definition(*STRANGE),
    )
    wait_for(cluster, "/apis/postgresql.cnpg.io/v1")
    wait_for(cluster, "/apis/strange.example.com/v1")
    cluster.create(
        made("postgresql.cnpg.io/v1", "Cluster", "records", "ward", spec={"instances": 3}),
        made("strange.example.com/v1", "Vault", "attic", "ward", spec={"hidden": "inside-the-vault"}),
    )
    return cluster


def wait_for(cluster: Cluster, path: str) -> None:
    for _ in range(200):
        try:
            if cluster.call("GET", path)["resources"]:
                return
        except HTTPError:
            pass
        time.sleep(0.05)
    raise AssertionError(path)


def scan(cluster: Cluster, user: str, *arguments: object, env: dict[str, str] | None = None) -> Completed:
    config = cluster.kubeconfig(user, name=f"kubeconfig-{user}")
    asked = ("scan", "kubernetes", "--kubeconfig", config, "--save", cluster.folder / "i.json", *arguments, *ON)
    return hds_policy(*asked, "--format", "json", cwd=cluster.folder, env=env or environment(HOME=str(cluster.folder)))


def content(cluster: Cluster) -> Any:
    return json.loads((cluster.folder / "i.json").read_bytes())["content"]


def addresses(cluster: Cluster) -> set[str]:
    return {entry["address"] for entry in content(cluster)["resources"]}


def unread(cluster: Cluster) -> dict[str, str]:
    return {entry["what"]: entry["cause"] for entry in content(cluster)["unread"]}


def test_everything_that_matters_is_read_and_nothing_secret(ward: Cluster) -> None:
    done = scan(ward, "admin")
    assert "Traceback" not in done.err
    assert unread(ward) == {}
    assert addresses(ward) >= {
        "kubernetes_namespace_v1.ward",
        "kubernetes_namespace_v1.shop",
        "kubernetes_storage_class_v1.fast",
        "kubernetes_csi_driver_v1.csi.scaleway.com",
        "k8s_node.node-1",
        "kubernetes_persistent_volume_claim_v1.ward/records",
        "kubernetes_persistent_volume_v1.pv-records",
        "kubernetes_deployment_v1.ward/app",
        "kubernetes_stateful_set_v1.ward/db",
        "kubernetes_daemon_set_v1.shop/logs",
        "kubernetes_config_map_v1.ward/settings",
        "kubernetes_service_v1.ward/app",
        "k8s_postgresql_cnpg_io_cluster.ward/records",
        "k8s_strange_example_com_vault.ward/attic",
    }
    assert {entry["root"] for entry in content(ward)["resources"]} == {"clusters/admin"}
    references = {(entry["source"], entry["target"]) for entry in content(ward)["references"]}
    assert (
        "clusters/admin:kubernetes_deployment_v1.ward/app",
        "clusters/admin:kubernetes_persistent_volume_claim_v1.ward/records",
    ) in references
    saved = (ward.folder / "i.json").read_text(encoding="utf-8")
    assert PASSWORD not in saved + done.out
    assert "correct-horse" not in saved
    # Of a kind that nobody knows, only the name is asked for.
    assert "inside-the-vault" not in saved
    assert "kubernetes_secret_v1.ward/login" not in addresses(ward)


def test_names_of_secrets_come_without_their_content(ward: Cluster) -> None:
    scan(ward, "admin", "--secret-names")
    (secret,) = [one for one in content(ward)["resources"] if one["address"] == "kubernetes_secret_v1.ward/login"]
    assert "data" not in secret["attributes"]
    assert "cGFzc3dvcmQ" not in json.dumps(secret)


def test_the_same_cluster_gives_the_same_inventory(ward: Cluster) -> None:
    scan(ward, "admin")
    first = content(ward)
    scan(ward, "admin", "--concurrency", "1")
    second = content(ward)
    # The version of a list grows with every heartbeat of the server.
    for one in (first, second):
        for entry in one["inputs"]:
            entry["sha256"] = ""
    assert first == second


@pytest.fixture
def reader(ward: Cluster) -> Iterator[list[dict[str, Any]]]:
    """The objects of the role file, applied."""
    objects = list(yaml.safe_load_all(READER.read_text(encoding="utf-8")))
    binding = {**objects[-1], "subjects": [{"kind": "User", "name": "reader", "apiGroup": "rbac.authorization.k8s.io"}]}
    ward.create(*objects[:-1], binding)
    granted(ward, "reader", "namespaces")
    yield objects
    ward.delete(binding, objects[-2])


def granted(cluster: Cluster, user: str, resource: str) -> None:
    for _ in range(200):
        try:
            cluster.call("GET", f"/api/v1/{resource}", token=user)
        except HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{user} was not granted {resource}")


def test_the_role_that_is_shipped_is_enough_and_no_more(ward: Cluster, reader: list[dict[str, Any]]) -> None:
    """By the audit log of the server: what the scan asked, the role allows, and the role allows nothing else."""
    ward.delete(definition(*STRANGE))
    try:
        before = len(ward.audit("reader"))
        scan(ward, "reader")
        assert unread(ward) == {}
        assert "k8s_postgresql_cnpg_io_cluster.ward/records" in addresses(ward)
        asked = [entry for entry in ward.audit("reader")[before:] if "objectRef" in entry]
    finally:
        ward.create(definition(*STRANGE))
        wait_for(ward, "/apis/strange.example.com/v1")
        ward.create(made("strange.example.com/v1", "Vault", "attic", "ward", spec={"hidden": "inside-the-vault"}))
    assert {entry["verb"] for entry in asked} == {"list"}
    assert {entry["responseStatus"]["code"] for entry in asked} == {200}
    used = {(entry["objectRef"].get("apiGroup", ""), entry["objectRef"]["resource"]) for entry in asked}
    (role,) = [one for one in reader if one["kind"] == "ClusterRole"]
    assert {verb for rule in role["rules"] for verb in rule["verbs"]} == {"list"}
    of_kubernetes = {
        (group, resource)
        for rule in role["rules"]
        if rule["resources"] != ["*"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
    }
    assert used - {("postgresql.cnpg.io", "clusters")} == of_kubernetes
    assert ("", "secrets") not in of_kubernetes


def test_a_kind_that_may_not_be_listed_is_named_and_the_others_are_read(ward: Cluster) -> None:
    rules = [{"apiGroups": [""], "resources": ["namespaces", "persistentvolumeclaims"], "verbs": ["list"]}]
    role = made("rbac.authorization.k8s.io/v1", "ClusterRole", "narrow", rules=rules)
    subject = {"kind": "User", "name": "narrow", "apiGroup": "rbac.authorization.k8s.io"}
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "narrow"}
    binding = made(
        "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "narrow", roleRef=reference, subjects=[subject]
    )
    ward.create(role, binding)
    granted(ward, "narrow", "namespaces")
    done = scan(ward, "narrow")
    assert done.code in (1, 3)
    refused = unread(ward)
    assert refused["clusters/narrow: persistentvolumes"] == "access_denied"
    assert refused["clusters/narrow: clusters.postgresql.cnpg.io"] == "access_denied"
    assert refused["clusters/narrow: deployments.apps"] == "access_denied"
    assert "clusters/narrow: persistentvolumeclaims" not in refused
    assert {address.partition(".")[0] for address in addresses(ward)} == {
        "kubernetes_namespace_v1",
        "kubernetes_persistent_volume_claim_v1",
    }


def test_only_the_namespaces_that_are_asked_for(ward: Cluster) -> None:
    scan(ward, "admin", "--namespace", "shop")
    found = addresses(ward)
    assert "kubernetes_daemon_set_v1.shop/logs" in found
    assert "kubernetes_namespace_v1.shop" in found
    assert "kubernetes_persistent_volume_v1.pv-records" in found
    assert not [address for address in found if "ward" in address]


def test_what_a_controller_made_is_not_read_twice(ward: Cluster) -> None:
    deployment = ward.call("GET", "/apis/apps/v1/namespaces/ward/deployments/app")
    replicas = owned(workload("ReplicaSet", "app-1", "ward", pod_spec("records")), deployment)
    retired = owned(workload("ReplicaSet", "app-0", "ward", pod_spec(image="old"), replicas=0), deployment)
    ward.create(replicas, retired)
    made_set = ward.call("GET", "/apis/apps/v1/namespaces/ward/replicasets/app-1")
    injected = pod_spec("records", containers=("app", "shipper"))
    pods = [
        owned(made("v1", "Pod", "app-1-a", "ward", spec=pod_spec("records")), made_set),
        owned(made("v1", "Pod", "app-1-b", "ward", spec=injected), made_set),
        owned(made("v1", "Pod", "app-1-c", "ward", spec=injected), made_set),
        made("v1", "Pod", "alone", "ward", spec=pod_spec()),
    ]
    stateful = ward.call("GET", "/apis/apps/v1/namespaces/ward/statefulsets/db")
    pods.append(owned(made("v1", "Pod", "db-0", "ward", spec=pod_spec()), stateful))
    ward.create(*pods)
    try:
        scan(ward, "admin")
        of_the_ward = (address for address in addresses(ward) if ".ward/" in address)
        found = {address for address in of_the_ward if "_pod_" in address or "replica_set" in address}
        # One pod for what an injector adds.
        assert found == {"kubernetes_pod_v1.ward/app-1-b", "kubernetes_pod_v1.ward/alone"}
    finally:
        ward.delete(*pods, replicas, retired)


def test_an_api_group_that_does_not_answer_is_named(ward: Cluster) -> None:
    broken = made(
        "apiregistration.k8s.io/v1",
        "APIService",
        "v1.broken.example.com",
        spec={
            "group": "broken.example.com",
            "version": "v1",
            "groupPriorityMinimum": 100,
            "versionPriority": 100,
            "service": {"name": "missing", "namespace": "default"},
            "insecureSkipTLSVerify": True,
        },
    )
    ward.create(broken)
    try:
        with pytest.raises(HTTPError) as refused:
            for _ in range(200):
                ward.call("GET", "/apis/broken.example.com/v1")
                time.sleep(0.05)
        assert refused.value.code == 503
        done = scan(ward, "admin")
        assert unread(ward) == {"clusters/admin: broken.example.com/v1": "api_error"}
        assert "kubernetes_deployment_v1.ward/app" in addresses(ward)
        assert done.code in (1, 3)
    finally:
        ward.delete(broken)


def test_several_clusters_of_which_one_cannot_be_reached(ward: Cluster) -> None:
    config = json.loads(ward.kubeconfig("admin").read_text(encoding="utf-8"))
    config["clusters"].append({"name": "gone", "cluster": {"server": "https://127.0.0.1:9"}})
    config["contexts"].append({"name": "gone", "context": {"cluster": "gone", "user": "admin"}})
    config["contexts"].append({"name": "stranger", "context": {"cluster": "it", "user": "stranger"}})
    config["users"].append({"name": "stranger", "user": {"token": "wrong"}})
    file = ward.folder / "several"
    file.write_text(json.dumps(config), encoding="utf-8")
    asked = ("scan", "kubernetes", "--kubeconfig", file, "--all-contexts", "--save", ward.folder / "i.json", *ON)
    done = hds_policy(*asked, "--timeout", "2")
    assert done.code in (1, 3)
    assert unread(ward) == {
        "clusters/gone: what is served": "api_error",
        "clusters/stranger: what is served": "access_denied",
    }
    assert {entry["root"] for entry in content(ward)["resources"]} == {"clusters/admin"}


def test_a_server_whose_certificate_is_not_trusted_is_not_asked(ward: Cluster) -> None:
    config = json.loads(ward.kubeconfig("admin").read_text(encoding="utf-8"))
    del config["clusters"][0]["cluster"]["certificate-authority"]
    file = ward.folder / "untrusted"
    file.write_text(json.dumps(config), encoding="utf-8")
    done = hds_policy(
        "scan", "kubernetes", "--kubeconfig", file, "--save", ward.folder / "i.json", "--timeout", "2", *ON
    )
    assert done.code == 3
    assert unread(ward) == {"clusters/admin: what is served": "api_error"}
    assert content(ward)["resources"] == []


def test_nodes_and_drivers_that_agree_tell_where_the_cluster_lies(ward: Cluster) -> None:
    """Without a word in an estate: one node of Scaleway in Paris, and its driver of volumes."""
    done = scan(ward, "admin", "--namespace", "ward")
    (records,) = [one for one in done.json["resources"] if one["address"].endswith("_claim_v1.ward/records")]
    places = records["layers"]["physical"]
    assert [(place["actor"]["id"], place["region"]) for place in places] == [("scaleway", "fr-par")]
    ward.delete(made("v1", "Node", "node-1"))
    try:
        alone = scan(ward, "admin", "--namespace", "ward")
    finally:
        ward.create(NODE)
    (records,) = [one for one in alone.json["resources"] if one["address"].endswith("_claim_v1.ward/records")]
    assert [place["actor"]["kind"] for place in records["layers"]["physical"]] == ["unknown"]


def test_a_namespace_that_does_not_exist_is_no_empty_one(ward: Cluster) -> None:
    done = scan(ward, "admin", "--namespace", "shop", "--namespace", "wrad")
    assert unread(ward) == {"namespace wrad": "unresolved_value"}
    assert done.code == 3
    for name in ("../../secrets", "Ward", "a/b", "", "a" * 64):
        refused = scan(ward, "admin", "--namespace", name)
        assert refused.code == 2
        assert "is no name of a namespace" in refused.err

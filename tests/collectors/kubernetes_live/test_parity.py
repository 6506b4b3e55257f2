"""One estate as manifests and as a live cluster: the same resources, where they lie, and what is said of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import Completed, environment, hds_policy
from kube_cluster import Cluster
from kubernetes_live_objects import Object, claim, made, namespace, pod_spec, workload

ON = ("--on", "2026-11-23")
PLACE = 'hoster = "scaleway"\nregion = "fr-par"\nservice = "kubernetes"\n'
ESTATE = f"""version = 1

[[clusters]]
match = {{ root = "prod" }}
{PLACE}
[[clusters]]
match = {{ config_context = "admin" }}
{PLACE}"""


def objects() -> list[Object]:
    """A ward with health data, a shop without, and each way data gets from one object to the next."""
    storage = claim("data", "parity-ward", "parity-fast")["spec"]
    template = {"metadata": {"name": "data"}, "spec": storage}
    reads = pod_spec()
    reads["containers"][0]["envFrom"] = [{"configMapRef": {"name": "settings"}}]
    job: Object = {"template": {"spec": {**pod_spec("records"), "restartPolicy": "Never"}}}
    return [
        namespace("parity-ward", **{"hds-policy.dev_data": "health"}),
        namespace("parity-shop", **{"hds-policy.dev_data": "none"}),
        made("storage.k8s.io/v1", "StorageClass", "parity-fast", provisioner="csi.scaleway.com"),
        claim("records", "parity-ward", "parity-fast"),
        claim("cache", "parity-shop", "parity-fast"),
        workload("Deployment", "app", "parity-ward", pod_spec("records")),
        workload("StatefulSet", "db", "parity-ward", pod_spec(), serviceName="db", volumeClaimTemplates=[template]),
        workload("DaemonSet", "agent", "parity-shop", reads),
        workload("Deployment", "shop", "parity-shop", pod_spec("cache")),
        made("v1", "ConfigMap", "settings", "parity-shop", data={"endpoint": "https://shop.example.com"}),
        made("batch/v1", "CronJob", "report", "parity-ward", spec={"schedule": "@daily", "jobTemplate": {"spec": job}}),
        made("v1", "Service", "app", "parity-ward", spec={"ports": [{"port": 80}], "selector": {"app": "app"}}),
        made("v1", "Service", "away", "parity-ward", spec={"type": "ExternalName", "externalName": "x.example.com"}),
        made("v1", "Pod", "alone", "parity-ward", spec=pod_spec("records")),
    ]


@pytest.fixture(scope="module")
def reports(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Completed, Completed]:
    """What is said of the manifests, and of the cluster that they were applied to."""
    folder = tmp_path_factory.mktemp("parity")
    (folder / "hds-policy.toml").write_text(ESTATE, encoding="utf-8")
    (folder / "prod").mkdir()
    (folder / "prod" / "all.yaml").write_text("\n---\n".join(map(json.dumps, objects())), encoding="utf-8")
    cluster.create(*objects())
    # What the controller of stateful sets makes of the template.
    cluster.create(claim("data-db-0", "parity-ward", "parity-fast"))
    asked = ("--namespace", "parity-ward", "--namespace", "parity-shop", "--format", "json", *ON)
    code = hds_policy("check", "prod", "--config", "hds-policy.toml", "--format", "json", *ON, cwd=folder)
    config = cluster.kubeconfig("admin", name="kubeconfig-parity")
    env = environment(HOME=str(folder))
    live = hds_policy("scan", "kubernetes", "--kubeconfig", config, *asked, cwd=folder, env=env)
    return code, live


def judged(done: Completed) -> dict[str, Any]:
    """Result, class and placements of each resource; the claims of a stateful set by the name of their template."""
    found = {}
    for entry in done.json["resources"]:
        address = entry["address"].removesuffix("[?]").replace("/data-db-0", "/data-db")
        found[address] = {key: entry.get(key) for key in ("type", "result", "layers")}
    return found


def test_the_same_estate_is_judged_the_same(reports: tuple[Completed, Completed]) -> None:
    code, live = map(judged, reports)
    assert set(code) == {
        "kubernetes_cron_job_v1.parity-ward/report",
        "kubernetes_deployment_v1.parity-ward/app",
        "kubernetes_persistent_volume_claim_v1.parity-ward/data-db",
        "kubernetes_persistent_volume_claim_v1.parity-ward/records",
        "kubernetes_pod_v1.parity-ward/alone",
        "kubernetes_stateful_set_v1.parity-ward/db",
    }
    assert live == code


def test_the_same_rules_say_the_same(reports: tuple[Completed, Completed]) -> None:
    def said(done: Completed) -> set[tuple[str, str, str]]:
        # Other tests leave volumes in the cluster, which stand in no namespace.
        own = [one for one in done.json["findings"] if any("parity-" in key for key in one["resources"])]
        return {(one["rule"], one["result"], str(one.get("layer"))) for one in own}

    code, live = reports
    assert said(live) == said(code)
    assert len(said(code)) > 3
    assert live.code == code.code


def test_where_an_object_stands_is_told_for_manifests_alone(reports: tuple[Completed, Completed]) -> None:
    code, live = reports
    assert all(entry["location"]["file"].endswith("all.yaml") for entry in code.json["resources"])
    assert all(entry["location"] is None for entry in live.json["resources"])


def test_a_saved_cluster_and_its_code_are_judged_in_one_run(
    cluster: Cluster, reports: tuple[Completed, Completed], tmp_path: Path
) -> None:
    saved = tmp_path / "i.json"
    config = cluster.kubeconfig("admin", name="kubeconfig-parity")
    hds_policy("scan", "kubernetes", "--kubeconfig", config, "--namespace", "parity-ward", "--save", saved, *ON)
    (tmp_path / "prod").mkdir()
    (tmp_path / "prod" / "all.yaml").write_text("\n---\n".join(map(json.dumps, objects())), encoding="utf-8")
    (tmp_path / "hds-policy.toml").write_text(ESTATE, encoding="utf-8")
    estate = ("--config", tmp_path / "hds-policy.toml")
    both = hds_policy("check", tmp_path / "prod", saved, *estate, "--format", "json", *ON)
    roots = [entry["root"] for entry in both.json["resources"]]
    assert roots.count("prod") == roots.count("clusters/admin") == 6

"""A real API server that is large, forgets its lists, or has no time: nothing is lost, and gaps are named."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from command import environment, hds_policy, run
from hds_collectors.kubernetes.live.api import Api
from hds_collectors.kubernetes.live.discovery import Kind
from hds_collectors.kubernetes.live.listing import Listing
from kube_cluster import Cluster
from kubernetes_live_objects import claim, made, namespace, pod_spec

PODS = 5_000
CLAIMS = 500
MOST_MEMORY = 250 << 20
CONFIG_MAPS = Kind("", "v1", "configmaps", "ConfigMap", True)
# Peak memory of one child. Not ru_maxrss: on Linux it counts the process that started this one, too.
MEASURED = """
import pathlib, sys
from hds_policy.cli import main
code = main(sys.argv[1:])
peak = pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(int(peak) * 1024, file=sys.stderr)
sys.exit(code)
"""


def api_of(cluster: Cluster, user: str = "admin") -> Api:
    pool = urllib3.PoolManager(ca_certs=str(cluster.authority))
    return Api(cluster.server, pool, lambda: {"Authorization": f"Bearer {user}"}, 30)


@pytest.fixture(scope="module")
def crowd(cluster: Cluster) -> Iterator[Cluster]:
    """Thousands of pods, a tenth as many claims, each with a good deal of text in it."""
    cluster.create(namespace("crowd"))
    texts = {f"note-{number}": "x" * 200 for number in range(8)}
    moment = "2026-11-01T00:00:00Z"

    def metadata(name: str, number: int) -> dict[str, Any]:
        uid = f"00000000-0000-4000-8000-{number:012d}"
        return {"name": name, "namespace": "crowd", "uid": uid, "creationTimestamp": moment, "annotations": texts}

    def stored() -> Iterator[tuple[str, dict[str, Any]]]:
        for number in range(PODS):
            name = f"pod-{number:05d}"
            spec = {**pod_spec(f"claim-{number % CLAIMS:04d}"), "restartPolicy": "Always"}
            spec["containers"][0]["env"] = [{"name": f"V{n}", "value": "y" * 40} for n in range(20)]
            one = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata(name, number), "spec": spec}
            yield f"/registry/pods/crowd/{name}", one
        for number in range(CLAIMS):
            name = f"claim-{number:04d}"
            one = {**claim(name, "crowd"), "metadata": metadata(name, PODS + number)}
            yield f"/registry/persistentvolumeclaims/crowd/{name}", one

    cluster.store(stored())
    yield cluster
    cluster.call("DELETE", "/api/v1/namespaces/crowd/pods?propagationPolicy=Background")
    cluster.call("DELETE", "/api/v1/namespaces/crowd/persistentvolumeclaims")


def test_a_large_cluster_is_read_whole_in_little_memory(crowd: Cluster, tmp_path: Path) -> None:
    saved = tmp_path / "i.json"
    asked = ("scan", "kubernetes", "--kubeconfig", str(crowd.kubeconfig("admin")), "--save", str(saved))
    done = run([sys.executable, "-P", "-c", MEASURED, *asked], cwd=tmp_path, env=environment(HOME=str(tmp_path)))
    found = json.loads(saved.read_bytes())["content"]
    assert found["unread"] == []
    held = {entry["address"] for entry in found["resources"]}
    assert {f"kubernetes_pod_v1.crowd/pod-{number:05d}" for number in range(PODS)} <= held
    assert {f"kubernetes_persistent_volume_claim_v1.crowd/claim-{number:04d}" for number in range(CLAIMS)} <= held
    memory = int(done.err.split()[-1])
    assert memory <= MOST_MEMORY, f"{memory >> 20} MB"


def test_a_list_whose_token_has_expired_begins_again_and_loses_nothing(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hds_collectors.kubernetes.live.listing._CHUNK", "10")
    cluster.create(namespace("pages"))
    names = [f"page-{number:03d}" for number in range(45)]
    cluster.create(*(made("v1", "ConfigMap", name, "pages") for name in names))
    api = api_of(cluster)
    calls: list[str] = []
    get = api.get

    def counted(path: str, query: Any = None, accept: str = "application/json") -> Any:
        calls.append("continue" if "continue" in query else "begin")
        if calls[1:] == ["continue"] or calls == ["begin", "continue"]:
            # Between the first page and the second, the server forgets what the first was of.
            cluster.create(made("v1", "ConfigMap", "page-new", "pages"))
            cluster.compact()
        return get(path, query, accept)

    monkeypatch.setattr(api, "get", counted)
    found = [one["metadata"]["name"] for one in Listing(api, CONFIG_MAPS, "pages").objects()]
    assert calls.count("begin") == 2, "the server gave no 410"
    assert sorted(found) == sorted([*names, "page-new"])
    assert len(found) == len(set(found))


def limited(cluster: Cluster, user: str, shares: int) -> list[dict[str, Any]]:
    """Rules by which the server refuses a user what is above its share, with 429; it may list all the same."""
    version = "flowcontrol.apiserver.k8s.io/v1"
    limit = {"nominalConcurrencyShares": shares, "lendablePercent": 0, "limitResponse": {"type": "Reject"}}
    level = made(
        version,
        "PriorityLevelConfiguration",
        user,
        spec={"type": "Limited", "limited": {**limit, "borrowingLimitPercent": 0}},
    )
    everything = {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"], "clusterScope": True, "namespaces": ["*"]}
    rule = {
        "subjects": [{"kind": "User", "user": {"name": user}}],
        "resourceRules": [everything],
        "nonResourceRules": [{"nonResourceURLs": ["*"], "verbs": ["*"]}],
    }
    schema = made(
        version,
        "FlowSchema",
        user,
        spec={"matchingPrecedence": 2, "priorityLevelConfiguration": {"name": user}, "rules": [rule]},
    )
    subject = {"kind": "User", "name": user, "apiGroup": "rbac.authorization.k8s.io"}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}
    may = made("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", user, roleRef=role, subjects=[subject])
    return [level, schema, may]


def test_a_server_that_refuses_now_and_then_is_asked_again(crowd: Cluster, tmp_path: Path) -> None:
    crowd.create(*limited(crowd, "slow", 1))
    saved = tmp_path / "i.json"
    config = crowd.kubeconfig("slow", name="kubeconfig-slow")
    hds_policy("scan", "kubernetes", "--kubeconfig", config, "--save", saved, "--concurrency", "16")
    refused = [entry for entry in crowd.audit("slow") if entry["responseStatus"]["code"] == 429]
    found = json.loads(saved.read_bytes())["content"]
    assert found["unread"] == []
    assert len(found["resources"]) > PODS + CLAIMS
    if not refused:
        pytest.skip("the server had time enough to refuse nothing: nothing was asked a second time")

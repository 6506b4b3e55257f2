"""Credentials of each kind, against the real API server: service accounts, plug-ins, acting as somebody else."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from command import environment, hds_policy
from kube_cluster import Cluster
from kubernetes_live_objects import made, namespace

incluster_config = pytest.importorskip(
    "kubernetes.config.incluster_config", reason="the official client is left out: pip install --group test"
)

from hds_collectors.kubernetes.live.connection import connected  # noqa: E402 - only where the client is
from hds_collectors.kubernetes.live.contexts import contexts_of  # noqa: E402
from hds_collectors.kubernetes.live.problem import ApiError  # noqa: E402

ON = ("--on", "2026-11-23")


def scanned(cluster: Cluster, folder: Path, user: Mapping[str, Any], *arguments: object) -> tuple[Any, str]:
    """What a scan with this user of a kubeconfig gave, and what it said on stderr; the kubeconfig stays as it was."""
    config = json.loads(cluster.kubeconfig("admin", name="kubeconfig-user").read_text(encoding="utf-8"))
    config["users"] = [{"name": "admin", "user": user}]
    file = folder / "kubeconfig"
    file.write_text(json.dumps(config), encoding="utf-8")
    before = file.read_bytes()
    saved = folder / "i.json"
    saved.unlink(missing_ok=True)
    asked = ("scan", "kubernetes", "--kubeconfig", file, "--save", saved, *arguments, *ON)
    done = hds_policy(*asked, cwd=folder, env=environment(HOME=str(folder)))
    assert "Traceback" not in done.err
    assert file.read_bytes() == before
    return (json.loads(saved.read_bytes())["content"] if saved.exists() else None), done.err


def program(folder: Path, token: str) -> Path:
    """A credential plug-in that leaves a trace."""
    file = folder / "login"
    answer = {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": token}}
    file.write_text(f"#!{sys.executable}\nopen('ran', 'w').close()\nprint({json.dumps(answer)!r})\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


def test_a_plugin_runs_when_it_is_allowed_and_only_then(cluster: Cluster, tmp_path: Path) -> None:
    login = program(tmp_path, "admin")
    user = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": str(login)}}
    refused, said = scanned(cluster, tmp_path, user)
    assert refused is None
    assert "wants to run" in said
    assert not (tmp_path / "ran").exists()
    content, _ = scanned(cluster, tmp_path, user, "--allow-exec", login)
    assert (tmp_path / "ran").exists()
    assert content["unread"] == []
    assert content["resources"]


def test_a_plugin_that_gives_a_wrong_token_is_no_empty_cluster(cluster: Cluster, tmp_path: Path) -> None:
    login = program(tmp_path, "nobody-has-this")
    user = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": str(login)}}
    content, _ = scanned(cluster, tmp_path, user, "--allow-exec", login)
    assert [(one["what"], one["cause"]) for one in content["unread"]] == [
        ("clusters/admin: what is served", "access_denied")
    ]


def test_whoever_acts_as_somebody_else_has_only_their_rights(cluster: Cluster, tmp_path: Path) -> None:
    content, _ = scanned(cluster, tmp_path, {"token": "admin", "as": "somebody-without-rights"})
    assert content["resources"] == []
    assert {one["cause"] for one in content["unread"]} == {"access_denied"}
    assert len(content["unread"]) > 15
    groups, _ = scanned(cluster, tmp_path, {"token": "admin", "as": "x", "as-groups": ["y"]})
    assert [(one["what"], one["cause"]) for one in groups["unread"]] == [
        ("clusters/admin: credentials", "access_denied")
    ]


def test_an_old_auth_provider_gives_the_token_it_holds(cluster: Cluster, tmp_path: Path) -> None:
    user = {"auth-provider": {"name": "oidc", "config": {"id-token": "admin", "refresh-token": "never-used"}}}
    content, _ = scanned(cluster, tmp_path, user)
    assert content["unread"] == []
    assert content["resources"]


def test_a_service_account_inside_of_the_cluster(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client's own places of the token and the authority, moved to where the test can write."""
    account = made("v1", "ServiceAccount", "scanner", "accounts")
    rules = [{"apiGroups": [""], "resources": ["namespaces"], "verbs": ["list"]}]
    role = made("rbac.authorization.k8s.io/v1", "ClusterRole", "scanner", rules=rules)
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "scanner"}
    subject = {"kind": "ServiceAccount", "name": "scanner", "namespace": "accounts"}
    binding = made(
        "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "scanner", roleRef=reference, subjects=[subject]
    )
    cluster.create(namespace("accounts"), account, role, binding)
    request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
    token = cluster.call("POST", "/api/v1/namespaces/accounts/serviceaccounts/scanner/token", request)
    (tmp_path / "token").write_text(token["status"]["token"], encoding="utf-8")
    monkeypatch.setattr(incluster_config, "SERVICE_TOKEN_FILENAME", str(tmp_path / "token"))
    monkeypatch.setattr(incluster_config, "SERVICE_CERT_FILENAME", str(cluster.authority))
    address = urlsplit(cluster.server)
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", str(address.hostname))
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", str(address.port))
    settings = dict.fromkeys(("contexts", "all_contexts", "kubeconfig", "allow_exec", "allow_insecure"), ())
    (context,) = contexts_of({**settings, "in_cluster": True})
    api = connected(context, 10, 2)
    assert api.get("/api/v1/namespaces").document["kind"] == "NamespaceList"
    with pytest.raises(ApiError, match="not permitted"):
        api.get("/api/v1/secrets")

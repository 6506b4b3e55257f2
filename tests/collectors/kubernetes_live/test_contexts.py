"""Kubeconfigs: which cluster is meant, and what one may not ask for without being allowed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hds_collectors.kubernetes.live.contexts import contexts_of
from hds_collectors.kubernetes.live.exec_plugin import credentials_of
from hds_collectors.kubernetes.live.problem import ApiError

from hds_policy.errors import UsageError
from hds_policy.model import Cause

SERVER = "https://api.example.com:6443/"
VERSION = "client.authentication.k8s.io/v1"


def config(user: dict[str, Any] | None = None, cluster: dict[str, Any] | None = None, **top: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "prod",
        "clusters": [{"name": "c", "cluster": {"server": SERVER, **(cluster or {})}}],
        "users": [{"name": "u", "user": user or {"token": "t"}}],
        "contexts": [{"name": name, "context": {"cluster": "c", "user": "u"}} for name in ("prod", "test")],
        **top,
    }


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in ("KUBECONFIG", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def file(content: Any, name: str = "kubeconfig") -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return file


def asked(kubeconfig: str | None = None, *contexts: str, **changed: Any) -> dict[str, Any]:
    return {
        "contexts": contexts,
        "all_contexts": False,
        "in_cluster": False,
        "kubeconfig": kubeconfig,
        "allow_exec": (),
        "allow_insecure": False,
        **changed,
    }


def test_the_current_context_unless_others_are_named(write: Any) -> None:
    file = write(config())
    assert [(one.name, one.host) for one in contexts_of(asked(file))] == [("prod", "https://api.example.com:6443")]
    assert [one.name for one in contexts_of(asked(file, "test", "prod", "test"))] == ["test", "prod"]
    assert [one.name for one in contexts_of(asked(file, all_contexts=True))] == ["prod", "test"]


def test_files_are_merged_as_kubectl_does(write: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first file that has a name wins, and a file name counts from the folder of its kubeconfig."""
    first = write(config(cluster={"certificate-authority": "ca.pem"}), "one/config")
    other = config(user={"token": "second"}, **{"current-context": "test"})
    other["clusters"][0]["name"] = "d"
    other["contexts"] = [{"name": "more", "context": {"cluster": "d", "user": "u"}}]
    second = write(other, "two/config")
    monkeypatch.setenv("KUBECONFIG", os.pathsep.join([first, str(tmp_path / "missing"), second]))
    (prod,) = contexts_of(asked())
    assert prod.cluster["certificate-authority"] == str(tmp_path / "one" / "ca.pem")
    (more,) = contexts_of(asked(None, "more"))
    assert more.user == {"token": "t"}


def test_the_service_account_where_there_is_no_kubeconfig(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no kubeconfig is found"):
        contexts_of(asked())
    with pytest.raises(UsageError, match="does not run in a cluster"):
        contexts_of(asked(in_cluster=True))
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "fd00::1")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", "443")
    assert [(one.name, one.host) for one in contexts_of(asked())] == [("in-cluster", "https://[fd00::1]:443")]
    with pytest.raises(UsageError, match="a cluster of its own"):
        contexts_of(asked(None, "prod", in_cluster=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: [", "not YAML"),
        ("[" * 50_000, "not YAML"),
        ("- a", "not a kubeconfig"),
        ("", "not a kubeconfig"),
        ({"contexts": "a"}, "contexts is not a list"),
        ({"contexts": [{"name": 1}]}, "contexts is not a list"),
        ({"contexts": []}, "no current context"),
        (config(clusters=[]), "its cluster, its address or its user"),
        (config(users=[]), "its cluster, its address or its user"),
        ("!!python/object/apply:os.system [id]", "not YAML"),
    ],
)
def test_a_file_that_is_none_is_refused(write: Any, content: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        contexts_of(asked(write(content)))


def test_a_context_that_does_not_exist_is_named_with_the_nearest(write: Any) -> None:
    with pytest.raises(UsageError, match='did you mean "prod"'):
        contexts_of(asked(write(config()), "prd"))
    with pytest.raises(UsageError, match="say different things"):
        contexts_of(asked(write(config()), "prod", all_contexts=True))


def plugin(command: str, **rest: Any) -> dict[str, Any]:
    return {"exec": {"apiVersion": VERSION, "command": command, **rest}}


@pytest.mark.parametrize(
    "user",
    [
        plugin("sh", args=["-c", "touch ran"]),
        plugin("/tmp/aws"),
        plugin("./aws"),
        plugin("bin/aws"),
        plugin("aws", env=[{"name": "PATH", "value": "/tmp"}]),
        plugin("aws", env=[{"name": "LD_PRELOAD", "value": "/tmp/x.so"}]),
        plugin("aws", env=[{"name": "AWS_CONFIG_FILE", "value": "/tmp/config"}]),
        plugin("aws", env=["x"]),
        {"exec": {}},
        {"exec": "sh"},
        {"auth-provider": {"name": "gcp", "config": {"cmd-path": "/bin/sh", "id-token": "t"}}},
        {"auth-provider": {"name": "oidc", "config": {"refresh-token": "t"}}},
        {"auth-provider": "gcp"},
    ],
)
def test_a_program_of_the_kubeconfig_does_not_run_unless_it_is_allowed(write: Any, user: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        contexts_of(asked(write(config(user))))


def test_a_program_runs_when_it_is_well_known_or_allowed(write: Any, tmp_path: Path) -> None:
    known = plugin("aws", env=[{"name": "AWS_PROFILE", "value": "clinic"}], args=["eks", "get-token"])
    assert contexts_of(asked(write(config(known))))
    other = write(config(plugin("./login", env=[{"name": "ANY", "value": "x"}])))
    allowed = str(tmp_path / "login")
    assert contexts_of(asked(other, allow_exec=(allowed,)))
    with pytest.raises(UsageError, match="wants to run"):
        contexts_of(asked(other, allow_exec=("login", "/usr/bin/login")))


@pytest.mark.parametrize(
    "cluster", [{"insecure-skip-tls-verify": True}, {"server": "http://api.example.com"}, {"server": "api.example.com"}]
)
def test_a_server_that_is_not_verified_has_to_be_accepted(write: Any, cluster: dict[str, Any]) -> None:
    file = write(config(cluster=cluster))
    with pytest.raises(UsageError, match=r"not to verify|https://"):
        contexts_of(asked(file))
    assert contexts_of(asked(file, allow_insecure=True))


def test_a_proxy_on_the_loopback_needs_no_certificate(write: Any) -> None:
    for host in ("127.0.0.1:8001", "localhost:8001", "[::1]:8001"):
        assert contexts_of(asked(write(config(cluster={"server": f"http://{host}"}))))


def test_no_message_quotes_a_credential(write: Any) -> None:
    with pytest.raises(UsageError) as refused:
        contexts_of(asked(write("users: [{name: u, user: {token: hunter2")))
    assert "hunter2" not in refused.value.message + refused.value.hint


def script(tmp_path: Path, body: str) -> dict[str, Any]:
    file = tmp_path / "login.py"
    file.write_text(f"import json, os, sys\n{body}\n", encoding="utf-8")
    return {"apiVersion": VERSION, "command": sys.executable, "args": [str(file)]}


def given(**status: str) -> str:
    return f"print(json.dumps({{'apiVersion': '{VERSION}', 'kind': 'ExecCredential', 'status': {status!r}}}))"


def test_a_plugin_gives_a_token_or_a_certificate(tmp_path: Path) -> None:
    assert credentials_of(script(tmp_path, given(token="abc")), {}) == {"token": "abc"}
    both = given(clientCertificateData="PEM", clientKeyData="KEY")
    assert credentials_of(script(tmp_path, both), {}) == {
        "client-certificate-data": "UEVN",
        "client-key-data": "S0VZ",
    }


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("sys.exit(3)", Cause.ACCESS_DENIED),
        ("print('no json')", Cause.ACCESS_DENIED),
        ("print('[]')", Cause.ACCESS_DENIED),
        (given(), Cause.ACCESS_DENIED),
        (given(token=""), Cause.ACCESS_DENIED),
        (given(clientCertificateData="PEM"), Cause.ACCESS_DENIED),
        (given(token="abc").replace(VERSION, "v0"), Cause.ACCESS_DENIED),
        ("import time; time.sleep(60)", Cause.TIMEOUT),
    ],
)
def test_a_plugin_that_gives_nothing_is_no_anonymous_scan(
    tmp_path: Path, body: str, cause: Cause, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hds_collectors.kubernetes.live.exec_plugin._SECONDS", 1.0 if cause is Cause.TIMEOUT else 30.0)
    with pytest.raises(ApiError) as refused:
        credentials_of(script(tmp_path, body), {})
    assert refused.value.cause is cause


def test_a_plugin_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ApiError, match="cannot be run"):
        credentials_of({"apiVersion": VERSION, "command": str(tmp_path / "missing")}, {})
    with pytest.raises(ApiError, match="of a version"):
        credentials_of({"apiVersion": "v1alpha1", "command": "true"}, {})


def test_a_plugin_sees_only_what_is_meant_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "clinic")
    monkeypatch.setenv("HDS_POLICY_OPA_TOKEN", "secret")
    monkeypatch.setenv("PATH", f".:bin:{os.environ['PATH']}")
    body = "names = dict(os.environ)\n" + (
        f"print(json.dumps({{'apiVersion': '{VERSION}', 'status': {{'token': json.dumps(names)}}}}))"
    )
    told = {**script(tmp_path, body), "env": [{"name": "OWN", "value": "1"}], "provideClusterInfo": True}
    seen = json.loads(credentials_of(told, {"server": SERVER})["token"])
    assert (seen["AWS_PROFILE"], seen["OWN"]) == ("clinic", "1")
    assert "HDS_POLICY_OPA_TOKEN" not in seen
    assert all(entry.startswith("/") for entry in seen["PATH"].split(":"))
    info = json.loads(seen["KUBERNETES_EXEC_INFO"])
    assert info["spec"] == {"interactive": False, "cluster": {"server": SERVER}}

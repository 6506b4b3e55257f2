"""A real API server with its etcd on the loopback, for tests of live clusters: `make kube-apiserver` builds both."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

PROGRAMS = Path(__file__).resolve().parents[1] / ".cache" / "kube-apiserver"
LEFT_OUT = "kube-apiserver left out: not built here (make kube-apiserver needs Go)"
USERS = ("admin", "reader", "narrow", "slow")
_PATIENCE = 120
_AUDIT = """
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata, users: [reader, narrow, slow]}, {level: None}]
"""
_OPTIONS = (
    "--bind-address=127.0.0.1",
    "--service-cluster-ip-range=10.0.0.0/24",
    "--service-account-issuer=https://kubernetes.default.svc",
    "--authorization-mode=RBAC",
    "--endpoint-reconciler-type=none",
    "--disable-admission-plugins=ServiceAccount",
    # Lists then come from etcd, where their tokens expire by compaction.
    "--feature-gates=ListFromCacheSnapshot=false",
)


def is_built() -> bool:
    return all((PROGRAMS / name).is_file() for name in ("kube-apiserver", "etcd"))


def free_ports(number: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


@dataclass
class Cluster:
    """A running cluster; users are ``USERS``, whose token is their name; admin may do everything."""

    folder: Path
    etcd: str
    server: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def authority(self) -> Path:
        return self.folder / "certs" / "apiserver.crt"

    def call(self, method: str, path: str, body: Any = None, token: str = "admin") -> Any:
        """The JSON that the API server answers."""
        request = Request(
            f"{self.server}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        trust = ssl.create_default_context(cafile=str(self.authority))
        with urlopen(request, context=trust, timeout=_PATIENCE) as answer:
            return json.loads(answer.read())

    def create(self, *objects: Mapping[str, Any]) -> None:
        """Create objects; one that is there already stays as it is."""
        for one in objects:
            try:
                self.call("POST", self.path_of(one), one)
            except HTTPError as error:
                if error.code != 409:
                    raise AssertionError(f"{one['kind']}: {error.read().decode()}") from error

    def delete(self, *objects: Mapping[str, Any]) -> None:
        for one in objects:
            self.call("DELETE", f"{self.path_of(one)}/{one['metadata']['name']}")

    def path_of(self, one: Mapping[str, Any]) -> str:
        """Path of the list an object belongs to, told by the server's own discovery."""
        version = one["apiVersion"]
        top = f"/apis/{version}" if "/" in version else f"/api/{version}"
        resources = self.call("GET", top)["resources"]
        (found,) = [entry for entry in resources if entry["kind"] == one["kind"] and "/" not in entry["name"]]
        namespace = one["metadata"].get("namespace", "default")
        return f"{top}/namespaces/{namespace}/{found['name']}" if found["namespaced"] else f"{top}/{found['name']}"

    def store(self, objects: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Put objects into etcd itself, by key: thousands in a second, which the API server then reads."""
        puts = [{"requestPut": {"key": _b64(key), "value": _b64(json.dumps(one))}} for key, one in objects]
        for start in range(0, len(puts), 100):
            self._etcd("kv/txn", {"success": puts[start : start + 100]})

    def compact(self) -> None:
        """Forget every earlier state: tokens of lists that began before expire."""
        revision = self._etcd("kv/range", {"key": _b64("/registry/namespaces/default")})["header"]["revision"]
        self._etcd("kv/compaction", {"revision": revision, "physical": True})

    def _etcd(self, path: str, body: Mapping[str, Any]) -> Any:
        request = Request(f"{self.etcd}/v3/{path}", data=json.dumps(body).encode(), method="POST")
        with urlopen(request, timeout=_PATIENCE) as answer:
            return json.loads(answer.read())

    def audit(self, user: str) -> list[dict[str, Any]]:
        """What a user has asked of the server, as the server itself wrote it down."""
        lines = (self.folder / "audit.log").read_text(encoding="utf-8").splitlines()
        return [entry for entry in map(json.loads, lines) if entry["user"]["username"] == user]

    def kubeconfig(self, *users: str, name: str = "kubeconfig") -> Path:
        """A kubeconfig with a context for each user, named as the user is; the first is the current one."""
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": users[0],
            "clusters": [
                {"name": "it", "cluster": {"server": self.server, "certificate-authority": str(self.authority)}}
            ],
            "users": [{"name": user, "user": {"token": user}} for user in users],
            "contexts": [{"name": user, "context": {"cluster": "it", "user": user}} for user in users],
        }
        file = self.folder / name
        file.write_text(json.dumps(config), encoding="utf-8")
        return file

    def stop(self) -> None:
        for process in reversed(self.running):
            process.terminate()
            process.wait(_PATIENCE)


def start(folder: Path) -> Cluster:
    """Start etcd and the API server, and wait until it is ready."""
    client, peer, port = free_ports(3)
    cluster = Cluster(folder, f"http://127.0.0.1:{client}", f"https://127.0.0.1:{port}")
    key = folder / "accounts.key"
    openssl = shutil.which("openssl")
    assert openssl, "openssl makes the key of service accounts"
    subprocess.run([openssl, "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    groups = {"admin": '"system:masters"'}
    lines = [f"{user},{user},{number},{groups.get(user, '')}" for number, user in enumerate(USERS)]
    (folder / "tokens.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "audit.yaml").write_text(_AUDIT, encoding="utf-8")
    peers = f"http://127.0.0.1:{peer}"
    etcd = [str(PROGRAMS / "etcd"), "--data-dir", str(folder / "etcd"), "--unsafe-no-fsync", "--log-level=error"]
    etcd += [f"--listen-client-urls={cluster.etcd}", f"--advertise-client-urls={cluster.etcd}"]
    etcd += [
        f"--listen-peer-urls={peers}",
        f"--initial-advertise-peer-urls={peers}",
        f"--initial-cluster=default={peers}",
    ]
    _run(cluster, etcd, "etcd.log")
    server = [str(PROGRAMS / "kube-apiserver"), f"--etcd-servers={cluster.etcd}", f"--secure-port={port}", *_OPTIONS]
    server += [f"--cert-dir={folder / 'certs'}", f"--token-auth-file={folder / 'tokens.csv'}"]
    server += [f"--service-account-key-file={key}", f"--service-account-signing-key-file={key}"]
    server += [f"--audit-policy-file={folder / 'audit.yaml'}", f"--audit-log-path={folder / 'audit.log'}"]
    _run(cluster, server, "kube-apiserver.log")
    _wait(cluster)
    return cluster


def _run(cluster: Cluster, command: list[str], log: str) -> None:
    with (cluster.folder / log).open("wb") as stream:
        cluster.running.append(
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT)
        )


def _wait(cluster: Cluster) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for process in cluster.running:
            assert process.poll() is None, (cluster.folder / "kube-apiserver.log").read_text()[-2000:]
        try:
            cluster.call("GET", "/api/v1/namespaces/default")
            cluster.call("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/cluster-admin")
        except (URLError, OSError, ssl.SSLError):
            time.sleep(0.2)
        else:
            return
    cluster.stop()
    raise AssertionError("the API server did not become ready: " + (cluster.folder / "kube-apiserver.log").read_text())


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()

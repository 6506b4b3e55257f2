"""Answers that are none: each is named with its cause, never read as "nothing there", and never a traceback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

urllib3 = pytest.importorskip("urllib3", reason="urllib3 left out: it comes with the official client (--group test)")

from hds_collectors.kubernetes.conversion import Origin  # noqa: E402 - only where urllib3 is
from hds_collectors.kubernetes.live import api as api_module  # noqa: E402
from hds_collectors.kubernetes.live.api import Api  # noqa: E402
from hds_collectors.kubernetes.live.cluster import Asked, Found, read_cluster  # noqa: E402

from hds_policy.catalogue import load_catalogue  # noqa: E402
from hds_policy.model import Cause, InputStatus, ProviderConfig  # noqa: E402

VERBS = ["get", "list"]
PODS = {"name": "pods", "kind": "Pod", "namespaced": True, "verbs": VERBS}
CLAIMS = {"name": "persistentvolumeclaims", "kind": "PersistentVolumeClaim", "namespaced": True, "verbs": VERBS}
Answer = tuple[int, dict[str, str], bytes]
Reply = Callable[[str, dict[str, list[str]]], Answer | None]


def as_json(document: Any, status: int = 200, **headers: str) -> Answer:
    return status, headers, json.dumps(document).encode()


def listed(*names: str, kind: str = "PodList", token: str = "") -> Answer:
    items = [{"metadata": {"name": name, "namespace": "a", "uid": name}, "spec": {}} for name in names]
    return as_json({"kind": kind, "apiVersion": "v1", "metadata": {"continue": token}, "items": items})


def usual(path: str, query: dict[str, list[str]]) -> Answer:
    """A server with pods and claims, and no API groups."""
    return {
        "/api": as_json({"kind": "APIVersions", "versions": ["v1"]}),
        "/apis": as_json({"kind": "APIGroupList", "groups": []}),
        "/api/v1": as_json({"kind": "APIResourceList", "resources": [PODS, CLAIMS]}),
        "/api/v1/pods": listed("one", "two"),
        "/api/v1/persistentvolumeclaims": listed("claim", kind="PersistentVolumeClaimList"),
    }[path]


class Server:
    """Answers as ``reply`` says, or as usual where that is None; ``calls`` are the paths that were asked for."""

    def __init__(self) -> None:
        self.reply: Reply = lambda path, query: None
        self.calls: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                server.calls.append(self.path)
                query = parse_qs(parts.query)
                status, headers, data = server.reply(parts.path, query) or usual(parts.path, query)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        # Who hangs up in the middle of an answer is part of the test.
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign] # as above
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def read(server: Server, timeout: float = 10, namespaces: tuple[str, ...] = ()) -> Found:
    quick = urllib3.Retry(
        total=3, redirect=0, status_forcelist=[429, 500, 503], backoff_factor=0.01, raise_on_status=False
    )
    api = Api(server.address, urllib3.PoolManager(), dict, timeout, quick)
    asked = Asked("c", Origin("c", ProviderConfig("kubernetes")), namespaces, False, 4)
    return read_cluster(api, asked, load_catalogue(), lambda done, total, what: None)


def on(path: str, answer: Answer) -> Reply:
    return lambda asked, query: answer if asked == path else None


def names(found: Found) -> list[str]:
    return sorted(resource.name for resource in found.resources)


STATUS = {"kind": "Status", "apiVersion": "v1"}
PODS_ANSWERED: dict[str, tuple[Answer, Cause]] = {
    "HTML with 200": ((200, {}, b"<html>sign in</html>"), Cause.BAD_RESPONSE),
    "nothing with 200": ((200, {}, b""), Cause.BAD_RESPONSE),
    "half a JSON": ((200, {}, b'{"kind":"PodList","items":[{"meta'), Cause.BAD_RESPONSE),
    "an array": ((200, {}, b"[]"), Cause.BAD_RESPONSE),
    "deep nesting": ((200, {}, b"[" * 100_000), Cause.BAD_RESPONSE),
    "no items": (as_json({"kind": "PodList", "metadata": {}}), Cause.BAD_RESPONSE),
    "no list": (as_json({"kind": "Pod", "metadata": {}, "items": []}), Cause.BAD_RESPONSE),
    "items that are none": (as_json({"kind": "PodList", "metadata": {}, "items": ["x"]}), Cause.BAD_RESPONSE),
    "a Status with 200": (as_json(STATUS), Cause.BAD_RESPONSE),
    "an item without a name": (
        as_json({"kind": "PodList", "metadata": {}, "items": [{"metadata": {}}]}),
        Cause.BAD_RESPONSE,
    ),
    "a redirect": ((302, {"Location": "http://169.254.169.254/latest"}, b""), Cause.BAD_RESPONSE),
    "not found, by a proxy": ((404, {}, b"<html>"), Cause.BAD_RESPONSE),
    "expired, by a proxy": ((410, {}, b"gone"), Cause.BAD_RESPONSE),
    "not signed in": (as_json(STATUS, 401), Cause.ACCESS_DENIED),
    "forbidden": (as_json(STATUS, 403), Cause.ACCESS_DENIED),
    "too many calls": (as_json(STATUS, 429, Retry_After="0"), Cause.THROTTLED),
    "unavailable": (as_json(STATUS, 503), Cause.API_ERROR),
    "an error": (as_json(STATUS, 500), Cause.API_ERROR),
    "cut in the middle": ((200, {"Content-Length": "5000"}, b'{"kind":'), Cause.TIMEOUT),
}


@pytest.mark.parametrize("case", PODS_ANSWERED)
def test_a_list_that_is_none_is_named_and_the_others_are_read(server: Server, case: str) -> None:
    answer, cause = PODS_ANSWERED[case]
    server.reply = on("/api/v1/pods", answer)
    found = read(server, timeout=0.5)
    assert [(entry.what, entry.cause) for entry in found.unread] == [("c: pods", cause)]
    assert names(found) == ["claim"]
    assert not [call for call in server.calls if "169.254" in call or "latest" in call]
    status = {entry.path: entry.status for entry in found.inputs}
    assert status["c: pods"] is InputStatus.FAILED
    assert status["c: persistentvolumeclaims"] is InputStatus.PARSED


@pytest.mark.parametrize("path", ["/api", "/apis"])
@pytest.mark.parametrize("case", ["HTML with 200", "nothing with 200", "forbidden", "unavailable", "a Status with 200"])
def test_a_server_that_does_not_say_what_it_serves_is_no_empty_cluster(server: Server, path: str, case: str) -> None:
    server.reply = on(path, PODS_ANSWERED[case][0])
    found = read(server)
    assert found.resources == []
    assert [entry.what for entry in found.unread] == ["c: what is served"]


def test_a_version_whose_kinds_are_not_told_is_named(server: Server) -> None:
    group = {"name": "velero.io", "versions": [{"version": "v1"}], "preferredVersion": {"version": "v1"}}
    computed = {"name": "metrics.k8s.io", "versions": [{"version": "v1"}]}
    groups = as_json({"kind": "APIGroupList", "groups": [group, computed]})
    answers = {
        "/apis": groups,
        "/apis/velero.io/v1": as_json(STATUS, 503),
        "/apis/metrics.k8s.io/v1": as_json(STATUS, 503),
    }
    server.reply = lambda path, query: answers.get(path)
    found = read(server)
    # Views that are computed when they are asked for hold nothing, and one that is broken hides nothing.
    assert [(entry.what, entry.cause) for entry in found.unread] == [("c: velero.io/v1", Cause.API_ERROR)]
    assert names(found) == ["claim", "one", "two"]


def test_a_list_that_ends_in_the_middle_counts_and_is_named(server: Server) -> None:
    def reply(path: str, query: dict[str, list[str]]) -> Answer | None:
        if path != "/api/v1/pods":
            return None
        return as_json(STATUS, 403) if "continue" in query else listed("one", token="more")

    server.reply = reply
    found = read(server)
    assert names(found) == ["claim", "one"]
    assert [(entry.what, entry.cause) for entry in found.unread] == [("c: pods", Cause.ACCESS_DENIED)]


def test_a_token_that_comes_again_ends_the_list(server: Server) -> None:
    server.reply = lambda path, query: listed("one", token="again") if path == "/api/v1/pods" else None
    found = read(server)
    assert names(found) == ["claim", "one"]
    assert [entry.cause for entry in found.unread] == [Cause.BAD_RESPONSE]
    assert len([call for call in server.calls if call.startswith("/api/v1/pods")]) == 2


def test_a_list_that_expires_again_and_again_comes_in_one_piece(server: Server) -> None:
    def reply(path: str, query: dict[str, list[str]]) -> Answer | None:
        if path != "/api/v1/pods":
            return None
        if "continue" in query:
            return as_json(STATUS, 410)
        return listed("one", token="more") if "limit" in query else listed("one", "two", "three")

    server.reply = reply
    found = read(server)
    assert found.unread == []
    assert names(found) == ["claim", "one", "three", "two"]


def test_a_server_that_answers_after_a_while_is_heard(server: Server) -> None:
    left = [2]

    def reply(path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/api/v1/pods" and left[0]:
            left[0] -= 1
            return as_json(STATUS, 429, Retry_After="0")
        return None

    server.reply = reply
    found = read(server)
    assert found.unread == []
    assert names(found) == ["claim", "one", "two"]


def test_a_kind_that_went_away_meanwhile_holds_nothing(server: Server) -> None:
    server.reply = on("/api/v1/pods", as_json(STATUS, 404))
    found = read(server)
    assert found.unread == []
    assert names(found) == ["claim"]


def test_a_server_that_hangs_is_left(server: Server) -> None:
    def reply(path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/api/v1/pods":
            time.sleep(2)
        return None

    server.reply = reply
    api = Api(server.address, urllib3.PoolManager(), dict, 0.2, urllib3.Retry(total=0, redirect=0))
    asked = Asked("c", Origin("c", ProviderConfig("kubernetes")), (), False, 4)
    found = read_cluster(api, asked, load_catalogue(), lambda done, total, what: None)
    assert [(entry.what, entry.cause) for entry in found.unread] == [("c: pods", Cause.TIMEOUT)]


def test_an_answer_without_an_end_is_left(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_module, "MAX_BYTES", 1 << 16)
    monkeypatch.setattr(api_module, "_PIECE", 1 << 12)
    server.reply = on("/api/v1/pods", (200, {}, b" " * (1 << 20)))
    found = read(server)
    assert [(entry.what, entry.cause) for entry in found.unread] == [("c: pods", Cause.LIMIT_EXCEEDED)]


def test_secrets_that_come_whole_are_not_taken(server: Server) -> None:
    """A server that does not know the reduced form would send what is in them."""
    secrets = {"name": "secrets", "kind": "Secret", "namespaced": True, "verbs": VERBS}
    answers = {
        "/api/v1": as_json({"kind": "APIResourceList", "resources": [secrets]}),
        "/api/v1/secrets": listed("login", kind="SecretList"),
    }
    server.reply = lambda path, query: answers.get(path)
    api = Api(server.address, urllib3.PoolManager(), dict, 5)
    asked = Asked("c", Origin("c", ProviderConfig("kubernetes")), (), True, 4)
    found = read_cluster(api, asked, load_catalogue(), lambda done, total, what: None)
    assert found.resources == []
    assert [(entry.what, entry.cause) for entry in found.unread] == [("c: secrets", Cause.BAD_RESPONSE)]
    not_asked = read(server)
    assert (not_asked.resources, not_asked.unread) == ([], [])
    assert [(entry.path, entry.status) for entry in not_asked.inputs] == [("c: secrets", InputStatus.SKIPPED)]


def test_nothing_the_server_says_gets_into_the_report(server: Server, tmp_path: Path) -> None:
    server.reply = on("/api/v1/pods", as_json({**STATUS, "message": "\x1b[31mtoken=abc"}, 403))
    (gap,) = read(server).unread
    assert gap.detail == "not permitted (HTTP 403)"

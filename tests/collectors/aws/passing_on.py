"""A server that passes calls on to the test server, notes each, and refuses some."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from msgspec import Struct

REFUSAL = (
    b"<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>m</Message></Error></ErrorResponse>"
)


class Asked(Struct, frozen=True):
    """A call: the service that its signature names, its method, path, target header and body."""

    service: str
    region: str
    method: str
    path: str
    target: str
    body: bytes


_SIGNED = re.compile(r"Credential=[^/]*/\d+/([^/]+)/([^/]+)/aws4_request")


class _PassOn(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    to = ""
    asked: list[Asked]
    refuses: Callable[[Asked], bool]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        signed = _SIGNED.search(self.headers.get("Authorization", ""))
        region, service = signed.groups() if signed else ("", "")
        one = Asked(service, region, self.command, self.path, self.headers.get("X-Amz-Target", ""), body)
        self.asked.append(one)
        if self.refuses(one):
            self._send(403, REFUSAL, "text/xml")
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        request = urllib.request.Request(self.to + self.path, body or None, headers, method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                self._send(answer.status, answer.read(), answer.headers.get("Content-Type", ""))
        except urllib.error.HTTPError as error:
            self._send(error.code, error.read(), error.headers.get("Content-Type", ""))

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - names of the standard library

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.command != "HEAD" else b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def passing_on(to: str, refuses: Callable[[Asked], bool] = lambda _: False) -> Iterator[tuple[str, list[Asked]]]:
    """Address of a server that passes on to another, and the calls that came."""
    asked: list[Asked] = []
    handler = type("PassOn", (_PassOn,), {"to": to, "asked": asked, "refuses": staticmethod(refuses)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""A server that answers every call in one wrong way, in the wire format the call expects."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ERRORS = {
    "throttled": (400, "Throttling"),
    "slow down": (503, "SlowDown"),
    "server error": (500, "InternalError"),
    "access denied": (403, "AccessDenied"),
    "expired": (400, "ExpiredToken"),
    "region disabled": (401, "AuthFailure"),
    "unknown operation": (400, "InvalidAction"),
}
HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>proxy</body></html>"


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fault = ""
    protocol = ""
    asked: list[str]

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append(self.path)
        if self.fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        elif self.fault == "hang":
            self.server.stopped.wait(20)  # type: ignore[attr-defined] # set where the server is made
            self.close_connection = True
        elif self.fault in ERRORS:
            self._error(*ERRORS[self.fault])
        elif self.fault == "redirect":
            self._send(302, b"", {"Location": "http://169.254.169.254/latest/meta-data/"})
        elif self.fault == "html":
            self._send(200, HTML, {"Content-Type": "text/html"})
        elif self.fault == "empty":
            self._send(200, b"", {})
        elif self.fault == "nothing in it":
            self._send(200, b"{}" if "json" in self.protocol else b"<Nothing/>", {})
        elif self.fault == "truncated":
            self._send(
                200, b'{"Items": [{"Na' if "json" in self.protocol else b"<Answer><Items><Item><Na", {}, more=900
            )

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - names of the standard library

    def _error(self, status: int, code: str) -> None:
        if "json" in self.protocol:
            self._send(status, json.dumps({"__type": code, "message": "m"}).encode(), {"x-amzn-errortype": code})
        elif self.protocol == "ec2":
            body = f"<Response><Errors><Error><Code>{code}</Code><Message>m</Message></Error></Errors></Response>"
            self._send(status, body.encode(), {})
        elif self.protocol == "rest-xml" and "2020-05-31" not in self.path:
            self._send(status, f"<Error><Code>{code}</Code><Message>m</Message></Error>".encode(), {})
        else:
            body = f"<ErrorResponse><Error><Code>{code}</Code><Message>m</Message></Error></ErrorResponse>"
            self._send(status, body.encode(), {})

    def _send(self, status: int, body: bytes, headers: dict[str, str], more: int = 0) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + more))
        self.end_headers()
        self.wfile.write(body)
        if more:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def broken(fault: str, protocol: str) -> Iterator[tuple[str, list[str]]]:
    """Address of a server with a fault, and the paths it was asked for."""
    asked: list[str] = []
    handler = type("Answer", (_Answer,), {"fault": fault, "protocol": protocol, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.stopped = threading.Event()  # type: ignore[attr-defined] # ends the calls that hang
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.stopped.set()  # type: ignore[attr-defined] # as above
        server.shutdown()
        server.server_close()
        thread.join()

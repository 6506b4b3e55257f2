"""A time-stamping authority on loopback: ``openssl ts`` behind HTTP, with certificates made for the test."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIG = """
[tsa]
default_tsa = clinic
[clinic]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/chain.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """Certificates of an authority, and what it answers."""

    def __init__(self, folder: Path, *, wrong_order: bool = True) -> None:
        self.folder = folder
        self.answer: bytes | None = None
        """Sent instead of a time-stamp."""
        root_key, middle_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        root = _certificate("Root", root_key, "Root", root_key, authority=True)
        middle = _certificate("Middle", middle_key, "Root", root_key, authority=True)
        leaf = _certificate("Stamps", key, "Middle", middle_key, authority=False)
        chain = sorted((leaf, middle), key=lambda one: one.public_bytes(forms.Encoding.DER), reverse=wrong_order)
        plain = (forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
        (folder / "tsa.key").write_bytes(key.private_bytes(*plain))
        (folder / "tsa.pem").write_bytes(leaf.public_bytes(forms.Encoding.PEM))
        (folder / "chain.pem").write_bytes(b"".join(one.public_bytes(forms.Encoding.PEM) for one in chain))
        (folder / "middle.pem").write_bytes(middle.public_bytes(forms.Encoding.PEM))
        (folder / "root.pem").write_bytes(root.public_bytes(forms.Encoding.PEM))
        (folder / "serial").write_text("01\n", encoding="ascii")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder), encoding="ascii")

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def chain(self) -> list[Path]:
        """Its certificates, its own first and the root last."""
        return [self.folder / name for name in ("tsa.pem", "middle.pem", "root.pem")]

    def trusted(self) -> str:
        """The part of a trust file that trusts it."""
        return f'[[authorities]]\nname = "Clinic time"\nroots = """\n{self.roots.read_text(encoding="ascii")}"""\n'

    def reply(self, query: bytes) -> bytes:
        if self.answer is not None:
            return self.answer
        (self.folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", self.folder / "query"]
        subprocess.run([*command, "-out", self.folder / "reply"], check=True, capture_output=True, timeout=60)
        return (self.folder / "reply").read_bytes()


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, issuer_key: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


@contextmanager
def serving(authority: Authority, *, redirect: str = "") -> Iterator[str]:
    """The address of a server that answers for the authority, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if redirect:
                self.send_response(302)
                self.send_header("Location", redirect)
                self.end_headers()
                return
            body = authority.reply(query)
            self.send_response(200)
            kind = "text/html" if body.startswith(b"<") else "application/timestamp-reply"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Bundles for the tests: made by the real command, taken apart and put together again without the code under test."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from command import Completed, hds_policy
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

Files = dict[str, bytes]
SIGNATURE = "evidence.sigstore.json"


@dataclass(frozen=True)
class Made:
    """A bundle, its keys, the trust file, and the folder it is about."""

    bundle: Path
    key: Path
    trust: Path
    checked: Path
    done: Completed

    @property
    def public(self) -> Path:
        return self.key.with_name(self.key.name + ".pub")


def keygen(folder: Path, name: str = "key", algorithm: str = "p256") -> tuple[Path, Path]:
    """A key and a trust file that trusts it, from the real command."""
    key, trust = folder / name, folder / f"{name}.toml"
    done = hds_policy("evidence", "keygen", "-o", key, "--algorithm", algorithm)
    assert done.code == 0, done.err
    trust.write_text(done.out, encoding="utf-8")
    return key, trust


def make(folder: Path, checked: Path, *options: object, algorithm: str = "p256") -> Made:
    """A signed bundle of a folder, from the real command."""
    key, trust = keygen(folder, algorithm=algorithm)
    bundle = folder / "bundle.zip"
    done = hds_policy("evidence", "export", checked, "--key", key, "-o", bundle, *options)
    assert bundle.exists(), done.err
    return Made(bundle, key, trust, checked, done)


def taken_apart(data: bytes) -> tuple[str, Files]:
    """Top folder and files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        return names[0].split("/")[0], {name.split("/", 1)[1]: archive.read(name) for name in names}


def put_together(top: str, files: Mapping[str, bytes]) -> bytes:
    """The ZIP of a bundle."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"{top}/{name}", (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, data)
    return raw.getvalue()


def with_manifests(files: Mapping[str, bytes]) -> Files:
    """The files with manifests that fit them, as an attacker would write them."""
    made = dict(files)
    payload = sorted(name for name in made if name.startswith("data/"))
    made["manifest-sha256.txt"] = _manifest(made, payload)
    made["tagmanifest-sha256.txt"] = _manifest(made, ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"])
    return made


def _manifest(files: Mapping[str, bytes], names: list[str]) -> bytes:
    return b"".join(b"%s  %s\n" % (hashlib.sha256(files[n]).hexdigest().encode(), n.encode()) for n in names)


def signed_again(files: Mapping[str, bytes], key: Path, change: Callable[[dict], None] = lambda _: None) -> Files:
    """The files with a statement about their manifests, signed with a P-256 key by hand.

    Args:
        change: changes the statement before it is signed.
    """
    made = with_manifests(files)
    envelope = json.loads(made[SIGNATURE])
    statement = json.loads(base64.b64decode(envelope["dsseEnvelope"]["payload"]))
    for subject in statement["subject"]:
        if subject["name"] in made:
            subject["digest"]["sha256"] = hashlib.sha256(made[subject["name"]]).hexdigest()
    change(statement)
    payload = json.dumps(statement, separators=(",", ":"), ensure_ascii=False).encode()
    private = load_pem_private_key(key.read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    kind = "application/vnd.in-toto+json"
    signed = f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload
    signature = private.sign(signed, ec.ECDSA(hashes.SHA256()))
    envelope["dsseEnvelope"]["payload"] = base64.b64encode(payload).decode()
    envelope["dsseEnvelope"]["signatures"][0]["sig"] = base64.b64encode(signature).decode()
    made[SIGNATURE] = json.dumps(envelope, separators=(",", ":")).encode() + b"\n"
    return made

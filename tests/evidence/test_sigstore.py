"""A bundle under Sigstore's own library for Node.js (``make sigstore``)."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path

import pytest
from authority_server import Authority, serving
from bundles import SIGNATURE, Made, keygen, make, taken_apart
from command import Completed, run
from estates import estate

MODULES = Path(__file__).parents[2] / ".cache" / "sigstore" / "node_modules"
SCRIPT = Path(__file__).parents[1] / "assets" / "evidence" / "verify_with_sigstore.cjs"
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not MODULES.is_dir(), reason="needs Node.js, and what `make sigstore` installs"
)


def verified(envelope: bytes, key: Path, folder: Path, *chain: Path) -> Completed:
    place = folder / "evidence.sigstore.json"
    place.write_bytes(envelope)
    return run(["node", str(SCRIPT), str(MODULES), str(place), str(key), *map(str, chain)])


def signature_file(made: Made) -> bytes:
    return taken_apart(made.bundle.read_bytes())[1][SIGNATURE]


@pytest.mark.parametrize("algorithm", ["p256", "ed25519"])
def test_sigstore_accepts_our_signature_and_refuses_another_key_or_statement(
    algorithm: str, write, tmp_path: Path
) -> None:
    made = make(tmp_path, write(estate()), algorithm=algorithm)
    envelope = signature_file(made)
    done = verified(envelope, made.public, tmp_path)
    assert (done.code, done.out) == (0, "https://hds-policy.dev/attestation/evidence/v1\n"), done.err
    other, _ = keygen(tmp_path, "other", algorithm)
    assert verified(envelope, other.with_name("other.pub"), tmp_path).code != 0
    told = json.loads(envelope)
    payload = base64.b64decode(told["dsseEnvelope"]["payload"]).replace(b'"exitCode":0', b'"exitCode":1')
    told["dsseEnvelope"]["payload"] = base64.b64encode(payload).decode()
    assert verified(json.dumps(told).encode(), made.public, tmp_path).code != 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_sigstore_accepts_our_time_stamp_and_misses_a_removed_one(write, tmp_path: Path) -> None:
    (tmp_path / "tsa").mkdir()
    authority = Authority(tmp_path / "tsa")
    key, trust = keygen(tmp_path)
    trust.write_text(trust.read_text(encoding="utf-8") + authority.trusted(), encoding="utf-8")
    with serving(authority) as url:
        (tmp_path / "made").mkdir()
        made = make(tmp_path / "made", write(estate()), "--key", key, "--tsa", url, "--trust", trust)
    public = key.with_name("key.pub")
    chain = authority.chain()
    done = verified(signature_file(made), public, tmp_path, *chain)
    assert done.code == 0, done.err
    told = json.loads(signature_file(made))
    told["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"] = []
    assert verified(json.dumps(told).encode(), public, tmp_path, *chain).code != 0

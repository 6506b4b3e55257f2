"""Time-stamps of a real authority (``openssl ts``) on loopback, verified by us and by openssl, and every wrong one."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from authority_server import Authority, serving
from bundles import SIGNATURE, Files, Made, keygen, put_together, taken_apart
from command import Completed, hds_policy
from estates import ON, estate

from hds_policy.evidence.der import with_sorted_certificates
from hds_policy.evidence.trust import read_trust
from hds_policy.evidence.verification import Outcome, verify

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@dataclass(frozen=True)
class StampedBundle:
    bundle: Path
    key: Path
    trust: Path
    authority: Authority
    checked: Path


def export(checked: Path, key: Path, bundle: Path, trust: Path, url: str) -> Completed:
    return hds_policy("evidence", "export", checked, *ON, "--key", key, "-o", bundle, "--tsa", url, "--trust", trust)


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> StampedBundle:
    folder = tmp_path_factory.mktemp("stamped")
    checked = folder / "checked"
    checked.mkdir()
    for name, text in estate().items():
        (checked / name).write_text(text, encoding="utf-8")
    key, trust = keygen(folder)
    (folder / "tsa").mkdir()
    authority = Authority(folder / "tsa")
    trust.write_text(trust.read_text(encoding="utf-8") + authority.trusted(), encoding="utf-8")
    bundle = folder / "bundle.zip"
    with serving(authority) as url:
        done = export(checked, key, bundle, trust, url)
    assert done.code == 0, done.err
    return StampedBundle(bundle, key, trust, authority, checked)


def envelope(files: Files) -> dict:
    found: dict = json.loads(files[SIGNATURE])
    return found


def tokens(told: dict) -> list[dict]:
    found: list[dict] = told["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"]
    return found


def with_envelope(files: Files, told: dict) -> Files:
    return {**files, SIGNATURE: json.dumps(told, separators=(",", ":")).encode() + b"\n"}


def outcome(stamped: StampedBundle, data: bytes, now: datetime | None = None, **changed: str) -> tuple[Outcome, str]:
    text = stamped.trust.read_text(encoding="utf-8")
    for old, new in changed.items():
        before = f"{old} = "
        assert before in text
        text = "\n".join(before + new if line.startswith(before) else line for line in text.split("\n"))
    place = stamped.trust.with_name("changed.toml")
    place.write_text(text, encoding="utf-8")
    found = verify(data, read_trust(place), now or datetime.now(UTC))
    return found.outcome, next((s.detail for s in found.steps if s.outcome is found.outcome and s.name == "time"), "")


def test_a_stamped_bundle_is_valid_long_after_its_key(stamped: StampedBundle) -> None:
    data = stamped.bundle.read_bytes()
    done = hds_policy("evidence", "verify", stamped.bundle, "--trust", stamped.trust)
    assert done.code == 0, done.out
    assert "by Clinic time (policy 1.2.3.4.1; claims to be qualified: no)" in done.out
    assert outcome(stamped, data, datetime(2040, 1, 1, tzinfo=UTC))[0] is Outcome.OK


def test_openssl_verifies_the_token_over_the_signature(stamped: StampedBundle, tmp_path: Path) -> None:
    told = envelope(taken_apart(stamped.bundle.read_bytes())[1])
    (tmp_path / "signature").write_bytes(base64.b64decode(told["dsseEnvelope"]["signatures"][0]["sig"]))
    [token] = tokens(told)
    (tmp_path / "token").write_bytes(base64.b64decode(token["signedTimestamp"]))
    command = ["openssl", "ts", "-verify", "-data", "signature", "-in", "token", "-CAfile", stamped.authority.roots]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert "Verification: OK" in done.stdout, done.stderr
    (tmp_path / "signature").write_bytes(b"another")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60).returncode != 0


def test_the_recipe_of_the_readme_looks_at_the_time(stamped: StampedBundle, tmp_path: Path) -> None:
    from test_foreign_tools import extracted, recipe  # noqa: PLC0415 - only here

    public = stamped.key.with_name(stamped.key.name + ".pub")
    made = Made(stamped.bundle, stamped.key, stamped.trust, stamped.checked, Completed(0, "", ""))
    top = extracted(made, tmp_path / "out")
    shutil.copy(stamped.authority.roots, top / "tsa-root.pem")
    done = recipe(top, public)
    assert (done.code, "Time stamp:" in done.out) == (0, True), done.err
    (tmp_path / "other").mkdir()
    shutil.copy(Authority(tmp_path / "other").roots, top / "tsa-root.pem")
    assert recipe(top, public).code != 0


def test_a_removed_time_stamp_is_noticed(stamped: StampedBundle) -> None:
    top, files = taken_apart(stamped.bundle.read_bytes())
    told = envelope(files)
    tokens(told).clear()
    assert outcome(stamped, put_together(top, with_envelope(files, told))) == (
        Outcome.INVALID, "the time-stamp was removed or added",
    )  # fmt: skip


def test_a_time_stamp_of_another_signature_and_a_changed_one_are_refused(stamped: StampedBundle) -> None:
    top, files = taken_apart(stamped.bundle.read_bytes())
    told = envelope(files)
    other = stamped.bundle.with_name("other.zip")
    with serving(stamped.authority) as url:
        assert export(stamped.checked, stamped.key, other, stamped.trust, url).code == 0
    [theirs] = tokens(envelope(taken_apart(other.read_bytes())[1]))
    data = bytearray(base64.b64decode(tokens(told)[0]["signedTimestamp"]))
    for place in (len(data) - 3, len(data) // 2, 40):
        changed = bytearray(data)
        changed[place] ^= 1
        tokens(told)[0]["signedTimestamp"] = base64.b64encode(bytes(changed)).decode()
        assert outcome(stamped, put_together(top, with_envelope(files, told)))[0] is Outcome.INVALID
    tokens(told)[0] = theirs
    found, why = outcome(stamped, put_together(top, with_envelope(files, told)))
    assert (found, "Mismatch between messages" in why) == (Outcome.INVALID, True)
    for junk in (b"\x30", b"\x30\x03\x02\x01\x02", b"no token"):
        tokens(told)[0] = {"signedTimestamp": base64.b64encode(junk).decode()}
        assert outcome(stamped, put_together(top, with_envelope(files, told)))[0] is Outcome.INVALID


def test_an_unknown_authority_is_invalid_and_no_authority_is_not_verifiable(
    stamped: StampedBundle, tmp_path: Path
) -> None:
    data = stamped.bundle.read_bytes()
    keys = stamped.trust.read_text(encoding="utf-8").split("[[authorities]]")[0]
    alone, strangers = tmp_path / "alone.toml", tmp_path / "strangers.toml"
    alone.write_text(keys, encoding="utf-8")
    strangers.write_text(keys + Authority(tmp_path).trusted(), encoding="utf-8")
    now = datetime.now(UTC)
    assert verify(data, read_trust(alone), now).outcome is Outcome.UNKNOWN
    assert verify(data, read_trust(strangers), now).outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"valid_from": "2030-01-01", "valid_until": "2031-01-01"}, Outcome.INVALID),
        ({"valid_from": "2020-01-01", "valid_until": "2021-01-01"}, Outcome.INVALID),
        ({"valid_until": "2100-01-01\nrevoked_on = 2099-01-01"}, Outcome.OK),
        ({"valid_until": "2100-01-01\nrevoked_on = 2020-01-01"}, Outcome.INVALID),
    ],
)
def test_the_key_must_be_in_force_at_the_time_of_the_stamp(
    changed: dict[str, str], expected: Outcome, stamped: StampedBundle
) -> None:
    assert outcome(stamped, stamped.bundle.read_bytes(), **changed)[0] is expected


def test_a_stamp_from_the_future_is_refused(stamped: StampedBundle) -> None:
    found, why = outcome(stamped, stamped.bundle.read_bytes(), datetime.now(UTC) - timedelta(days=2))
    assert (found, "not yet" in why) == (Outcome.INVALID, True)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<html>sign in</html>", "no time-stamp (text/html)"),
        (b"", "gave no time-stamp"),
        (b"\x30\x03\x02\x01\x02", "gave no time-stamp"),
        (bytes.fromhex("30053003020102"), "gave no time-stamp"),
        (b"\x30\x84\xff\xff\xff\xff", "gave no time-stamp"),
    ],
)
def test_an_authority_that_gives_no_time_leaves_no_bundle(
    answer: bytes, words: str, stamped: StampedBundle, tmp_path: Path
) -> None:
    (tmp_path / "tsa").mkdir()
    broken = Authority(tmp_path / "tsa")
    broken.answer = answer
    bundle = tmp_path / "bundle.zip"
    with serving(broken) as url:
        done = export(stamped.checked, stamped.key, bundle, stamped.trust, url)
    assert (done.code, words in done.err, bundle.exists()) == (2, True, False), done.err


def test_a_stranger_a_redirect_and_nobody_leave_no_bundle(stamped: StampedBundle, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.zip"
    (tmp_path / "tsa").mkdir()
    stranger = Authority(tmp_path / "tsa")
    with serving(stranger) as url:
        done = export(stamped.checked, stamped.key, bundle, stamped.trust, url)
    assert (done.code, "cannot be verified" in done.err, bundle.exists()) == (2, True, False)
    with serving(stamped.authority) as right, serving(stamped.authority, redirect=right) as url:
        done = export(stamped.checked, stamped.key, bundle, stamped.trust, url)
    assert (done.code, "302" in done.err, bundle.exists()) == (2, True, False)
    done = export(stamped.checked, stamped.key, bundle, stamped.trust, url)
    assert (done.code, "refused" in done.err, bundle.exists()) == (2, True, False)


@pytest.mark.parametrize("url", ["ftp://x/", "file:///etc/passwd", "http://user:secret@x/", "https://", "x"])
def test_an_address_that_is_none_is_refused_and_not_repeated(url: str, stamped: StampedBundle, tmp_path: Path) -> None:
    done = export(stamped.checked, stamped.key, tmp_path / "bundle.zip", stamped.trust, url)
    assert (done.code, "secret" in done.err) == (2, False)


def test_certificates_are_sorted_and_nothing_else_is_touched() -> None:
    def der(tag: int, *parts: bytes) -> bytes:
        body = b"".join(parts)
        return bytes([tag, len(body)]) + body

    def response(*certificates: bytes) -> bytes:
        signed = der(0x30, der(0x02, b"\x03"), der(0x31), der(0x30), der(0xA0, *certificates), der(0x31))
        return der(0x30, der(0x30, der(0x02, b"\0")), der(0x30, der(0x06, b"*"), der(0xA0, signed)))

    one, two = der(0x30, b"\x02\x01\x01"), der(0x30, b"\x02\x01\x02")
    assert with_sorted_certificates(response(two, one)) == response(one, two)
    assert with_sorted_certificates(response(one, two)) == response(one, two)


def test_a_bundle_is_stamped_again_over_its_signature_file(stamped: StampedBundle, tmp_path: Path) -> None:
    token, trust = tmp_path / "again.tsr", stamped.trust
    with serving(stamped.authority) as url:
        done = hds_policy("evidence", "restamp", stamped.bundle, "--tsa", url, "--trust", trust, "-o", token)
        assert done.code == 0, done.err
        broken = tmp_path / "broken.zip"
        broken.write_bytes(stamped.bundle.read_bytes()[:-1])
        refused = hds_policy("evidence", "restamp", broken, "--tsa", url, "--trust", trust, "-o", tmp_path / "no.tsr")
    assert (refused.code, "not a valid bundle" in refused.err, (tmp_path / "no.tsr").exists()) == (2, True, False)
    data = taken_apart(stamped.bundle.read_bytes())[1][SIGNATURE]
    (tmp_path / SIGNATURE).write_bytes(data)
    command = ["openssl", "ts", "-verify", "-data", SIGNATURE, "-in", token, "-CAfile", stamped.authority.roots]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60).returncode == 0
    (tmp_path / SIGNATURE).write_bytes(data + b" ")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60).returncode != 0

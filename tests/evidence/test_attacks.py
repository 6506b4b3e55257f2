"""Named attacks on a bundle: each is refused, for the reason it has, and none with a traceback."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bundles import SIGNATURE, Files, Made, keygen, put_together, signed_again, taken_apart, with_manifests

from hds_policy.evidence.trust import read_trust
from hds_policy.evidence.verification import Outcome, Verified, verify

NOW = datetime(2026, 12, 1, tzinfo=UTC)
Change = Callable[[Files], None]


def verdict(made: Made, data: bytes) -> Verified:
    return verify(data, read_trust(made.trust), NOW)


def refused(made: Made, data: bytes, stage: str, words: str) -> None:
    last = verdict(made, data).steps[-1]
    assert (last.outcome, last.name) == (Outcome.INVALID, stage), last
    assert words in last.detail


def edited(name: str, old: bytes, new: bytes) -> Change:
    def change(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return change


def test_the_untouched_bundle_is_valid_also_when_it_is_zipped_again(made: Made) -> None:
    top, files = taken_apart(made.bundle.read_bytes())
    for data in (made.bundle.read_bytes(), put_together(top, files), put_together(top, dict(reversed(files.items())))):
        assert verdict(made, data).outcome is Outcome.OK


def _drop(name: str) -> Change:
    return lambda files: files.__delitem__(name) if name in files else pytest.fail(name)


def _add(name: str) -> Change:
    return lambda files: files.__setitem__(name, b"x")


def _drop_line(name: str) -> Change:
    def change(files: Files) -> None:
        files[name] = b"".join(files[name].splitlines(keepends=True)[1:])

    return change


CHANGED_FILES: dict[str, tuple[Change, str, str]] = {
    "a fail turned into a pass": (edited("data/findings.jsonl", b'"exempt"', b'"pass"'), "manifests", "was changed"),
    "a finding left out": (_drop_line("data/findings.jsonl"), "manifests", "was changed"),
    "an input left out": (_drop_line("data/inputs.jsonl"), "manifests", "was changed"),
    "the verdict changed": (edited("data/run.json", b'"exit_code":', b'"exit_code": '), "manifests", "was changed"),
    "a rule weakened": (
        edited("data/policies/hds/main.rego", b"package", b"# \npackage"), "manifests", "was changed"),
    "a certificate added": (
        edited("data/facts/hosters/certified.toml", b"\n", b"\n\n"), "manifests", "was changed"),
    "a file removed": (_drop("data/findings.csv"), "archive", "is missing"),
    "a rule removed": (_drop("data/policies/hds/main.rego"), "manifests", "is not there"),
    "a page added": (_add("data/report.html"), "archive", "does not belong here"),
    "a rule added": (_add("data/policies/hds/evil.rego"), "manifests", "is in no manifest"),
    "a tag file added": (_add("fetch.txt"), "archive", "does not belong here"),
    "a manifest of a weak algorithm": (_add("manifest-md5.txt"), "archive", "does not belong here"),
    "no manifest": (_drop("manifest-sha256.txt"), "archive", "is missing"),
    "an empty manifest": (lambda f: f.__setitem__("manifest-sha256.txt", b""), "manifests", "was changed"),
    "line ends of another system": (
        lambda f: f.__setitem__("tagmanifest-sha256.txt", f["tagmanifest-sha256.txt"].replace(b"\n", b"\r\n")),
        "manifests", "a line is not a digest"),
    "digests in capitals": (
        lambda f: f.__setitem__("tagmanifest-sha256.txt", f["tagmanifest-sha256.txt"].upper()),
        "manifests", "a line is not a digest"),
    "a manifest that names a file outside": (
        lambda f: f.__setitem__("tagmanifest-sha256.txt", f["tagmanifest-sha256.txt"] + b"0" * 64 + b"  ../x\n"),
        "manifests", "not sorted"),
    "another bag": (edited("bagit.txt", b"1.0", b"0.97"), "manifests", "bagit.txt"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED_FILES)
def test_a_changed_file(made: Made, name: str) -> None:
    change, stage, words = CHANGED_FILES[name]
    top, files = taken_apart(made.bundle.read_bytes())
    change(files)
    refused(made, put_together(top, files), stage, words)


REBUILT: dict[str, tuple[Change, str, str]] = {
    "a fail turned into a pass": (edited("data/findings.jsonl", b'"exempt"', b'"pass"'), "content", "digest of the"),
    "a finding left out": (_drop_line("data/findings.jsonl"), "content", "digest of the findings"),
    "an input left out": (_drop_line("data/inputs.jsonl"), "content", "inputs seen"),
    "the counts changed": (edited("data/run.json", b'"fail":0', b'"fail":1'), "content", "counts"),
    "a kind of result that is none": (edited("data/run.json", b'"fail":0', b'"fall":0'), "content", "counts"),
    "a kind of result left out": (edited("data/run.json", b'"fail":0,', b""), "content", "counts"),
    "the verdict changed": (edited("data/run.json", b'"exit_code":3', b'"exit_code":0'), "content", "verdict"),
    "the meaning changed": (edited("data/run.json", b'"no fail, but ', b'"no '), "content", "verdict"),
    "a rule weakened": (edited("data/policies/hds/main.rego", b"package", b"# \npackage"), "content", "main.rego"),
    "a rule left out": (_drop("data/policies/hds/main.rego"), "content", "files of data/policies/"),
    "a certificate added": (
        edited("data/facts/hosters/certified.toml", b"\n", b"\n\n"), "content", "certified.toml"),
    "a waiver left out": (_drop_line("data/waivers.jsonl"), "content", "exempt without a waiver"),
    "a waiver made longer": (edited("data/waivers.jsonl", b"2027-01-31", b"2028-01-31"), "content", "exempt without"),
    "a rule not asked": (_drop_line("data/rules.jsonl"), "content", "none of the rules"),
    "the table changed": (edited("data/findings.csv", b"finding,exempt", b"finding,pass"), "content", "of the table"),
    "the SARIF verdict changed": (edited("data/results.sarif", b'"exitCode": 3', b'"exitCode": 0'), "content", "SARIF"),
    "the OSCAL verdict changed": (
        edited("data/oscal/assessment-results.json", b'"value":"3"', b'"value":"0"'), "content", "OSCAL"),
    "another run": (edited("data/run.json", b'"nonce":"', b'"nonce":"0'), "signature", "of another bundle"),
    "a report edited": (edited("data/README.md", b"What", b"that"), "signature", "of another bundle"),
    "spaces in the JSON": (edited("data/run.json", b'"nonce":', b'"nonce": '), "content", "the one way"),
    "a member twice": (edited("data/run.json", b'{"format"', b'{"strict":true,"format"'), "content", "the one way"),
    "an unknown member": (edited("data/run.json", b'{"format"', b'{"x":1,"format"'), "content", "unknown field"),
    "no JSON at all": (lambda f: f.__setitem__("data/run.json", b"\xff\xfe"), "format", "run.json"),
    "deep JSON": (lambda f: f.__setitem__("data/unread.jsonl", b"[" * 100_000 + b"\n"), "content", "unread.jsonl:1"),
    "a cut line": (lambda f: f.__setitem__("data/rules.jsonl", f["data/rules.jsonl"][:-1]), "content", "is cut"),
    "another format": (
        edited("data/run.json", b"hds-policy/evidence/1", b"other/evidence/1"), "format", "not a bundle"),
}  # fmt: skip


@pytest.mark.parametrize("name", REBUILT)
def test_a_changed_file_with_manifests_that_fit(made: Made, name: str) -> None:
    change, stage, words = REBUILT[name]
    top, files = taken_apart(made.bundle.read_bytes())
    change(files)
    refused(made, put_together(top, with_manifests(files)), stage, words)


def test_a_later_format_is_not_called_wrong_and_not_called_right(made: Made) -> None:
    top, files = taken_apart(made.bundle.read_bytes())
    edited("data/run.json", b"hds-policy/evidence/1", b"hds-policy/evidence/2")(files)
    found = verdict(made, put_together(top, with_manifests(files)))
    assert (found.outcome, found.steps[-1].name) == (Outcome.UNKNOWN, "format")


def _in_envelope(change: Callable[[dict], None]) -> Change:
    def changed(files: Files) -> None:
        envelope = json.loads(files[SIGNATURE])
        change(envelope)
        files[SIGNATURE] = json.dumps(envelope, separators=(",", ":")).encode() + b"\n"

    return changed


def _flip(text: str) -> str:
    data = bytearray(base64.b64decode(text))
    data[-1] ^= 1
    return base64.b64encode(bytes(data)).decode()


def _signature(envelope: dict) -> dict:
    found: dict = envelope["dsseEnvelope"]["signatures"][0]
    return found


ENVELOPES: dict[str, tuple[Change, str, str]] = {
    "removed": (_drop(SIGNATURE), "signature", "removed or added"),
    "one bit of the signature": (
        _in_envelope(lambda e: _signature(e).update(sig=_flip(_signature(e)["sig"]))), "signature", "not a signature"),
    "one bit of the statement": (
        _in_envelope(lambda e: e["dsseEnvelope"].update(payload=_flip(e["dsseEnvelope"]["payload"]))),
        "signature", "of another bundle"),
    "an empty signature": (_in_envelope(lambda e: _signature(e).update(sig="")), "signature", "empty"),
    "no signature": (
        _in_envelope(lambda e: e["dsseEnvelope"].update(signatures=[])), "content", "signatures"),
    "two signatures": (
        _in_envelope(lambda e: e["dsseEnvelope"]["signatures"].append(_signature(e))), "content", "signatures"),
    "no base64": (_in_envelope(lambda e: _signature(e).update(sig="%%%")), "signature", "not base64"),
    "loose base64": (
        _in_envelope(lambda e: _signature(e).update(sig=_signature(e)["sig"] + "\n")), "signature", "base64"),
    "another payload type": (
        _in_envelope(lambda e: e["dsseEnvelope"].update(payloadType="text/plain")), "signature", "another kind"),
    "an older bundle format": (
        _in_envelope(lambda e: e.update(mediaType="application/vnd.dev.sigstore.bundle+json;version=0.1")),
        "signature", "another kind"),
    "two names of keys": (
        _in_envelope(lambda e: e["verificationMaterial"]["publicKey"].update(hint="0" * 64)), "signature", "two keys"),
    "a certificate beside the key": (
        _in_envelope(lambda e: e["verificationMaterial"].update(certificate={})), "content", "unknown field"),
    "no verification material": (_in_envelope(lambda e: e.pop("verificationMaterial")), "content", "verification"),
    "a token without a stamp": (
        _in_envelope(lambda e: e["verificationMaterial"].update(
            timestampVerificationData={"rfc3161Timestamps": [{"signedTimestamp": "AAAA"}]})),
        "time", "removed or added"),
    "not UTF-8": (lambda f: f.__setitem__(SIGNATURE, b"\xff"), "content", SIGNATURE),
    "empty": (lambda f: f.__setitem__(SIGNATURE, b""), "content", SIGNATURE),
    "deep": (lambda f: f.__setitem__(SIGNATURE, b"[" * 100_000), "content", SIGNATURE),
}  # fmt: skip


@pytest.mark.parametrize("name", ENVELOPES)
def test_a_changed_signature(made: Made, name: str) -> None:
    change, stage, words = ENVELOPES[name]
    top, files = taken_apart(made.bundle.read_bytes())
    change(files)
    refused(made, put_together(top, files), stage, words)


def test_a_bundle_signed_by_somebody_else(made: Made, tmp_path: Path) -> None:
    other, _ = keygen(tmp_path, "other")
    top, files = taken_apart(made.bundle.read_bytes())
    refused(made, put_together(top, signed_again(files, other)), "signature", "not a signature")


def test_the_signer_himself_cannot_sign_a_statement_that_does_not_follow_from_the_files(made: Made) -> None:
    top, files = taken_apart(made.bundle.read_bytes())
    same = put_together(top, signed_again(files, made.key))
    assert verdict(made, same).outcome is Outcome.OK

    def better(statement: dict) -> None:
        statement["predicate"]["result"]["exitCode"] = 0

    refused(made, put_together(top, signed_again(files, made.key, better)), "signature", "of another bundle")


def test_a_bundle_without_its_signature_that_says_it_never_had_one_is_never_valid(made: Made) -> None:
    top, files = taken_apart(made.bundle.read_bytes())
    edited("data/run.json", b'"signature":"dsse"', b'"signature":"none"')(files)
    kept = verdict(made, put_together(top, with_manifests(files)))
    assert kept.outcome is Outcome.INVALID
    del files[SIGNATURE]
    assert verdict(made, put_together(top, with_manifests(files))).outcome is Outcome.UNKNOWN


def test_the_top_folder_belongs_to_the_run(made: Made) -> None:
    top, files = taken_apart(made.bundle.read_bytes())
    other = top.replace("clinique", "clinic")
    refused(made, put_together(other, files), "manifests", "top folder")


def _zip(*entries: tuple[str, bytes, int], comment: bytes = b"") -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, data)
    return raw.getvalue()


TOP = "hds-evidence_x_20261124T041951Z_295958ca-c6ae-4fec-8717-e6424f732855"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty file": lambda: b"",
    "no ZIP": lambda: b"PK" + b"\0" * 100,
    "no entry": _zip,
    "cut": lambda: _zip((f"{TOP}/bagit.txt", b"x" * 1000, 0o644))[:60],
    "absolute name": lambda: _zip(("/etc/passwd", b"", 0o644)),
    "name that climbs": lambda: _zip((f"{TOP}/data/policies/../../../x.rego", b"", 0o644)),
    "name with a backslash": lambda: _zip((f"{TOP}\\bagit.txt", b"", 0o644)),
    "name with a drive": lambda: _zip(("C:/bagit.txt", b"", 0o644)),
    "name with a NUL": lambda: _zip((f"{TOP}/bagitAtxt", b"", 0o644)).replace(b"bagitAtxt", b"bagit\0txt"),
    "reserved name": lambda: _zip((f"{TOP}/data/facts/hosters/con", b"", 0o644)),
    "link": lambda: _zip((f"{TOP}/bagit.txt", b"/etc/passwd", 0o120777)),
    "folder": lambda: _zip((f"{TOP}/data/", b"", 0o040755)),
    "device": lambda: _zip((f"{TOP}/bagit.txt", b"", 0o020644)),
    "two top folders": lambda: _zip((f"{TOP}/bagit.txt", b"", 0o644), (TOP[:-1] + "6/bagit.txt", b"", 0o644)),
    "one name twice": lambda: _zip((f"{TOP}/bagit.txt", b"1", 0o644), (f"{TOP}/bagit.txt", b"2", 0o644)),
    "names that differ in case": lambda: _zip(
        (f"{TOP}/data/policies/A.rego", b"1", 0o644), (f"{TOP}/data/policies/a.rego", b"2", 0o644)),
    "too many files": lambda: _zip(*((f"{TOP}/data/policies/r{n}.rego", b"", 0o644) for n in range(5_001))),
    "bomb": lambda: _claiming(_zip((f"{TOP}/bagit.txt", b"\0" * 1000, 0o644)), 1 << 31),
    "longer than it says": lambda: _claiming(_zip((f"{TOP}/bagit.txt", b"\0" * 1000, 0o644)), 10),
    "something before it": lambda: b"#!/bin/sh\n" + _zip((f"{TOP}/bagit.txt", b"", 0o644)),
    "a comment": lambda: _zip((f"{TOP}/bagit.txt", b"", 0o644), comment=b"x"),
    "encrypted": lambda: _flagged(_zip((f"{TOP}/bagit.txt", b"", 0o644)), 1),
}  # fmt: skip


def _flagged(data: bytes, flags: int) -> bytes:
    """The ZIP of one file, with other flags in its directory."""
    place = data.rindex(b"PK\x01\x02") + 8
    return data[:place] + struct.pack("<H", flags) + data[place + 2 :]


def _claiming(data: bytes, size: int) -> bytes:
    """The ZIP of one file, with another size in its directory."""
    place = data.rindex(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", size) + data[place + 4 :]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip(made: Made, name: str) -> None:
    found = verdict(made, HOSTILE[name]())
    assert (found.outcome, found.steps[-1].name) == (Outcome.INVALID, "archive")

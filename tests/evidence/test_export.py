"""What a bundle holds: the answer of ``check`` and everything it was judged by."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import stat
from collections import Counter
from pathlib import Path

import pytest
from bundles import SIGNATURE, Made, keygen, make, put_together, taken_apart
from command import environment, hds_policy
from estates import ON, estate

from hds_policy.evidence.archive import packed, unpacked

VARIABLES = 'variable "password" {\n}\nvariable "token" {\n}\n'


def jsonl(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.splitlines()]


def test_a_bundle_holds_every_result_of_a_check_of_the_same_folder(made: Made) -> None:
    _, files = taken_apart(made.bundle.read_bytes())
    report = hds_policy("check", made.checked, *ON, "--format", "json")
    findings = jsonl(files["data/findings.jsonl"])
    assert findings == report.json["findings"]
    assert {"pass", "exempt"} <= {finding["result"] for finding in findings}
    run = json.loads(files["data/run.json"])
    assert run["counts"] == report.json["counts"]
    assert run["exit_code"] == report.code == made.done.code
    assert jsonl(files["data/inputs.jsonl"]) == report.json["inputs"]
    assert jsonl(files["data/waivers.jsonl"]) == report.json["waivers"]
    rows = csv.DictReader(io.StringIO(files["data/findings.csv"].decode()))
    counted = Counter(row["result"] for row in rows if row["record"] == "finding")
    assert counted == {result: number for result, number in run["counts"].items() if number}
    assert run["scope"] == "Clinique de l'Été"
    assert run["findings"] == hashlib.sha256(files["data/findings.jsonl"]).hexdigest()


def test_the_report_to_print_is_in_it_when_it_is_asked_for(made: Made, write, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (dependency group test)")
    pytest.importorskip("typst", reason="typst is not installed (extra pdf)")
    printed = make(tmp_path, write(estate()), "--pdf")
    _, files = taken_apart(printed.bundle.read_bytes())
    verified = hds_policy("evidence", "verify", printed.bundle, "--trust", printed.trust)
    assert verified.code == 0, verified.err
    for language in ("fr", "en"):
        document = pypdf.PdfReader(io.BytesIO(files[f"data/report.{language}.pdf"]))
        assert document.trailer["/Root"]["/Lang"] == language
        assert "HDS-026" in " ".join(page.extract_text() for page in document.pages)
    assert not any(name.endswith(".pdf") for name in taken_apart(made.bundle.read_bytes())[1])


def test_what_looks_like_a_secret_is_on_no_printed_page(write, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (dependency group test)")
    pytest.importorskip("typst", reason="typst is not installed (extra pdf)")
    secret = "AKIA" + "IOSFODNN7EXAMPLE"
    text = estate()
    text["main.tf"] = text["main.tf"].replace(
        "resource ", f'resource "aws_s3_bucket" "a-{secret}" {{\n}}\nresource ', 1
    )
    printed = make(tmp_path, write(text), "--pdf")
    _, files = taken_apart(printed.bundle.read_bytes())
    for language in ("fr", "en"):
        pages = pypdf.PdfReader(io.BytesIO(files[f"data/report.{language}.pdf"])).pages
        said = "".join("".join(page.extract_text() for page in pages).split())
        assert secret not in said
    assert json.loads(files["data/redactions.json"])["removed"]


def test_the_pages_for_people_are_in_both_languages_and_load_nothing(made: Made) -> None:
    _, files = taken_apart(made.bundle.read_bytes())
    for name in ("report", "guarantees"):
        french, english = (files[f"data/{name}.{language}.html"].decode() for language in ("fr", "en"))
        assert '<html lang="fr"' in french
        assert '<html lang="en"' in english
        assert "default-src 'none'" in french
        assert "<script" not in french + english
    assert "copies are made by hand" in files["data/report.en.html"].decode()


def test_the_rules_and_the_registry_of_a_bundle_are_the_shipped_bytes(made: Made) -> None:
    _, files = taken_apart(made.bundle.read_bytes())
    top = Path(__file__).parents[2]
    shipped = {
        path.relative_to(top / "policies").as_posix()
        for path in (top / "policies").rglob("*.rego")
        if not path.name.endswith("_test.rego")
    }
    in_bundle = {name.removeprefix("data/policies/") for name in files if name.endswith(".rego")}
    assert in_bundle == shipped
    for name in shipped:
        assert files[f"data/policies/{name}"] == (top / "policies" / name).read_bytes()
    assert files["data/facts/hosters/certified.toml"] == (top / "hds_policy/hosters/certified.toml").read_bytes()
    chain = {entry["id"]: entry for entry in json.loads(files["data/hosting-chain.json"])["known"]}
    assert chain["aws"]["performs"] == ["physical", "hardware", "virtual", "platform"]
    assert "EXAMPLE-2" in [certificate["number"] for certificate in chain["aws"]["known"]["certificates"]]
    declared = json.loads(files["data/declarations.json"])
    assert [certificate["number"] for certificate in declared["certificates"]] == ["EXAMPLE-1", "EXAMPLE-2"]


def test_equal_content_gives_equal_bytes_of_the_zip(made: Made) -> None:
    data = made.bundle.read_bytes()
    top, files = unpacked(data)
    assert packed(top, dict(reversed(files.items()))) == data
    assert unpacked(put_together(top, files)) == (top, files)


def test_two_runs_differ_in_identity_and_agree_in_findings(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    # Another language of the machine changes nothing.
    env = environment(LANG="fr_FR.UTF-8", LC_ALL="fr_FR.UTF-8", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    hds_policy("evidence", "export", made.checked, *ON, "--key", made.key, "-o", again, env=env)
    _, one = taken_apart(made.bundle.read_bytes())
    _, two = taken_apart(again.read_bytes())
    same = {"data/findings.jsonl", "data/findings.csv", "data/inputs.jsonl", "data/resources.jsonl"}
    assert {name for name in same if one[name] == two[name]} == same
    runs = [json.loads(files["data/run.json"]) for files in (one, two)]
    assert runs[0]["id"] != runs[1]["id"]
    assert runs[0]["nonce"] != runs[1]["nonce"]


def test_values_of_variables_and_folders_of_the_machine_are_not_in_a_bundle(write, tmp_path: Path) -> None:
    folder = write({**estate(), "secret.tfvars": 'password = "hunter2-hunter2"\n', "variables.tf": VARIABLES})
    made = make(tmp_path, folder, "--var", "token=swordfish-swordfish", "--var-file", folder / "secret.tfvars", *ON)
    _, files = taken_apart(made.bundle.read_bytes())
    whole = b"\n".join(files.values())
    digest = hashlib.sha256((folder / "secret.tfvars").read_bytes()).hexdigest().encode()
    for secret in (b"hunter2", b"swordfish", str(tmp_path).encode(), digest):
        assert secret not in whole
    run = json.loads(files["data/run.json"])
    assert run["options"] == {"on": "2026-11-23", "var_files": ["secret.tfvars"], "variables": ["token"]}
    assert json.loads(files["data/redactions.json"])["digests_withheld"] == ["secret.tfvars"]


@pytest.mark.parametrize("kind", ["plain", "packed", "detached"])
def test_the_commit_of_the_repository_is_told(kind: str, write, tmp_path: Path) -> None:
    identity = "0123456789abcdef0123456789abcdef01234567"
    folder = write({**estate(), ".git/HEAD": "ref: refs/heads/main\n", ".git/config": ""})
    if kind == "plain":
        (folder / ".git/refs/heads").mkdir(parents=True)
        (folder / ".git/refs/heads/main").write_text(identity + "\n", encoding="utf-8")
    elif kind == "packed":
        (folder / ".git/packed-refs").write_text(f"# pack-refs\n{identity} refs/heads/main\n", encoding="utf-8")
    else:
        (folder / ".git/HEAD").write_text(identity + "\n", encoding="utf-8")
    _, files = taken_apart(make(tmp_path, folder).bundle.read_bytes())
    assert json.loads(files["data/run.json"])["commit"] == {"id": identity, "unknown": ""}


def test_an_unsigned_bundle_has_to_be_asked_for_and_says_so(write, tmp_path: Path) -> None:
    folder, bundle = write(estate()), tmp_path / "bundle.zip"
    assert hds_policy("evidence", "export", folder, "-o", bundle).code == 2
    assert not bundle.exists()
    done = hds_policy("evidence", "export", folder, "-o", bundle, "--unsigned", *ON)
    assert "NOT SIGNED" in done.err
    _, files = taken_apart(bundle.read_bytes())
    assert SIGNATURE not in files
    verified = hds_policy("evidence", "verify", bundle)
    assert (verified.code, "not signed" in verified.out) == (3, True)


def test_keygen_replaces_no_file_and_writes_private_keys_for_their_owner_only(tmp_path: Path) -> None:
    key, _ = keygen(tmp_path)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    again = hds_policy("evidence", "keygen", "-o", key)
    assert (again.code, "is there already" in again.err, key.read_bytes()) == (2, True, before)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_locked_key_needs_its_passphrase(write, tmp_path: Path) -> None:
    env = environment(HDS_POLICY_EVIDENCE_PASSPHRASE="correct horse")
    key, bundle, folder = tmp_path / "key", tmp_path / "bundle.zip", write(estate())
    assert hds_policy("evidence", "keygen", "-o", key, env=env).code == 0
    assert b"ENCRYPTED" in key.read_bytes()
    wrong = hds_policy("evidence", "export", folder, "--key", key, "-o", bundle)
    assert (wrong.code, bundle.exists(), "another passphrase" in wrong.err) == (2, False, True)
    right = hds_policy("evidence", "export", folder, "--key", key, "-o", bundle, env=env)
    assert bundle.exists(), right.err
    assert "correct horse" not in right.err


@pytest.mark.parametrize("name", ["missing/bundle.zip", "."])
def test_a_place_where_nothing_can_be_written_is_told_before_anything_is_read(name: str, write, tmp_path) -> None:
    done = hds_policy("evidence", "export", write(estate()), "--unsigned", "-o", tmp_path / name)
    assert (done.code, "no file can be written there" in done.err) == (2, True)


def test_only_bundles_are_left_in_the_folder_after_an_export(made: Made) -> None:
    assert [path for path in made.bundle.parent.iterdir() if path.name.endswith(".part")] == []


def test_a_finding_about_very_many_resources_fits_into_a_bundle(write, tmp_path: Path) -> None:
    names = [f"records_{'x' * 100}_{number}" for number in range(1_300)]
    text = "".join(f'resource "aws_s3_bucket" "{name}" {{\n  tags = {{ hds = "yes" }}\n}}\n' for name in names)
    bundle = tmp_path / "bundle.zip"
    done = hds_policy("evidence", "export", write({**estate(), "more.tf": text}), "--unsigned", "-o", bundle, *ON)
    assert bundle.exists(), done.err
    assert max(map(len, taken_apart(bundle.read_bytes())[1]["data/findings.csv"].split(b","))) > 131_072


CERTIFICATE = """
[operators.guardian]
name = "Op"
status = "certified"
[[certificates]]
holder = "guardian"
layers = ["admin"]
services = ["*"]
regions = "eea"
referential = "2.0"
valid_from = 2025-03-01
valid_until = 2028-02-29
number = "OP-9"
body = "a body"
file = "{file}"
seen_on = 2026-09-01
"""


def with_copy(write, file: str) -> Path:
    folder = write(estate())
    config = folder / "hds-policy.toml"
    config.write_text(config.read_text(encoding="utf-8") + CERTIFICATE.format(file=file), encoding="utf-8")
    (folder / "certs").mkdir()
    return folder


def test_the_copy_of_a_certificate_is_in_it_and_cannot_be_exchanged(write, tmp_path: Path) -> None:
    folder = with_copy(write, "certs/op.PDF")
    (folder / "certs" / "op.PDF").write_bytes(b"%PDF-1.7 the copy")
    made = make(tmp_path, folder)
    top, files = taken_apart(made.bundle.read_bytes())
    name = hashlib.sha256(b"%PDF-1.7 the copy").hexdigest()
    assert files[f"data/certificates/{name}.pdf"] == b"%PDF-1.7 the copy"
    [line] = [one for one in jsonl(files["data/certificates.jsonl"]) if one["number"] == "OP-9"]
    assert line == {"holder": "guardian", "number": "OP-9", "file": "op.PDF", "sha256": name, "missing": ""}
    files[f"data/certificates/{name}.pdf"] = b"%PDF-1.7 another one"
    changed = tmp_path / "changed.zip"
    changed.write_bytes(put_together(top, files))
    assert hds_policy("evidence", "verify", changed, "--trust", made.trust).code == 1


@pytest.mark.parametrize("file", ["certs/none.pdf", "../outside.pdf", "certs/link.pdf", "certs/run.sh", "certs"])
def test_what_is_no_copy_in_the_folder_of_the_estate_is_told_and_left_out(file: str, write, tmp_path: Path) -> None:
    folder = with_copy(write, file)
    (folder.parent / "outside.pdf").write_bytes(b"secret of somebody")
    (folder / "certs" / "link.pdf").symlink_to(folder.parent / "outside.pdf")
    (folder / "certs" / "run.sh").write_bytes(b"secret of somebody")
    _, files = taken_apart(make(tmp_path, folder).bundle.read_bytes())
    [line] = [one for one in jsonl(files["data/certificates.jsonl"]) if one["number"] == "OP-9"]
    assert (line["sha256"], bool(line["missing"])) == ("", True)
    assert not any(name.startswith("data/certificates/") for name in files)
    assert b"secret of somebody" not in b"".join(files.values())

"""The bundle: the same bytes for the same content, whole, and good for real OPA."""

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from command import hds_policy
from real_opa import find, missing, run

from hds_policy.evaluation.bundle import bundle, bundle_files
from hds_policy.evaluation.revision import revision_of
from hds_policy.rules.folder import load_rules

ROOT = Path(__file__).parents[2]
CLINIC = ROOT / "examples" / "clinic" / "failing"
RULES = load_rules()
OPA = find("opa")
needs_opa = pytest.mark.skipif(OPA is None, reason=missing("opa", "is what OPA says of the bundle"))


def test_revisions_tell_contents_apart() -> None:
    one = [("a.rego", "package a\n"), ("b.rego", "package b\n")]
    assert revision_of(one) == revision_of(reversed(one))
    others = [
        [("a.rego", "package a\n")],
        [("a.rego", "package b\n"), ("b.rego", "package a\n")],
        [("a.regop", "ackage a\n"), ("b.rego", "package b\n")],
        [],
    ]
    assert len({revision_of(one), *map(revision_of, others)}) == 5
    # sha256 of the two lengths and texts, with sha256sum: printf '\0\0\0\0\0\0\0\1a\0\0\0\0\0\0\0\1b' | sha256sum
    expected = hashlib.sha256(b"\0\0\0\0\0\0\0\x01a\0\0\0\0\0\0\0\x01b").hexdigest()
    assert revision_of([("a", "b")]) == f"sha256:{expected}"


def test_it_holds_the_rules_and_the_facts_and_no_tests() -> None:
    with tarfile.open(fileobj=io.BytesIO(bundle(RULES))) as archive:
        content = {entry.name: (archive.extractfile(entry) or io.BytesIO()).read() for entry in archive}
        assert all((entry.mtime, entry.uid, entry.uname, entry.mode) == (0, 0, "", 0o644) for entry in archive)
    assert {path: source.encode() for path, source in RULES.modules}.items() <= content.items()
    assert not any(path.endswith(("_test.rego", ".yaml")) for path in content)
    manifest = json.loads(content.pop(".manifest"))
    assert manifest["revision"] == revision_of(RULES.modules) and manifest["roots"] == ["hds"]
    digests = {path: f"sha256:{hashlib.sha256(data).hexdigest()}" for path, data in content.items()}
    assert manifest["metadata"]["files"] == digests
    registry = json.loads(content["hds/registry/data.json"])
    assert {"certified", "law", "regions"} <= registry.keys()
    catalogue = json.loads(content["hds/catalogue/data.json"])
    assert catalogue["aws"]["types"]["aws_s3_bucket"]["role"] == "stores"


def test_equal_content_gives_equal_bytes() -> None:
    assert bundle(RULES) == bundle(load_rules())
    changed = msgspec.structs.replace(RULES, modules=tuple((path, source + "\n") for path, source in RULES.modules))
    assert bundle_files(changed)[".manifest"] != bundle_files(RULES)[".manifest"]


def test_the_command_writes_it_whole_or_says_why_not(tmp_path: Path) -> None:
    done = hds_policy("policies", "bundle", "-o", tmp_path / "b.tar.gz")
    assert (done.code, done.out) == (0, "")
    assert revision_of(RULES.modules) in done.err
    assert (tmp_path / "b.tar.gz").read_bytes() == bundle(RULES)
    assert hds_policy("policies", "bundle", "-o", tmp_path / "no" / "b.tar.gz").code == 2
    assert hds_policy("policies", "bundle").code == 2
    assert hds_policy("policies", "bundel").code == 2


def opa_json(*arguments: object, text: str | None = None) -> Any:
    assert OPA is not None
    done = run(OPA, *arguments, text=text)
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout)


@needs_opa
def test_opa_reads_checks_and_builds_it(tmp_path: Path) -> None:
    assert OPA is not None
    (tmp_path / "b.tar.gz").write_bytes(bundle(RULES))
    done = run(OPA, "build", "--bundle", "b.tar.gz", "--output", "again.tar.gz", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run(OPA, "check", "--strict", "--bundle", "b.tar.gz", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    inspected = opa_json("inspect", "--format", "json", tmp_path / "b.tar.gz")
    assert inspected["manifest"]["revision"] == revision_of(RULES.modules)
    done = run(OPA, "build", "--bundle", str(RULES.folder), "--output", "folder.tar.gz", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@needs_opa
def test_opa_notices_a_bundle_that_was_cut_off(tmp_path: Path) -> None:
    assert OPA is not None
    (tmp_path / "b.tar.gz").write_bytes(bundle(RULES)[:-2000])
    assert run(OPA, "inspect", tmp_path / "b.tar.gz").returncode != 0


@needs_opa
def test_opa_signs_it_and_refuses_one_that_was_changed(tmp_path: Path) -> None:
    assert OPA is not None
    for name, content in bundle_files(RULES).items():
        (tmp_path / "b" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "b" / name).write_bytes(content)
    key = ("--signing-key", "a shared secret", "--signing-alg", "HS256", "--bundle", "b")
    assert run(OPA, "sign", *key, "--output-file-path", "b", cwd=tmp_path).returncode == 0
    verify = ("build", "--verification-key", "a shared secret", "--signing-alg", "HS256", "--bundle", "b")
    assert run(OPA, *verify, "--output", "o.tar.gz", cwd=tmp_path).returncode == 0
    rule = tmp_path / "b" / "hds" / "rules" / "layer_admin" / "layer_admin.rego"
    rule.write_text(rule.read_text("utf-8") + "# changed\n", "utf-8")
    done = run(OPA, *verify, "--output", "o.tar.gz", cwd=tmp_path)
    assert done.returncode != 0 and "digest mismatch" in done.stdout + done.stderr

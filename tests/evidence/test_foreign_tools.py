"""A bundle under tools that are not ours: coreutils, openssl and jq by the recipe of its README, bagit-python."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zipfile
from pathlib import Path

import bagit
import pytest
from bundles import SIGNATURE, Made, keygen, make, taken_apart
from command import Completed, run
from estates import estate

TOOLS = ("sh", "sha256sum", "jq", "openssl")
needs_tools = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in TOOLS), reason=f"one of {', '.join(TOOLS)} is not installed"
)


def extracted(made: Made, folder: Path) -> Path:
    with zipfile.ZipFile(made.bundle) as archive:
        archive.extractall(folder)
    [top] = folder.iterdir()
    return top


def recipe(top: Path, public: Path) -> Completed:
    """Run the first block of commands of the README of the bundle, as it stands there."""
    guide = (top / "data" / "README.md").read_text(encoding="utf-8")
    [script] = re.findall(r"^```sh\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    shutil.copy(public, top / "signer.pub")
    return run(["sh", "-c", script], cwd=top)


@needs_tools
@pytest.mark.parametrize("algorithm", ["p256", "ed25519"])
def test_the_recipe_of_the_readme_accepts_a_bundle_and_refuses_a_changed_one(
    algorithm: str, write, tmp_path: Path
) -> None:
    made = make(tmp_path, write(estate()), algorithm=algorithm)
    top = extracted(made, tmp_path / "out")
    done = recipe(top, made.public)
    assert done.code == 0, done.err
    assert done.out.endswith("the bundle is what the holder of signer.pub signed\n")
    (top / "data" / "run.json").write_bytes((top / "data" / "run.json").read_bytes().replace(b'"pass"', b'"fail"'))
    assert recipe(top, made.public).code != 0


@needs_tools
def test_the_recipe_refuses_another_key_another_file_and_another_statement(made: Made, tmp_path: Path) -> None:
    other, _ = keygen(tmp_path, "other")
    assert recipe(extracted(made, tmp_path / "key"), other.with_name("other.pub")).code != 0
    added = extracted(made, tmp_path / "added")
    (added / "data" / "evil.html").write_text("<script>", encoding="utf-8")
    assert recipe(added, made.public).code != 0
    swapped = extracted(made, tmp_path / "swapped")
    text = (swapped / "manifest-sha256.txt").read_text(encoding="utf-8")
    (swapped / "manifest-sha256.txt").write_text("\n".join(text.splitlines()[1:]) + "\n", encoding="utf-8")
    assert recipe(swapped, made.public).code != 0


def test_bagit_python_finds_the_bag_valid_and_the_signature_its_only_loose_file(made: Made, tmp_path: Path) -> None:
    top = extracted(made, tmp_path / "out")
    bag = bagit.Bag(str(top))
    bag.validate()
    assert bag.info["External-Identifier"] == top.name
    listed = {*bag.entries, "tagmanifest-sha256.txt"}
    assert {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()} - listed == {SIGNATURE}


def test_the_statement_is_an_in_toto_statement_of_the_manifests_and_the_commit(made: Made) -> None:
    _, files = taken_apart(made.bundle.read_bytes())
    envelope = json.loads(files[SIGNATURE])
    assert envelope["mediaType"] == "application/vnd.dev.sigstore.bundle.v0.3+json"
    payload = base64.b64decode(envelope["dsseEnvelope"]["payload"])
    said = json.loads(payload)
    assert said["_type"] == "https://in-toto.io/Statement/v1"
    assert [subject["name"] for subject in said["subject"]] == ["manifest-sha256.txt", "tagmanifest-sha256.txt"]
    # The folder is no repository: no commit is claimed.
    assert json.loads(files["data/run.json"])["commit"] == {"id": "", "unknown": "not a Git repository"}
    statement_pb2 = pytest.importorskip(
        "in_toto_attestation.v1.statement", reason="in-toto-attestation is not installed"
    )
    google = pytest.importorskip("google.protobuf.json_format")
    parsed = statement_pb2.Statement.copy_from_pb(
        google.Parse(payload, pytest.importorskip("in_toto_attestation.v1.statement_pb2").Statement())
    )
    parsed.validate()

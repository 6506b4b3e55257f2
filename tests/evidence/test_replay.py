"""``verify --replay``: the sources of a bundle give its findings again, and others do not pass for them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bundles import Made, make, put_together, signed_again, taken_apart
from command import Completed, hds_policy


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """The sources somewhere else."""
    return Path(shutil.copytree(made.checked, tmp_path / "copy"))


def replayed(made: Made, folder: Path, bundle: Path | None = None) -> tuple[int, str]:
    done: Completed = hds_policy(
        "evidence", "verify", bundle or made.bundle, "--trust", made.trust, "--replay", folder, "--format", "json"
    )
    last = done.json["steps"][-1]
    return done.code, f"{last['name']} {last['outcome']} {last['detail']}"


def test_the_sources_give_the_same_findings_elsewhere(made: Made, copy: Path) -> None:
    code, last = replayed(made, copy)
    assert (code, last.startswith("replay ok the sources give the same findings")) == (0, True)


@pytest.mark.parametrize(("name", "words"), [("main.tf", "sources are not those"), ("hds-policy.toml", "the estate")])
def test_other_sources_are_no_proof_in_either_direction(name: str, words: str, made: Made, copy: Path) -> None:
    (copy / name).write_text((copy / name).read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    code, last = replayed(made, copy)
    assert (code, words in last) == (3, True), last


def test_a_signer_who_left_a_finding_out_is_caught(made: Made, copy: Path) -> None:
    """What the verification alone cannot see: every file agrees with every other, and the key is trusted."""
    top, files = taken_apart(made.bundle.read_bytes())
    row = next(
        line for line in files["data/findings.jsonl"].splitlines(True) if b'"HDS-029"' in line and b'"aws"' in line
    )
    cheat = tampered(files, row)
    bundle = copy.parent / "cheat.zip"
    bundle.write_bytes(put_together(top, signed_again(cheat, made.key, lambda said: _follow(said, cheat))))
    code, last = replayed(made, copy, bundle)
    assert (code, last) == (1, "replay invalid the same sources, rules and facts give other findings")


def tampered(files: dict[str, bytes], row: bytes) -> dict[str, bytes]:
    """The files as if one review had never been found, everywhere."""
    import csv  # noqa: PLC0415 - only here
    import hashlib  # noqa: PLC0415
    import io  # noqa: PLC0415

    made = dict(files)
    made["data/findings.jsonl"] = files["data/findings.jsonl"].replace(row, b"")
    run = json.loads(files["data/run.json"])
    run["counts"]["review"] -= 1
    run["findings"] = hashlib.sha256(made["data/findings.jsonl"]).hexdigest()
    made["data/run.json"] = json.dumps(run, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    rows = list(csv.reader(io.StringIO(files["data/findings.csv"].decode(), newline="")))
    gone = next(one for one in rows if one[1] == "review" and one[2] == "HDS-029" and one[6] == "aws")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(one for one in rows if one is not gone)
    made["data/findings.csv"] = out.getvalue().encode()
    oscal = json.loads(files["data/oscal/assessment-results.json"])
    for prop in oscal["assessment-results"]["results"][0]["props"]:
        if prop["name"] == "count-review":
            prop["value"] = str(run["counts"]["review"])
    made["data/oscal/assessment-results.json"] = json.dumps(oscal).encode()
    return made


def _follow(statement: dict, files: dict[str, bytes]) -> None:
    run = json.loads(files["data/run.json"])
    statement["predicate"]["counts"] = run["counts"]
    statement["predicate"]["findings"]["digest"]["sha256"] = run["findings"]


def test_a_run_with_values_that_are_not_in_the_bundle_cannot_be_replayed(made: Made, tmp_path: Path) -> None:
    other = make(tmp_path, made.checked, "--var", "region=eu-west-3")
    code, last = replayed(other, made.checked)
    assert (code, "the run had --variables" in last) == (3, True)

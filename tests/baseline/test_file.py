"""The baseline file and the commands that write, show and use it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed, hds_policy
from estates import BUCKET, ESTATE, HEALTH, ON, estate

Check = Callable[..., Completed]
Write = Callable[..., Path]
FAR = {"main.tf": BUCKET.format(region="us-east-1", tags=HEALTH), "hds-policy.toml": ESTATE}
MORE = 'resource "aws_s3_bucket" "more" {\n  bucket = "more"\n  tags = { data_classification = "health" }\n}\n'


def written(folder: Path, file: Path) -> Completed:
    return hds_policy("baseline", "write", folder, "-o", file, *ON)


@pytest.fixture
def old(write: Write, tmp_path: Path) -> tuple[Path, Path]:
    """A folder that fails, and its baseline."""
    folder, file = write(FAR), tmp_path / "baseline.json"
    assert written(folder, file).code == 0
    return folder, file


def test_it_is_the_same_bytes_twice_and_ascii(old: tuple[Path, Path], tmp_path: Path) -> None:
    folder, file = old
    written(folder, tmp_path / "again.json")
    assert file.read_bytes() == (tmp_path / "again.json").read_bytes()
    assert file.read_bytes().isascii()
    assert str(tmp_path) not in file.read_text()


def test_old_fails_do_not_count_and_stay_in_every_report(old: tuple[Path, Path], check: Check) -> None:
    folder, file = old
    assert check(folder, *ON).code == 1
    ran = check(folder, "--baseline", file, "--format", "json", *ON)
    fails = [one for one in ran.json["findings"] if one["result"] == "fail"]
    assert ran.code in {0, 3}
    assert fails
    assert {one["baseline"] for one in fails} == {"unchanged"}
    assert ran.json["baseline"]["new"] == 0
    text = check(folder, "--baseline", file, *ON).out
    assert "0 new" in text
    assert "aws_s3_bucket.records" in text
    assert "nothing fails" not in text.replace("nothing new fails", "")


def test_a_new_fail_counts_and_what_is_gone_is_told(old: tuple[Path, Path], check: Check) -> None:
    folder, file = old
    (folder / "main.tf").write_text(FAR["main.tf"].replace('"records" {', '"renamed" {') + MORE)
    ran = check(folder, "--baseline", file, "--format", "json", *ON)
    assert ran.code == 1
    assert {one["subject"] for one in ran.json["findings"] if one["result"] == "fail"} == {
        "aws_s3_bucket.renamed",
        "aws_s3_bucket.more",
    }
    assert {entry["resource"] for entry in ran.json["baseline"]["gone"]} == {"aws_s3_bucket.records"}
    assert "Gone since baseline.json" in check(folder, "--baseline", file, *ON).out


def test_the_same_name_in_another_folder_is_new(write: Write, tmp_path: Path, check: Check) -> None:
    folder, file = write({"a/main.tf": FAR["main.tf"], "hds-policy.toml": ESTATE}), tmp_path / "b.json"
    written(folder, file)
    (folder / "b").mkdir()
    (folder / "b" / "main.tf").write_text(FAR["main.tf"])
    ran = check(folder, "--baseline", file, "--format", "json", *ON)
    new = {one["subject"] for one in ran.json["findings"] if one["baseline"] == "new" and one["result"] == "fail"}
    assert ran.code == 1
    assert new == {"b:aws_s3_bucket.records"}


def test_what_cannot_be_determined_counts_all_the_same(write: Write, tmp_path: Path, check: Check) -> None:
    text = BUCKET.format(region="eu-west-3", tags=HEALTH).replace('"eu-west-3"', "var.region")
    folder, file = write({"main.tf": text + 'variable "region" {}\n', "hds-policy.toml": ESTATE}), tmp_path / "b.json"
    written(folder, file)
    ran = check(folder, "--baseline", file, "--format", "json", *ON)
    assert ran.code == 3
    assert ran.json["baseline"]["new"] == 0


def test_what_is_not_read_counts_all_the_same(write: Write, tmp_path: Path, check: Check) -> None:
    folder, file = write({**FAR, "broken.tf": "resource {{{\n"}), tmp_path / "b.json"
    ran = written(folder, file)
    assert "not read: 1" in ran.err
    assert check(folder, "--baseline", file, *ON).code == 3


def test_every_format_tells_old_fails_from_new_ones(old: tuple[Path, Path], check: Check) -> None:
    folder, file = old
    (folder / "more.tf").write_text(MORE)

    def out(form: str) -> str:
        return check(folder, "--baseline", file, "--format", form, *ON).out

    sarif = json.loads(out("sarif"))["runs"][0]["results"]
    levels = {(one["baselineState"], one["level"]) for one in sarif if one["properties"]["result"] == "fail"}
    assert {state for state, _ in levels} == {"new", "unchanged"}
    assert {level for state, level in levels if state == "unchanged"} == {"note"}
    assert all("records" in line for line in out("github").splitlines() if "Known before" in line)
    assert out("junit").count("<failure") == 1 + sum(
        one["baselineState"] == "new" for one in sarif if one["properties"]["result"] == "fail"
    )
    assert {one["severity"] for one in json.loads(out("gitlab")) if "Known before" in one["description"]} <= {
        "info",
        "minor",
        "major",
    }
    assert ",unchanged\n" in out("csv")


def test_show_lists_it(old: tuple[Path, Path]) -> None:
    _, file = old
    shown = hds_policy("baseline", "show", file)
    assert shown.code == 0
    assert "fail HDS-007 aws_s3_bucket.records" in shown.out
    listed = hds_policy("baseline", "show", file, "--format", "json").json
    assert {"rule": "HDS-007", "result": "fail"}.items() <= next(e for e in listed if e["rule"] == "HDS-007").items()


def test_an_empty_folder_is_written_and_told(write: Write, tmp_path: Path) -> None:
    folder = write({"main.tf": 'provider "aws" {\n}\n'})
    assert written(folder, tmp_path / "b.json").code == 4
    assert hds_policy("baseline", "show", tmp_path / "b.json").code == 0


def test_a_passing_folder_has_an_empty_one(write: Write, tmp_path: Path, check: Check) -> None:
    folder = write(estate())
    written(folder, tmp_path / "b.json")
    ran = check(folder, "--baseline", tmp_path / "b.json", "--format", "json", *ON)
    assert ran.json["baseline"]["gone"] == []


BAD = [
    ("", "not a baseline"),
    ("{}", "not a baseline"),
    ("[1]", "not a baseline"),
    ("\xff", "not a baseline"),
    ('{"format": "other", "version": 1, "tool": "", "on": "2026-11-23", "findings": []}', "its format is not"),
    ('{"format": "hds-policy baseline", "version": 2, "tool": "", "on": "2026-11-23", "findings": []}', "version 2"),
    ('{"format": "hds-policy baseline", "version": 1, "tool": "", "on": "now", "findings": []}', "not a baseline"),
    (
        '{"format": "hds-policy baseline", "version": 1, "tool": "", "on": "2026-11-23", "findings": [],"more":1}',
        "not a baseline",
    ),
    (
        '{"format": "hds-policy baseline", "version": 1, "tool": "", "on": "2026-11-23", "findings":'
        '[{"rule": "X", "result": "exempt", "subject_kind": "", "subject": ""}]}',
        "is exempt",
    ),
    ("[" * 100_000, "not a baseline"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_file_that_is_none_is_refused(write: Write, tmp_path: Path, check: Check, text: str, said: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="latin-1")
    ran = check(write(estate()), "--baseline", file, *ON)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_other_slips(write: Write, tmp_path: Path, check: Check) -> None:
    folder = write(estate())
    assert check(folder, "--baseline", tmp_path / "none.json").code == 2
    assert check(folder, "--baseline", tmp_path).code == 2
    both = check(folder, "--baseline", tmp_path / "none.json", "--diff-base", "main")
    assert (both.code, "give one of them" in both.err) == (2, True)
    assert hds_policy("baseline", "write", folder).code == 2
    assert hds_policy("baseline", "write", folder, "-o", tmp_path / "no" / "b.json").code == 2


def test_the_cache_does_not_answer_for_another_baseline(old: tuple[Path, Path], tmp_path: Path) -> None:
    from command import environment  # noqa: PLC0415 - the one test that lets a run be remembered

    folder, file = old
    env = environment(XDG_CACHE_HOME=str(tmp_path / "cache"))
    del env["HDS_POLICY_NO_CACHE"]
    codes = [
        hds_policy("check", folder, *ON, *more, env=env).code
        for more in ((), ("--baseline", file), (), ("--baseline", file))
    ]
    assert codes[0] == codes[2] == 1
    assert codes[1] == codes[3] != 1

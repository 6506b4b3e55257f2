"""``check --policies`` and ``--profile`` as a user runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed, environment, hds_policy
from custom_policies import ELSEWHERE, FINDING, rule, write_policies
from estates import ESTATE, ON, estate

Check = Callable[..., Completed]
Write = Callable[..., Path]
NEVER = ELSEWHERE.replace('!= "eu-west-3"', '== "x"')
# A whole rule of the organisation, told for a bucket in Paris: every store fails it.
EVERYWHERE = ELSEWHERE.replace("eu-west-3", "eu-west-9")
WAIVER = """
[[waivers]]
rule = "ACME-001"
address = "aws_s3_bucket.records"
reason = "moved next month, decision 8"
approved_by = "Board"
expires = 2027-01-31
"""
LOWER = '[[severity]]\nrule = "HDS-001"\nseverity = "low"\nreason = "Told by the board on 3 May."\n'


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return write_policies(tmp_path / "acme", rule(EVERYWHERE))


def of_rule(report: Any, identifier: str = "ACME-001") -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["rule"] == identifier]


def test_a_finding_of_a_custom_rule_is_in_text(write: Write, check: Check, policies: Path) -> None:
    done = check(write(estate()), *ON, "--policies", policies)
    assert done.code == 1, done.out + done.err
    assert "ACME-001" in done.out
    assert "stores it in eu-west-3." in done.out
    assert "custom.acme: 1 rule" in done.out
    assert "Move it to Paris." in done.out


def test_a_finding_of_a_custom_rule_is_in_json(write: Write, check: Check, policies: Path) -> None:
    report = check(write(estate()), *ON, "--policies", policies, "--format", "json").json
    [finding] = of_rule(report)
    assert (finding["result"], finding["subject_kind"], finding["code"]) == ("fail", "resource", "elsewhere")
    assert finding["location"]["file"] == "main.tf"
    assert report["policies"]["custom"] == [{"namespace": "custom.acme", "rules": 1}]
    [described] = [entry for entry in report["rules"] if entry["id"] == "ACME-001"]
    assert (described["severity"], described["level"]) == ("medium", "contract")


def test_a_finding_of_a_custom_rule_is_in_sarif(write: Write, check: Check, policies: Path) -> None:
    [run] = check(write(estate()), *ON, "--policies", policies, "--format", "sarif").json["runs"]
    [result] = [one for one in run["results"] if one["ruleId"] == "ACME-001"]
    assert result["kind"] == "fail"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "ACME-001"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("main.tf")


def test_a_custom_rule_that_finds_nothing_passes_each_subject(write: Write, check: Check, tmp_path: Path) -> None:
    policies = write_policies(tmp_path / "acme", rule(NEVER))
    done = check(write(estate()), *ON, "--policies", policies, "--format", "json")
    assert done.code == 0, done.out + done.err
    assert [finding["result"] for finding in of_rule(done.json)] == ["pass"]


@pytest.mark.parametrize(("kind", "code"), [("review", 0), ("undetermined", 3)])
def test_each_set_has_its_result(write: Write, check: Check, tmp_path: Path, kind: str, code: int) -> None:
    policies = write_policies(tmp_path / "acme", rule(EVERYWHERE.replace("deny", kind)))
    done = check(write(estate()), *ON, "--policies", policies, "--format", "json")
    assert done.code == code, done.out + done.err
    assert [finding["result"] for finding in of_rule(done.json)] == [kind]


def test_custom_rules_may_use_the_shipped_library(write: Write, check: Check, tmp_path: Path) -> None:
    """Every certificate that stands on the day, of the hoster of the bucket: the estate holds one of AWS."""
    body = (
        "import data.hds.lib.coverage\n\n"
        "review contains finding if {\n\tsome location in input.locations\n"
        "\tcount(coverage.standing(location.hoster)) > 0\n" + f"\tfinding := {FINDING}\n}}\n"
    )
    policies = write_policies(tmp_path / "acme", rule(body))
    done = check(write(estate()), *ON, "--policies", policies, "--format", "json")
    assert [finding["result"] for finding in of_rule(done.json)] == ["review"], done.err


def test_the_estate_names_folders(write: Write, check: Check, tmp_path: Path) -> None:
    files = estate() | {"hds-policy.toml": ESTATE.replace("version = 1", "version = 1\n[policies]\nfolders = ['p']")}
    folder = write(files)
    write_policies(folder / "p", rule(EVERYWHERE))
    report = check(folder, *ON, "--format", "json")
    assert report.code == 1, report.err
    assert len(of_rule(report.json)) == 1


@pytest.mark.parametrize(
    ("folders", "named"),
    [
        ("['../p']", "must be a folder below the one of this file"),
        ("['/p']", "must be a folder below the one of this file"),
        ("['']", "must be a folder below the one of this file"),
        ("['p', 'p']", "stands here twice"),
        ("'p'", "policies.folders"),
        ("['gone']", "no such policies folder"),
        ("['link']", "leads out of the folder of the estate"),
    ],
)
def test_folders_of_the_estate_that_are_refused(
    write: Write, check: Check, tmp_path: Path, folders: str, named: str
) -> None:
    head = f"version = 1\n[policies]\nfolders = {folders}"
    folder = write(estate() | {"hds-policy.toml": ESTATE.replace("version = 1", head)})
    write_policies(tmp_path / "outside", rule())
    (folder / "link").symlink_to(tmp_path / "outside")
    done = check(folder, *ON)
    assert done.code == 2
    assert named in done.err
    assert done.out == ""


def test_an_answer_with_policies_is_not_remembered(write: Write, tmp_path: Path) -> None:
    """Neither those of the estate nor those of the command line: a changed policy must count at once."""
    head = "version = 1\n[policies]\nfolders = ['p']"
    folder = write(estate() | {"hds-policy.toml": ESTATE.replace("version = 1", head)})
    policies = write_policies(folder / "p", rule(EVERYWHERE))
    env = environment(XDG_CACHE_HOME=str(tmp_path / "cache"), HDS_POLICY_NO_CACHE="")
    assert hds_policy("check", folder, *ON, env=env).code == 1
    write_policies(policies, rule(NEVER))
    again = hds_policy("check", folder, *ON, "--verbose", env=env)
    assert "answered from the cache" not in again.err
    assert again.code == 0, again.out


def test_a_waiver_covers_a_custom_rule(write: Write, check: Check, policies: Path) -> None:
    done = check(
        write(estate() | {"hds-policy.toml": ESTATE + WAIVER}), *ON, "--policies", policies, "--format", "json"
    )
    [finding] = of_rule(done.json)
    assert (finding["result"], finding["underlying"]) == ("exempt", "fail")
    assert done.code == 0


def test_a_waiver_of_a_custom_rule_that_is_not_there_is_refused(write: Write, check: Check) -> None:
    done = check(write(estate() | {"hds-policy.toml": ESTATE + WAIVER}), *ON)
    assert done.code == 2
    assert "no rule ACME-001" in done.err


def test_a_changed_severity_is_used_and_told(write: Write, check: Check, tmp_path: Path) -> None:
    policies = write_policies(tmp_path / "board", {"severity.toml": LOWER})
    report = check(write(estate()), *ON, "--policies", policies, "--format", "json").json
    assert [entry["severity"] for entry in report["rules"] if entry["id"] == "HDS-001"] == ["low"]
    assert report["policies"]["severities"] == [
        {"rule": "HDS-001", "shipped": "high", "now": "low", "reason": "Told by the board on 3 May.", "by": "board"}
    ]
    text = check(write(estate()), *ON, "--policies", policies).out
    assert "HDS-001: low instead of high, says board: Told by the board on 3 May." in text


def test_a_lower_severity_does_not_change_what_fails(write: Write, check: Check, tmp_path: Path) -> None:
    policies = write_policies(tmp_path / "board", {"severity.toml": LOWER})
    assert check(write(estate(region="us-east-1")), *ON, "--policies", policies).code == 1


def test_a_profile_names_what_it_leaves_out(write: Write, check: Check) -> None:
    folder = write(estate(region="us-east-1"))
    done = check(folder, *ON, "--profile", "eea-only")
    assert done.code == 1, done.out + done.err
    assert "eea-only: leaves out HDS-001, HDS-002" in done.out
    report = check(folder, *ON, "--profile", "eea-only", "--format", "json").json
    assert report["policies"]["profile"] == "eea-only"
    assert {"HDS-001", "HDS-006", "HDS-009"} <= set(report["policies"]["left_out"])
    asked = {entry["id"] for entry in report["rules"]}
    assert "HDS-007" in asked
    assert not asked & set(report["policies"]["left_out"])
    assert {finding["rule"] for finding in report["findings"]} <= asked
    [failed] = [finding for finding in report["findings"] if finding["result"] == "fail"]
    assert failed["rule"] == "HDS-007"


def test_a_profile_asks_custom_rules_too(write: Write, check: Check, policies: Path) -> None:
    done = check(write(estate()), *ON, "--profile", "eea-only", "--policies", policies)
    assert done.code == 1
    assert "ACME-001" in done.out


def test_the_profile_strict_is_strict(write: Write, check: Check, tmp_path: Path) -> None:
    policies = write_policies(tmp_path / "acme", rule(EVERYWHERE.replace("deny", "review")))
    folder = write(estate())
    assert check(folder, *ON, "--profile", "hds-2.0", "--policies", policies).code == 0
    assert check(folder, *ON, "--profile", "strict", "--policies", policies).code == 3


def test_the_former_referential_has_a_last_day(write: Write, check: Check) -> None:
    folder = write(estate())
    late = check(folder, "--on", "2026-05-16", "--profile", "hds-1.1")
    assert late.code == 2
    assert "--profile hds-1.1: no day after 2026-05-15" in late.err
    early = check(folder, "--on", "2026-05-15", "--profile", "hds-1.1")
    assert early.code == 0, early.out + early.err
    assert "HDS-007" in early.out.split("hds-1.1: leaves out", 1)[1].splitlines()[0]

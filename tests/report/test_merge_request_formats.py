"""GitLab Code Quality and GitHub annotations: documented fields, worst first, one entry for what says the same."""

import json

import jsonschema
from clinic_estate import RULES, assessment, finding
from msgspec.structs import replace
from reading_back import github_commands

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Layer, Result, SourceRange
from hds_policy.report import FORMATS, RenderOptions

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!/|\\./).+"},
                    "lines": {"type": "object", "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


def issues(reported: Assessment) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(FORMATS["gitlab"](reported, RenderOptions()))
    jsonschema.validate(found, GITLAB)
    return found


def test_gitlab_gets_one_issue_for_what_says_the_same(clinic: Assessment) -> None:
    told = [(issue["check_name"], issue["severity"], issue["location"]["path"]) for issue in issues(clinic)]
    assert told == [
        ("HDS-007", "blocker", "main.tf"),
        ("HDS-001 HDS-002 HDS-003 HDS-004 HDS-006", "critical", "main.tf"),
        ("HDS-005", "major", "main.tf"),
        ("HDS-005", "major", "main.tf"),
        ("HDS-001 HDS-002 HDS-003 HDS-004 HDS-006", "major", "backup.tf"),
        ("HDS-005", "major", "backup.tf"),
        ("HDS-009", "major", "backup.tf"),
        ("HDS-005", "minor", "modules/archive/main.tf"),
        ("HDS-008", "minor", "modules/archive/main.tf"),
        ("HDS-006", "info", "modules/archive/main.tf"),
        ("parse_error", "major", "broken.tf"),
        ("module_not_available", "major", "main.tf"),
        *[("left_out", "info", "hds-policy.toml")] * 3,
    ]


def test_fingerprints_are_unique_and_stay_while_lines_move(clinic: Assessment) -> None:
    before = [issue["fingerprint"] for issue in issues(clinic)]
    assert len(set(before)) == len(before)
    moved = tuple(
        replace(each, location=SourceRange("elsewhere.tf", 99, 99)) if each.location else each
        for each in clinic.findings
    )
    assert [issue["fingerprint"] for issue in issues(replace(clinic, findings=moved))] == before


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    twice = [finding("HDS-007", Result.FAIL, "a.b", "One."), finding("HDS-007", Result.FAIL, "a.b", "Other.")]
    found = issues(assessment(findings=twice))
    assert len({issue["fingerprint"] for issue in found}) == 2


def test_severities_are_those_of_the_rules() -> None:
    # critical, high, medium, low
    ids = ("HDS-007", "HDS-001", "HDS-009", "HDS-008")
    found = [finding(name, Result.FAIL, f"a.{name}", "No.", location=SourceRange("a.tf", 1, 1)) for name in ids]
    assert [RULES[name].severity for name in ids] == ["critical", "high", "medium", "low"]
    by_rule = {issue["check_name"]: issue["severity"] for issue in issues(assessment(findings=found))}
    assert [by_rule[name] for name in ids] == ["blocker", "critical", "major", "minor"]
    commands = github_commands(FORMATS["github"](assessment(findings=found), RenderOptions()))
    levels = {properties["title"].removeprefix("hds-policy "): name for name, properties, _ in commands}
    assert [levels[name] for name in ids] == ["error", "error", "warning", "warning"]


def test_a_rule_nobody_knows_is_not_played_down() -> None:
    found = assessment(findings=[finding("X-9", Result.FAIL, "a.b", "No.")])
    assert issues(found)[0]["severity"] == "critical"
    assert github_commands(FORMATS["github"](found, RenderOptions()))[1][0] == "error"


def test_gitlab_has_no_issue_when_all_is_well() -> None:
    fine = finding("HDS-001", Result.PASS, "a.b", "", layer=Layer.PHYSICAL)
    assert issues(assessment(findings=[fine], exit_code=ExitCode.OK)) == []


def test_github_begins_with_the_verdict_and_goes_on_with_the_worst(clinic: Assessment, options: RenderOptions) -> None:
    commands = github_commands(FORMATS["github"](clinic, options))
    assert commands[0] == (
        "error",
        {"title": "hds-policy 0.1.0 on 2026-11-23"},
        "6 fail · 9 undetermined · 2 review · 1 exempt · 10 pass · 1 not applicable. Exit code 1: at least one fail.",
    )
    name, properties, said = commands[2]
    assert name == "error"
    assert properties == {
        "file": "main.tf",
        "line": "10",
        "endLine": "10",
        "title": "hds-policy HDS-001 HDS-002 HDS-003 HDS-004 HDS-006",
    }
    assert said == (
        "aws_db_snapshot_copy.abroad [physical, hardware, virtual, platform, backup]: "
        "The HDS certificate of Amazon Web Services does not cover the region us-east-1."
    )
    assert [name for name, _, _ in commands] == ["error"] * 8 + ["notice"] * 3 + ["error"] * 2 + ["notice"]


def test_github_keeps_percent_signs_and_colons() -> None:
    odd = finding("HDS-007", Result.FAIL, "a.b", "100%0A: a, b", location=SourceRange("a,line=9:b%.tf", 2, 3))
    _, properties, said = github_commands(FORMATS["github"](assessment(findings=[odd]), RenderOptions()))[1]
    assert said == "a.b: 100%0A: a, b"
    assert properties["file"] == "a,line=9:b%.tf"
    assert (properties["line"], properties["endLine"]) == ("2", "3")

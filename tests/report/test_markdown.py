"""Markdown: the verdict first, nothing dropped unseen, small enough for a comment."""

import re

import pytest
from clinic_estate import FAIL, RULES, assessment, finding, judged, resource
from msgspec.structs import replace
from reading_back import read_back

from hds_policy.model import Assessment, Cause, Unread
from hds_policy.report import FORMATS, RenderOptions
from hds_policy.report.markdown.inline import code, in_cell, words


def rendered(reported: Assessment, language: str = "en") -> str:
    report = FORMATS["markdown"](reported, RenderOptions(language=language))
    assert isinstance(report, str)
    return report


def test_verdict_and_counts_come_first(clinic: Assessment) -> None:
    lines = rendered(clinic).splitlines()
    assert lines[0] == "<!-- hds-policy report -->"
    assert lines[1] == "## ✗ hds-policy: Exit code 1: at least one fail"
    assert lines[3] == (
        "✗ **6** fail · ? **9** undetermined · ! **2** review · ~ **1** exempt · ✓ **10** pass · – **1** not applicable"
    )


def test_subjects_stand_in_the_order_of_their_results(clinic: Assessment) -> None:
    told = re.findall(r"<summary>(.*?)</summary>", rendered(clinic))
    assert told == [
        "✗ <code>aws_db_snapshot_copy.abroad</code> — <code>main.tf:8</code> — 6 fail, 1 undetermined",
        "? <code>aws_db_instance.patients</code> — <code>main.tf:1</code> — 1 undetermined",
        "? <code>aws_db_snapshot.nightly</code> — <code>backup.tf:1</code> — 6 undetermined",
        "! <code>ovh_cloud_project_database.archive</code> — <code>modules/archive/main.tf:3</code> — "
        "1 review, 1 exempt",
        "? <code>folder modules/logs</code> — 1 undetermined",
        "! <code>hoster acme-infogerance</code> — 1 review",
        "2 things were not judged",
        "Waivers (3)",
        "What to do, rule by rule",
        "Summary",
    ]


def test_a_resource_has_its_layers_and_its_reasons(clinic: Assessment) -> None:
    block = rendered(clinic).split("</details>")[0]
    aws = "✗ aws us-east-1"
    assert f"| {aws} | {aws} | {aws} | {aws} | ? undeclared | {aws} |" in block
    assert (
        "- ✗ **fail** `HDS-007`: Data is stored in us-east-1 (US), outside the European Economic Area. (`main.tf:10`)"
    ) in block
    assert "  - layers: physical, hardware, virtual, platform, backup" in block


def test_a_waiver_is_told_where_it_applies_and_in_the_list(clinic: Assessment) -> None:
    said = read_back("markdown", rendered(clinic))
    assert "waived until 2027-01-31 by RSSI: backup contract under signature, ticket SEC-114" in " ".join(said)
    assert [line for line in said if "EXPIRED on 2026-09-30, counts no more" in line]


@pytest.mark.parametrize("number", [400, 4000])
def test_what_has_no_room_is_counted(number: int) -> None:
    many = [resource(f"aws_db_instance.number_{index}") for index in range(number)]
    reported = assessment(
        [judged(each, (FAIL,) * 6) for each in many],
        [finding("HDS-007", FAIL, each.key, "Data is stored in the wrong place, é.") for each in many],
        unread=tuple(Unread(f"module.m{index}", Cause.TIMEOUT, "slow") for index in range(number)),
    )
    report = rendered(reported)
    assert len(report.encode()) <= 60_000
    shown = len(re.findall(r"<summary>✗", report))
    assert shown > 50
    assert f"**Left out for want of room: {number - shown} more subjects with {number - shown} findings.**" in report
    unread = len(re.findall(r"^- `module\.m\d+`", report, re.MULTILINE))
    more = re.search(r"^- … and (\d+) more$", report, re.MULTILINE)
    assert unread > 50
    assert unread + int(more[1] if more else 0) == number


def test_a_worse_subject_is_never_left_out_for_a_lesser_one() -> None:
    big = resource("aws_db_instance.big")
    long = [finding("HDS-007", FAIL, big.key, f"{index} " + "word " * 2000) for index in range(20)]
    small = resource("aws_db_instance.small")
    reported = assessment(
        [judged(big, (FAIL,) * 6), judged(small, (FAIL,) * 6)], [*long, finding("HDS-007", FAIL, small.key, "No.")]
    )
    assert "**Left out for want of room: 2 more subjects with 21 findings.**" in rendered(reported)


def test_what_to_do_is_said_once_for_rules_that_ask_the_same(clinic: Assessment) -> None:
    report = rendered(replace(clinic, rules=RULES))
    assert report.count("declare who performs it in hds-policy.toml") == 1
    assert "- `HDS-001`, `HDS-002`, `HDS-003`, `HDS-004`, `HDS-005`, `HDS-006`: Choose a hoster" in report


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("The region us-east-1 (US), outside.", "The region us-east-1 (US), outside."),
        ("tag data_class = health", "tag `data_class` = health"),
        ("ask @team now", "ask `@team` now"),
        ("see #12, !3 and ~bug", "see `#12`, `!3` and `~bug`"),
        ("CSP R.1111-9 6° and 1,5", "CSP R.1111-9 6° and 1,5"),
        ("« l'hébergeur » : non", "« l'hébergeur » : non"),
        ("«\u00a0l'hébergeur\u00a0»\u00a0: @non", "«\u00a0l'hébergeur\u00a0»\u00a0: `@non`"),
        ("(https://evil.example)", "(`https://evil.example`)"),
        ("www.evil.example!", "`www.evil.example`!"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("<img>", "`<img>`"),
        ("/close", "`/close`"),
        ("a:100: b", "`a:100`: b"),
        ("*bold*", "`*bold*`"),
        ("a\nb", "`a\\nb`"),
    ],
)
def test_words_with_a_meaning_become_code(raw: str, written: str) -> None:
    assert words(raw) == written


def test_code_of_nothing_is_nothing() -> None:
    assert code("") == code(" ") == ""


def test_a_bar_does_not_end_a_cell() -> None:
    assert in_cell("a|b c") == "`a\\|b` c"


def test_french(clinic: Assessment) -> None:
    report = rendered(clinic, "fr")
    assert "| sites physiques |" in report or "| physique |" in report
    assert "Exit code" not in report
    assert "What to do" not in report

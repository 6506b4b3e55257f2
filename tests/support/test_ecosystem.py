"""From reports to tables, without a path of the machine; a run that fails is never a row of zeros."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import ecosystem
import pytest
from child_run import ChildRun

RUN = ChildRun(code=3, timed_out=False, cpu=1.25, peak=50_000_000, output=b"", errors="")
COVERAGE = {"seen": 1200, "parsed": 1000, "skipped": 150, "failed": 50}
COVERAGE |= {"resources": 4321, "not_instantiated": 7, "unsupported": 5}


def outcome(**changes: object) -> ecosystem.Outcome:
    made = ecosystem.Outcome(
        checkout=ecosystem.Checkout("owner/name", Path("/somewhere/secret/owner/name"), "abc1234 2026-01-02"),
        run=RUN,
        failure="",
        coverage=COVERAGE,
        unread=Counter({"module_not_available": 9, "parse_error": 2}),
        scope=50,
        clustered=10,
        located=30,
        unlocated=Counter({"unresolved_value": 10}),
        marked=3,
        unsupported=Counter({"acme_thing": 4, "acme_other": 1}),
    )
    return replace(made, **changes)


def row_of(text: str, name: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {name}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_row_in_the_order_of_its_head() -> None:
    text = ecosystem.tables([outcome()], date(2026, 11, 23))
    row = dict(zip(row_of(text, "repository | commit"), row_of(text, "owner/name | abc"), strict=True))
    assert row == {
        "repository": "owner/name",
        "commit": "abc1234 2026-01-02",
        "files: seen = parsed + skipped + failed": "1,200 = 1,000 + 150 + 50",
        "resources": "4,321",
        "not instantiated": "7",
        "hold data": "50",
        "marked": "3",
        "in a cluster": "10",
        "region known": "75.0 %",
        "unsupported (types)": "5 (2)",
        "unread": "11",
        "exit": "3",
        "CPU s": "1.2",
        "peak MB": "50",
    }
    assert "| owner/name | module_not_available 9, parse_error 2 | unresolved_value 10 |" in text
    assert "| `acme_thing` | 4 | 1 |" in text
    assert "secret" not in text


def test_all_rows_are_as_long_as_the_head() -> None:
    failed = outcome(failure="time limit", coverage={}, unread=Counter(), scope=0, clustered=0, located=0)
    table = ecosystem.tables([outcome(), failed], date(2026, 11, 23)).split("\n\n")[1].splitlines()
    assert len(table) == 5
    assert {line.count("|") for line in table} == {15}
    assert "**time limit**" in table[3]


@pytest.mark.parametrize(
    ("run", "failure"),
    [
        (replace(RUN, timed_out=True), "time limit"),
        (replace(RUN, code=70), "exit code 70"),
        (replace(RUN, code=2), "exit code 2"),
        (replace(RUN, errors="Traceback (most recent call last):"), "exit code 3"),
        (replace(RUN, output=b'{"cut'), "no valid JSON"),
    ],
)
def test_a_run_that_says_nothing_is_a_failure(run: ChildRun, failure: str) -> None:
    assert ecosystem._report(run)[0].startswith(failure)


def test_prose_around_the_markers_stays() -> None:
    page = f"before\n{ecosystem._BEGIN}\nold\n{ecosystem._END}\nafter\n"
    assert ecosystem.with_tables(page, "new") == f"before\n{ecosystem._BEGIN}\n\nnew\n\n{ecosystem._END}\nafter\n"


@pytest.mark.parametrize("page", ["", ecosystem._BEGIN, f"{ecosystem._END}{ecosystem._BEGIN}"])
def test_a_page_without_markers_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="each once"):
        ecosystem.with_tables(page, "new")


def test_checkouts_are_found_by_their_git_folder(tmp_path: Path) -> None:
    for name in ("b/two", "A/one"):
        subprocess.run(["git", "init", "--quiet", str(tmp_path / name)], check=True)
    (tmp_path / "c" / "no-checkout").mkdir(parents=True)
    (tmp_path / "A" / "one" / "inner" / ".git").mkdir(parents=True)
    assert [checkout.name for checkout in ecosystem.checkouts(tmp_path)] == ["A/one", "b/two"]


def test_region_is_known_only_when_all_of_them_are() -> None:
    unknown = {"cause": "unresolved_value", "detail": "var.x has no value", "references": []}
    known, both = [{"region": "eu-west-3"}], [{"region": "eu-west-3"}, {"region": unknown}]
    assert ecosystem._region_causes({"layers": {"physical": known}}) == set()
    assert ecosystem._region_causes({"layers": {"physical": known, "backup": both}}) == {"unresolved_value"}
    assert ecosystem._region_causes({"layers": {"physical": []}}) == {"none"}

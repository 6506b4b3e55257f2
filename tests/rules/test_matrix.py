"""The matrix of requirements: all 31 there, every rule in it, nothing said that no rule answers."""

import json
import re

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from hds_policy.cli.rules import rules as rules_command
from hds_policy.errors import PolicyError
from hds_policy.model.rule import Level
from hds_policy.rules.folder import load_rules
from hds_policy.rules.matrix import Coverage, load_matrix, matrix_table, ranges

RULES = load_rules().rules
MATRIX = load_matrix(RULES.values())
BY_ID = {entry.id: entry for entry in (*MATRIX.requirements, *MATRIX.articles)}


def test_all_31_requirements_and_their_chapters() -> None:
    """Chapters by hand from section 2.3 of the notes: 01 to 16, 17 to 27, 28 to 31."""
    assert [entry.id for entry in MATRIX.requirements] == [f"{n:02}" for n in range(1, 32)]
    chapters = [entry.chapter for entry in MATRIX.requirements]
    assert chapters == [5] * 16 + [6] * 11 + [7] * 4


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("28", {"HDS-007", "HDS-014"}),
        ("29", {"HDS-029"}),
        ("30", {"HDS-030"}),
        ("31", {"HDS-031"}),
        ("14", {"HDS-020", "HDS-032"}),
        ("CSP R.1111-9-1", {"HDS-007"}),
        ("CSP R.1111-9", {f"HDS-00{n}" for n in range(1, 7)}),
    ],
)
def test_the_rules_of_a_text(text: str, rules: set[str]) -> None:
    """By hand from the METADATA; R.1111-9 is not R.1111-9-1."""
    assert rules <= set(BY_ID[text].rules)
    assert text != "CSP R.1111-9" or "HDS-007" not in BY_ID[text].rules


def test_every_rule_is_in_the_matrix_or_is_good_practice() -> None:
    answered = {rule for entry in BY_ID.values() for rule in entry.rules}
    assert answered <= RULES.keys()
    assert {name for name in RULES if name not in answered} == {
        name for name, rule in RULES.items() if all(basis.startswith("Good practice") for basis in rule.legal_basis)
    } - answered


def test_every_requirement_number_in_the_metadata_leads_back_to_its_rule() -> None:
    """Read in another way than the matrix reads it: every two digits behind the word."""
    seen = 0
    for name, rule in RULES.items():
        for basis in rule.legal_basis:
            _, word, numbers = basis.partition("requirement")
            for number in re.findall(r"\b\d\d\b", numbers) if word else ():
                seen += 1
                assert name in BY_ID[number].rules
    assert seen > 10


def test_what_the_prose_names_exists() -> None:
    text = json.dumps([str(entry) for entry in BY_ID.values()])
    assert set(re.findall(r"[A-Z]+-\d{3}\b", text)) <= RULES.keys()


def test_outside_means_that_no_rule_answers() -> None:
    for entry in BY_ID.values():
        assert bool(entry.rules) is False or entry.coverage is not Coverage.OUTSIDE
        assert bool(entry.look) is (entry.coverage is Coverage.ASSISTED)


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        ("HDS-007", {"legal_basis": ("HDS referential 2.0, requirement 99",)}, "not in the matrix"),
        ("HDS-007", {"legal_basis": ("HDS referential 2.0, requirement 5",)}, "not in the matrix"),
        ("HDS-007", {"legal_basis": ("CSP R.1111-12",)}, "not in the matrix"),
        ("HDS-007", {"legal_basis": ("HDS referential 2.0, requirement 28",)}, "level law and names no article"),
        ("HDS-009", {"level": Level.REFERENTIAL}, "level referential and names no requirement"),
        ("HDS-032", {"legal_basis": ("HDS referential 2.0, requirement 27",)}, "27: outside does not go with"),
    ],
)
def test_a_rule_that_does_not_agree_is_refused(name: str, change: dict[str, object], problem: str) -> None:
    changed = [replace(rule, **change) if rule.id == name else rule for rule in RULES.values()]
    with pytest.raises(PolicyError, match=problem):
        load_matrix(changed)


def test_an_automated_requirement_needs_a_rule() -> None:
    others = [rule for rule in RULES.values() if "28" not in str(rule.legal_basis)]
    with pytest.raises(PolicyError, match="28: automated does not go with its rules"):
        load_matrix(others)


def test_neighbours_are_drawn_together() -> None:
    assert ranges(["HDS-001", "HDS-002", "HDS-003", "HDS-007", "HDS-008", "HDS-012"]) == (
        "HDS-001 to HDS-003, HDS-007, HDS-008, HDS-012"
    )
    assert ranges([]) == ""


def test_the_command_prints_a_list_of_objects() -> None:
    result = CliRunner().invoke(rules_command, ["--matrix", "--format", "json"], standalone_mode=False)
    found = json.loads(result.output)
    assert [entry["id"] for entry in found] == list(BY_ID)
    assert found[27] == {
        "kind": "requirement",
        "id": "28",
        "chapter": 7,
        "title": BY_ID["28"].title,
        "coverage": "automated",
        "reason": BY_ID["28"].reason,
        "look": "",
        "show": BY_ID["28"].show,
        "rules": list(BY_ID["28"].rules),
    }


def test_the_command_prints_a_table() -> None:
    result = CliRunner().invoke(rules_command, ["--matrix"], standalone_mode=False)
    assert result.output.rstrip("\n") == matrix_table(MATRIX)
    assert result.output.splitlines()[28].startswith("28  ")
    assert sum(entry.coverage is Coverage.OUTSIDE for entry in MATRIX.requirements) > 0

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hds_policy.errors import PolicyError
from hds_policy.evaluation.engine import Answer, Row
from hds_policy.evaluation.example_input import complete
from hds_policy.evaluation.examples import Example, mismatch, read_examples
from hds_policy.model.rule import Level, Rule, Severity

RULE = Rule(
    id="ACME-001",
    name="a",
    title="T",
    description="D",
    severity=Severity.LOW,
    level=Level.LAW,
    legal_basis=("B",),
    related_resources=("https://example.org",),
    remediation="M",
    subjects="locations",
    messages={"one": "One.", "two": "Two."},
    effective_from=None,
    path="acme/rules/a/a.rego",
)
GOOD = "examples:\n- {name: A, expect: good, input: {locations: [{eea: 'yes'}]}}\n"


def read(folder: Path, text: str) -> tuple[Example, ...]:
    file = folder / "acme" / "rules" / "a" / "examples.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_examples(folder, RULE)


def test_an_example_is_completed_to_a_whole_input(tmp_path: Path) -> None:
    [example] = read(tmp_path, GOOD)
    assert example.given == {"locations": [{"eea": "yes"}]}
    assert example.document["locations"] == [
        {"id": "locations/1", "hoster": "hoster", "region": "", "country": "", "eea": "yes"}
    ]
    assert example.document["placements"]["backup"] == []
    assert example.path == "acme/rules/a/examples.yaml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must hold a list named examples"),
        ("examples: []", "must hold a list named examples"),
        ("- {name: A}", "must hold a list named examples"),
        (GOOD + "other: 1\n", "must hold a list named examples"),
        ("examples: [", ":2: not valid YAML: "),
        ("examples: []\nexamples: []", ":2: not valid YAML: key 'examples' is written twice"),
        (GOOD + GOOD.removeprefix("examples:\n"), "two examples are named 'A'"),
        ("examples:\n- {name: A, expect: good}", "example 1: needs name, expect and input"),
        ("examples:\n- {name: A, expect: good, input: {}, why: x}", "example 1: needs name, expect and input"),
        ("examples:\n- {name: '', expect: good, input: {}}", "example 1: name must be text"),
        ("examples:\n- {name: A, expect: fine, input: {}}", "example 1: expect must be one of good, bad"),
        ("examples:\n- {name: A, expect: bad, input: {}}", "example 1: a good example has no codes"),
        ("examples:\n- {name: A, expect: good, codes: [one], input: {}}", "example 1: a good example has no codes"),
        ("examples:\n- {name: A, expect: bad, codes: one, input: {}}", "example 1: codes must be a list of text"),
        ("examples:\n- {name: A, expect: bad, codes: [three], input: {}}", "no message for the code 'three'"),
    ],
)
def test_what_is_not_an_example_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, text)
    assert caught.value.message.startswith("acme/rules/a/examples.yaml:")
    assert message in caught.value.message


def test_a_missing_file_is_an_error_without_the_path_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        read_examples(tmp_path, RULE)
    assert caught.value.message == "acme/rules/a/examples.yaml: cannot be read: No such file or directory"


@pytest.mark.parametrize(
    "given",
    [
        {"location": []},
        {"locations": [{"eeaa": "yes"}]},
        {"locations": {"eea": "yes"}},
        {"locations": [{"eea": True}]},
        {"locations": ["x"]},
        {"certificates": {"c": {"layer": {}}}},
        {"certificates": {"c": {"services": {"know": True}}}},
        {"placements": {"cloud": []}},
        {"placements": {"admin": [{"certificates": "c"}]}},
        [],
    ],
    ids=str,
)
def test_keys_and_kinds_the_input_does_not_have_are_refused(given: Any) -> None:
    with pytest.raises(PolicyError, match=r"^here: "):
        complete("here", given)


def test_what_is_left_out_is_unknown_and_uncertified() -> None:
    given = {
        "placements": {"admin": [{}]},
        "certificates": {"c": {"until_ns": date(1970, 1, 2), "regions": {"names": {"x": True}}}},
    }
    document = complete("here", given)
    [question] = document["placements"]["admin"]
    assert (question["id"], question["layer"]) == ("placements/admin/1", "admin")
    assert (question["holder_status"], question["certificates"]) == ("unknown", [])
    certificate = document["certificates"]["c"]
    assert certificate["id"] == "c"
    assert certificate["until_ns"] == 86_400 * 10**9
    assert set(certificate["layers"].values()) == {False}
    assert certificate["regions"] == {
        "known": False,
        "everything": False,
        "eea": False,
        "names": {"x": True},
        "complete": True,
    }


def test_one_example_does_not_leak_into_the_next() -> None:
    document = complete("here", {"certificates": {"c": {}}})
    document["law"]["referentials"]["x"] = {}
    document["placements"]["admin"].append({})
    empty = complete("here", {})
    assert (empty["certificates"], empty["placements"]["admin"]) == ({}, [])
    assert list(empty["law"]["referentials"]) == ["1.1", "2.0"]


def row(kind: str, *codes: str, subject: str = "locations/1", rule: str = "a") -> Row:
    return Row(rule, kind, subject, codes, {})


@pytest.mark.parametrize(
    ("expect", "codes", "rows", "message"),
    [
        ("good", (), [], ""),
        ("good", (), [row("deny", "one", rule="b")], ""),
        ("good", (), [row("review", "one")], "expected nothing, the rule gives review"),
        ("bad", ("one",), [row("deny", "one")], ""),
        ("bad", ("one",), [], "expected deny, the rule gives nothing"),
        ("bad", ("one",), [row("undetermined", "one")], "expected deny, the rule gives undetermined"),
        ("bad", ("one",), [row("deny", "one"), row("review", "one")], "expected deny, the rule gives deny, review"),
        ("bad", ("one",), [row("deny", "two")], "expected the codes one, the rule gives two"),
        ("bad", ("one", "two"), [row("deny", "two", "one")], "expected the codes one, two, the rule gives two, one"),
        ("undetermined", ("two",), [row("undetermined", "two")], ""),
        ("review", ("two",), [row("review", "two")], ""),
        ("bad", ("one",), [row("deny", "one", subject="x")], "reports a subject that is not in the table: x"),
    ],
)
def test_mismatch(tmp_path: Path, expect: str, codes: tuple[str, ...], rows: list[Row], message: str) -> None:
    [example] = read(tmp_path, GOOD)
    assert mismatch(replace(example, expect=expect, codes=codes), Answer(tuple(rows), ("a",))) == message


def test_a_good_example_must_show_the_table_the_rule_judges(tmp_path: Path) -> None:
    [example] = read(tmp_path, "examples:\n- {name: A, expect: good, input: {types: []}}\n")
    assert "does not give the table locations" in mismatch(example, Answer((), ("a",)))

import json
from datetime import date

from msgspec.structs import replace

from hds_policy.language import speaking
from hds_policy.model.rule import Level, Rule, Severity
from hds_policy.rules.explain import explain, rules_json, rules_table

RULE = Rule(
    id="HDS-042",
    name="a",
    title="A title",
    description="word " * 40 + "end.",
    severity=Severity.MEDIUM,
    level=Level.GOOD_PRACTICE,
    legal_basis=("CSP L.1111-8", "CSP R.1111-9 1°"),
    related_resources=("https://example.org/" + "a" * 120,),
    remediation="Mend it.",
    subjects="holders",
    messages={"code_a": "{holder} is late."},
    effective_from=date(2026, 5, 16),
    path="hds/rules/a/a.rego",
)


def test_explain_says_everything() -> None:
    text = explain(RULE)
    for part in (
        "HDS-042 A title\n",
        "Severity:   medium",
        "Rests on:   good practice, not asked by the referential",
        "In force:   from 2026-05-16",
        "Judges:     holders",
        "  - CSP L.1111-8\n  - CSP R.1111-9 1°",
        "  - code_a: {holder} is late.",
        "What to do:\n  Mend it.",
        "  https://example.org/" + "a" * 120,
    ):
        assert part in text
    assert not text.endswith("\n")
    assert max(len(line) for line in text.splitlines() if "https" not in line) <= 100


def test_explain_leaves_out_a_day_that_is_not_set() -> None:
    assert "In force" not in explain(replace(RULE, effective_from=None))


def test_french_where_the_rule_has_it() -> None:
    french = replace(RULE, title_fr="Un titre", description_fr="Deux mots.")
    with speaking("fr"):
        said, without = explain(french), explain(RULE)
    assert said.startswith("HDS-042 Un titre\n\nGravité :    moyenne\nRepose sur : ")
    assert "\nDeux mots.\n" in said
    assert "Un titre" not in explain(french)
    # A custom rule has no French of its own.
    assert RULE.title in without
    assert RULE.description.split()[0] in without


def test_table() -> None:
    other = replace(RULE, id="ACMECORP-001", severity=Severity.CRITICAL, level=Level.LAW)
    assert rules_table([RULE, other]) == (
        "ID            SEVERITY  LEVEL          TITLE\n"
        "HDS-042       medium    good_practice  A title\n"
        "ACMECORP-001  critical  law            A title"
    )


def test_json_holds_every_field() -> None:
    [entry] = json.loads(json.dumps(rules_json([RULE])))
    assert entry.keys() == set(Rule.__slots__)
    assert entry["effective_from"] == "2026-05-16"
    assert entry["severity"] == "medium"
    assert entry["messages"] == {"code_a": "{holder} is late."}
    assert rules_json([replace(RULE, effective_from=None)])[0]["effective_from"] is None

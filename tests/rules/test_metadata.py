"""Every field of a rule's METADATA: read when right, refused with file and field when not."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
import yaml

from hds_policy.errors import PolicyError
from hds_policy.model.rule import Level, Rule, Severity
from hds_policy.rules.metadata import read_messages, read_rule

FIELDS: dict[str, Any] = {
    "scope": "package",
    "title": "A title",
    "description": "Two\n  lines.",
    "related_resources": [{"ref": "https://example.org/a", "description": "A text"}],
    "custom": {
        "id": "ACME-007",
        "severity": "high",
        "level": "referential",
        "legal_basis": ["CSP L.1111-8", "CSP R.1111-9 1°"],
        "remediation": "Mend it.",
        "subjects": "placements/physical",
        "messages": {"not_covered": "{holder} does not cover {layer}."},
        "effective_from": date(2026, 5, 16),
        "title_fr": "Un titre",
        "description_fr": "Deux\n  lignes.",
    },
}


def read(fields: dict[str, Any]) -> Rule:
    text = yaml.safe_dump(fields, allow_unicode=True)
    source = "# METADATA\n" + "".join(f"# {line}\n" for line in text.splitlines()) + "package acme.rules.a\n"
    return read_rule("acme/rules/a/a.rego", source, "a", {"shared": {"code": "Shared."}}.__getitem__)


def changed(path: str, value: Any) -> dict[str, Any]:
    fields = deepcopy(FIELDS)
    *parents, last = path.split(".")
    place = fields
    for parent in parents:
        place = place[parent]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return fields


def test_a_complete_rule() -> None:
    assert read(FIELDS) == Rule(
        id="ACME-007",
        name="a",
        title="A title",
        description="Two lines.",
        severity=Severity.HIGH,
        level=Level.REFERENTIAL,
        legal_basis=("CSP L.1111-8", "CSP R.1111-9 1°"),
        related_resources=("https://example.org/a",),
        remediation="Mend it.",
        subjects="placements/physical",
        messages={"not_covered": "{holder} does not cover {layer}."},
        effective_from=date(2026, 5, 16),
        path="acme/rules/a/a.rego",
        title_fr="Un titre",
        description_fr="Deux lignes.",
    )


def test_effective_from_may_be_left_out() -> None:
    assert read(changed("custom.effective_from", ...)).effective_from is None


def test_messages_may_come_from_a_library() -> None:
    fields = changed("custom.messages_from", "shared")
    del fields["custom"]["messages"]
    assert read(fields).messages == {"code": "Shared."}


NEEDED = ["scope", "title", "description", "related_resources", "custom"]
OPTIONAL = {"effective_from", "title_fr", "description_fr"}
NEEDED += [f"custom.{key}" for key in FIELDS["custom"] if key not in OPTIONAL]


@pytest.mark.parametrize("value", [..., None, "", [], {}, "  "], ids=repr)
@pytest.mark.parametrize("path", NEEDED)
def test_a_field_that_is_missing_or_empty_is_named(path: str, value: Any) -> None:
    with pytest.raises(PolicyError) as caught:
        read(changed(path, value))
    assert caught.value.message.startswith(f"acme/rules/a/a.rego: METADATA {path}: ")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("scope", "document", "scope: must be `package`"),
        ("titel", "x", "titel: unknown key; did you mean `title`?"),
        ("custom.severty", "high", "custom.severty: unknown key; did you mean `severity`?"),
        ("custom.zzz", "high", "custom.zzz: unknown key"),
        ("custom.id", "hds-1", "custom.id: must be letters"),
        ("custom.id", "HDS-0011", "custom.id: must be letters"),
        ("custom.id", "HDS-001\n", "custom.id: must be letters"),
        ("custom.severity", "HIGH", "custom.severity: must be one of critical, high, medium, low, not 'HIGH'"),
        ("custom.severity", ["high"], "custom.severity: must be one of"),
        ("custom.level", "opinion", "custom.level: must be one of law, referential, contract, good_practice"),
        ("custom.legal_basis", "CSP L.1111-8", "custom.legal_basis: must be a list"),
        ("custom.legal_basis", ["CSP", " "], "custom.legal_basis[1]: must be text"),
        ("custom.subjects", "/placements", "custom.subjects: must be a path"),
        ("custom.effective_from", "soon", "custom.effective_from: must be a day"),
        ("custom.effective_from", datetime(2026, 5, 16, 1), "custom.effective_from: must be a day"),
        ("custom.effective_from", None, "custom.effective_from: must be a day"),
        ("custom.title_fr", " ", "custom.title_fr: must be text"),
        ("custom.description_fr", None, "custom.description_fr: must be text"),
        ("custom.messages_from", "shared", "custom.messages: give either"),
        ("custom.messages", {"Bad": "x"}, "custom.messages.Bad: must be lower case"),
        ("custom.messages", {1: "x"}, "custom.messages: every key must be text"),
        ("custom.messages", {"a": ""}, "custom.messages.a: must be text"),
        ("related_resources", ["https://example.org"], "related_resources[0]: must be a mapping"),
        ("related_resources", [{"ref": "http://a", "description": "x"}], "related_resources[0].ref: must be an https"),
        ("related_resources", [{"ref": "https://a"}], "related_resources[0].description: missing"),
        ("related_resources", [{"ref": "https://a", "description": ""}], "related_resources[0].description: must be"),
    ],
)
def test_a_field_of_another_form_is_named(path: str, value: Any, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read(changed(path, value))
    assert caught.value.message.startswith(f"acme/rules/a/a.rego: METADATA {message}")


@pytest.mark.parametrize("sentence", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{__class__}", "{", "}"])
def test_place_holders_are_plain_names(sentence: str) -> None:
    with pytest.raises(PolicyError, match=r"custom\.messages\.code: has a place-holder"):
        read_messages("a.rego", {"code": sentence})


def test_place_holders_and_braces_that_are_meant() -> None:
    assert read_messages("a.rego", {"code": "{holder} {{x}}"}) == {"code": "{holder} {{x}}"}

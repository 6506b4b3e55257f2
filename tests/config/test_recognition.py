"""Tags that declare, deny or hint at health data: the list of the design, letter by letter."""

from __future__ import annotations

from itertools import product

import pytest

from hds_policy.config import UNKNOWN_TAG, Recognition
from hds_policy.model import Cause, Unknown, Value

BUILT_IN = Recognition.of()
UNKNOWN = Unknown(Cause.UNRESOLVED_VALUE, "var.tags has no value")

KEYS = [
    "data_classification",
    "dataclassification",
    "data_class",
    "data_sensitivity",
    "hds",
    "hds_data",
    "phi",
    "hds-policy.dev/data",
]
VALUES = ["health", "health_data", "sante", "hds", "dscp", "phi", "medical"]


@pytest.mark.parametrize(("key", "value"), list(product(KEYS, VALUES)))
def test_every_key_with_every_value_declares(key: str, value: str) -> None:
    assert BUILT_IN.declared({key: value}) == f"tag {key} = {value}"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", ["true", "yes", True, "Yes"])
def test_true_counts_for_three_keys_only(key: str, value: str | bool) -> None:
    found = BUILT_IN.declared({key: value})
    assert (found is not None) is (key in {"hds", "hds_data", "phi"})


@pytest.mark.parametrize(
    ("key", "value", "evidence"),
    [
        ("DataClassification", "PHI", "tag DataClassification = PHI"),
        ("Data-Classification", "Health-Data", "tag Data-Classification = Health-Data"),
        ("security.his.hope/data-classification", "phi", "tag security.his.hope/data-classification = phi"),
        ("clinic:env:data_class", "Santé", "tag clinic:env:data_class = Santé"),
        ("data_class", "HDS, HIPAA", "tag data_class = HDS, HIPAA"),
        ("phi", True, "tag phi = true"),
    ],
)
def test_ways_of_writing(key: str, value: Value, evidence: str) -> None:
    assert BUILT_IN.declared({key: value}) == evidence


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"data_classification": "public"},
        {"data_classification": "non-phi"},
        {"data_classification": "healthy"},
        {"data_classification": None},
        {"data_classification": ["health"]},
        {"data_classification": UNKNOWN},
        {"Name": "health"},
        {"my_data_classification": "health"},
        {"phi": "false"},
        {"phi": 1},
        {"Compliance": "HDS"},
    ],
)
def test_what_declares_nothing(tags: dict[str, Value]) -> None:
    assert BUILT_IN.declared(tags) is None


def test_the_same_tag_is_named_whatever_the_order() -> None:
    assert BUILT_IN.declared({"phi": "true", "hds": "true"}) == "tag hds = true"
    assert BUILT_IN.declared({"hds": "true", "phi": "true"}) == "tag hds = true"


@pytest.mark.parametrize("value", ["HDS", "hds", "HDS-8.1", "HDS,HIPAA,ISO27001", "ISO27001 HDS"])
def test_compliance_is_an_intent(value: str) -> None:
    assert BUILT_IN.suspected({"Compliance": value}) == f"tag Compliance = {value}"


@pytest.mark.parametrize("tags", [{"Compliance": "HIPAA"}, {"Compliance": "non-hds"}, {"hds": "HDS"}, {}])
def test_what_hints_at_nothing(tags: dict[str, Value]) -> None:
    assert BUILT_IN.suspected(tags) is None


def test_denied_only_without_any_doubt() -> None:
    assert BUILT_IN.denied({"phi": "No"}) == "tag phi = No"
    assert BUILT_IN.denied({"hds": False}) == "tag hds = false"
    assert BUILT_IN.denied({"data_class": "false"}) is None
    assert BUILT_IN.denied({"Data-Classification": "None"}) == "tag Data-Classification = None"
    assert BUILT_IN.denied({"data_classification": "non-HDS"}) == "tag data_classification = non-HDS"
    assert BUILT_IN.denied({"data_classification": "public"}) is None
    assert BUILT_IN.denied({"team": "none"}) is None
    assert BUILT_IN.denied({"phi": "no", "data_class": "health"}) is None
    assert BUILT_IN.denied({"phi": "no", "Compliance": "HDS"}) is None
    assert BUILT_IN.denied({"phi": "no", UNKNOWN_TAG: UNKNOWN}) is None
    assert BUILT_IN.denied({"phi": "no", "data_class": UNKNOWN}) is None


def test_an_unknown_tag_is_undecided_when_it_could_declare() -> None:
    assert BUILT_IN.undecided({"Data-Class": UNKNOWN}) is UNKNOWN
    assert BUILT_IN.undecided({UNKNOWN_TAG: UNKNOWN, "Name": "x"}) is UNKNOWN
    assert BUILT_IN.undecided({"Name": UNKNOWN, "data_class": "public"}) is None


def test_own_keys_are_compared_in_the_same_way() -> None:
    own = Recognition.of(keys=["clinic/Sensibilité"], values=["Très-Haut"], true_keys=["dossier"])
    assert own.declared({"SENSIBILITE": "tres_haut"}) == "tag SENSIBILITE = tres_haut"
    assert own.declared({"dossier": "yes"}) == "tag dossier = yes"
    assert own.declared({"dossier": "très-haut"}) == "tag dossier = très-haut"
    assert own.declared({"data_class": "health"}) is None


def test_a_long_value_is_cut() -> None:
    assert BUILT_IN.declared({"data_class": "health," + "x" * 500}) == "tag data_class = health," + "x" * 73 + "…"

"""Which resources an entry of the estate concerns; what is not known never fits by luck."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from building import NO_VALUE, ON, resource
from msgspec.structs import replace

from hds_policy.config import UNKNOWN_TAG, Cluster, Contract, Estate, Operation, Selector
from hds_policy.config.selection import agreed_conditions, cluster_for, operator_for, selects, tags_of
from hds_policy.model import Layer

ENTRY = resource('module.ehr["lyon"].aws_db_instance.main[0]', root="apps/ehr")


@pytest.mark.parametrize(
    ("selector", "fits"),
    [
        (Selector(), True),
        (Selector(match="module.ehr.*"), True),
        (Selector(match="module.ehr.aws_db_instance.main"), True),
        (Selector(match="apps/ehr:module.ehr.aws_db_instance.main"), True),
        (Selector(match='module.ehr["lyon"].aws_db_instance.main[0]'), True),
        (Selector(match='module.ehr["paris"].aws_db_instance.main[0]'), False),
        (Selector(match="aws_db_instance.main"), False),
        (Selector(type="aws_db_*"), True),
        (Selector(type="aws_s3_*"), False),
        (Selector(root="apps/*"), True),
        (Selector(root="apps"), False),
        (Selector(hoster="aws"), True),
        (Selector(hoster="azure"), False),
        (Selector(site="mine"), False),
        (Selector(match="module.ehr.*", type="aws_s3_*"), False),
        (Selector(match="module.ehr.*", type="aws_db_*", root="apps/ehr", hoster="aws"), True),
    ],
)
def test_all_that_is_given_must_fit(selector: Selector, fits: bool) -> None:
    assert selects(selector, ENTRY, hoster="aws") is fits


@pytest.mark.parametrize(
    ("wanted", "tags", "fits"),
    [
        ("unit=patients", {"unit": "patients"}, True),
        ("unit=patients", {"unit": "kitchen"}, False),
        ("unit=pat*", {"unit": "patients"}, True),
        ("unit", {"unit": "anything"}, True),
        ("unit", {"unit": NO_VALUE}, True),
        ("unit", {}, False),
        ("Unit-Name=a", {"unit_name": "a"}, True),
        ("unit=a", {"clinic.example/unit": "a"}, True),
        ("secret=true", {"secret": True}, True),
        ("secret=false", {"secret": True}, False),
        ("unit=patients", {"unit": NO_VALUE}, False),
        ("unit=patients", {UNKNOWN_TAG: NO_VALUE}, False),
        ("unit=a=b", {"unit": "a=b"}, True),
        ("unit=", {"unit": ""}, True),
        ("unit=", {"unit": "a"}, False),
    ],
)
def test_tags(wanted: str, tags: dict[str, object], fits: bool) -> None:
    assert selects(Selector(tag=wanted), ENTRY, tags=tags) is fits  # type: ignore[arg-type]  # values of tags


@pytest.mark.parametrize(
    ("attributes", "paths", "expected"),
    [
        ({"tags": {"a": "1"}}, ["tags"], {"a": "1"}),
        ({"tags": {"a": "1"}, "tags_all": {"a": "2", "b": "3"}}, ["tags_all", "tags"], {"a": "2", "b": "3"}),
        ({"metadata": [{"labels": {"a": "1"}}]}, ["metadata.labels"], {"a": "1"}),
        ({"metadata": NO_VALUE}, ["metadata.labels"], {UNKNOWN_TAG: NO_VALUE}),
        ({"tags": NO_VALUE}, ["tags"], {UNKNOWN_TAG: NO_VALUE}),
        ({"tags": ["team=ehr", "hds"]}, ["tags"], {"team": "ehr", "hds": True}),
        ({"tags": [{"key": "a", "value": "1"}]}, ["tags"], {"a": "1"}),
        ({"tags": None}, ["tags"], {}),
        ({}, ["tags", "metadata.labels"], {}),
        ({"tags": {"a": "1"}}, [], {}),
    ],
)
def test_tags_of_every_attribute_that_holds_some(
    attributes: dict[str, object], paths: list[str], expected: dict[str, object]
) -> None:
    assert tags_of(resource("aws_s3_bucket.a", attributes), paths) == expected  # type: ignore[arg-type]  # values


def operation(operator: str, *layers: Layer, **selector: str) -> Operation:
    return Operation(frozenset(layers), Selector(**selector), operator)


def chosen(*operations: Operation, layer: Layer = Layer.ADMIN, hoster: str = "aws", site: str = "") -> str:
    estate = replace(Estate.default(), operations=operations)
    return operator_for(estate, layer, ENTRY, tags={}, hoster=hoster, site=site)


def test_the_first_operation_for_the_layer_that_fits() -> None:
    both = (operation("one", Layer.ADMIN, root="apps/*"), operation("two", Layer.ADMIN, Layer.BACKUP))
    assert chosen(*both) == "one"
    assert chosen(*reversed(both)) == "two"
    assert chosen(*both, layer=Layer.BACKUP) == "two"
    assert chosen(*both, layer=Layer.PLATFORM) == ""
    assert chosen() == ""


def test_an_operation_for_a_hoster_or_a_site_fits_only_there() -> None:
    assert chosen(operation("one", Layer.ADMIN, hoster="azure"), operation("two", Layer.ADMIN)) == "two"
    assert chosen(operation("one", Layer.ADMIN, site="mine"), operation("two", Layer.ADMIN), site="mine") == "one"
    assert chosen(operation("one", Layer.ADMIN, site="mine"), operation("two", Layer.ADMIN)) == "two"


def test_an_unknown_hoster_does_not_fall_to_a_later_operation() -> None:
    both = (operation("one", Layer.ADMIN, hoster="azure"), operation("two", Layer.ADMIN))
    assert chosen(*both, hoster="") == ""
    assert chosen(operation("two", Layer.ADMIN), both[0], hoster="") == "two"
    elsewhere = operation("one", Layer.ADMIN, hoster="azure", root="other")
    assert chosen(elsewhere, both[1], hoster="") == "two"


def contract(**given: object) -> Contract:
    blank = Contract("aws", date(2025, 1, 1), None, frozenset({"signed"}), "N-1", Selector())
    return replace(blank, **given)  # type: ignore[arg-type]  # fields of a contract


@pytest.mark.parametrize(
    ("held", "day", "agreed"),
    [
        (contract(), ON, {"signed"}),
        (contract(hoster="azure"), ON, set()),
        (contract(selector=Selector(root="other")), ON, set()),
        (contract(selector=Selector(match="module.ehr.*")), ON, {"signed"}),
        (contract(signed_on=ON), ON, {"signed"}),
        (contract(signed_on=ON + timedelta(1)), ON, set()),
        (contract(valid_until=ON), ON, {"signed"}),
        (contract(valid_until=ON - timedelta(1)), ON, set()),
    ],
)
def test_a_contract_confirms_its_conditions_while_it_is_in_force(held: Contract, day: date, agreed: set[str]) -> None:
    estate = replace(Estate.default(), contracts=(held,))
    assert agreed_conditions(estate, ENTRY, hoster="aws", on=day) == agreed


def test_contracts_add_up() -> None:
    both = (contract(), contract(conditions=frozenset({"support"})))
    assert agreed_conditions(replace(Estate.default(), contracts=both), ENTRY, hoster="aws", on=ON) == {
        "signed",
        "support",
    }


def bound(**given: str) -> Cluster:
    blank = dict.fromkeys(("alias", "host", "config_context", "root", "hoster", "region", "service", "site"), "")
    return Cluster(**{**blank, **given})


def test_the_first_cluster_whose_patterns_all_fit() -> None:
    one, two = bound(host="https://a*", root="apps/*", hoster="one"), bound(root="*", hoster="two")
    estate = replace(Estate.default(), clusters=(one, two))

    def found(host: object, root: str = "apps/ehr") -> Cluster | None:
        settings = {} if host is None else {"host": host}
        return cluster_for(estate, resource("bare_claim.a", root=root, settings=settings))  # type: ignore[arg-type]  # a value

    assert found("https://a.example") is one
    assert found("https://b.example") is two
    assert found("https://a.example", "other") is two
    assert found(None) is two
    assert found(NO_VALUE) is None
    assert found(NO_VALUE, "other") is two
    assert cluster_for(Estate.default(), resource("bare_claim.a")) is None

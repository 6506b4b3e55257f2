"""Flows whose source is not known: out of what was read, and into a copy."""

from __future__ import annotations

import pytest
from building import NO_VALUE, inventory, resource

from hds_policy.catalogue import load_catalogue
from hds_policy.config import DefaultClass, Estate
from hds_policy.model import Doubt, Resource, Value
from hds_policy.propagation import Classified, classify

HEALTH = {"data_classification": "health"}
ELSEWHERE = "arn:aws:s3:::elsewhere"


def classified(*seen: Resource, default: DefaultClass = DefaultClass.UNCLASSIFIED) -> Classified:
    estate = Estate.default()
    changed = {name: getattr(estate, name) for name in estate.__struct_fields__} | {"default_class": default}
    return classify(inventory(*seen), load_catalogue(), Estate(**changed))


def bucket(name: str, root: str = ".", region: str = "eu-west-3", **tags: Value) -> Resource:
    return resource(f"aws_s3_bucket.{name}", {"bucket": name, "tags": tags, "region": region}, root=root)


def replicated(source: Value, destination: Value = ELSEWHERE) -> Resource:
    rule = [{"destination": [{"bucket": destination}]}]
    settings: dict[str, Value] = {"region": "eu-west-3"}
    return resource("aws_s3_bucket_replication_configuration.r", {"bucket": source, "rule": rule}, settings=settings)


def asked(found: Classified) -> list[tuple[str, Doubt]]:
    return [(flow.source, flow.doubt) for flow in found.open_flows]


def test_every_store_of_the_kind_that_the_attribute_speaks_of_is_asked_about() -> None:
    table = resource("aws_dynamodb_table.t", {"name": "t", "tags": HEALTH})
    group = resource("google_storage_bucket.g", {"name": "g", "labels": HEALTH})
    both = bucket("a", **HEALTH), bucket("b", **HEALTH)
    found = classified(*both, bucket("web"), table, group, replicated(NO_VALUE))
    assert asked(found) == [("aws_s3_bucket.a", Doubt.SOURCE), ("aws_s3_bucket.b", Doubt.SOURCE)]


@pytest.mark.parametrize(
    "link",
    [replicated("not-ours"), replicated(NO_VALUE, "arn:aws:s3:::web"), replicated("web")],
    ids=["a name of somebody else's", "to what was read", "of what holds no health data"],
)
def test_what_cannot_carry_health_data_out_is_not_asked_about(link: Resource) -> None:
    assert asked(classified(bucket("a", **HEALTH), bucket("web"), link)) == []


def test_without_health_data_nothing_is_asked() -> None:
    assert asked(classified(bucket("web"), replicated(NO_VALUE))) == []


def test_a_store_of_another_region_cannot_be_meant() -> None:
    assert asked(classified(bucket("a", region="eu-west-1", **HEALTH), replicated(NO_VALUE))) == []


def test_stores_of_other_roots_are_meant_only_when_the_own_root_has_none() -> None:
    far = bucket("far", root="else", **HEALTH)
    assert asked(classified(bucket("a", **HEALTH), far, replicated(NO_VALUE))) == [("aws_s3_bucket.a", Doubt.SOURCE)]
    assert asked(classified(far, replicated(NO_VALUE))) == [("else:aws_s3_bucket.far", Doubt.SOURCE)]


def test_an_attribute_that_says_no_kind_may_name_any_store_of_the_provider() -> None:
    """``target_resource_id`` speaks of nothing."""
    logs = "/subscriptions/x/resourceGroups/a/providers/Microsoft.Storage/storageAccounts/logs"
    link = resource(
        "azurerm_monitor_diagnostic_setting.m", {"target_resource_id": NO_VALUE, "storage_account_id": logs}
    )
    server = resource("azurerm_postgresql_flexible_server.p", {"name": "p", "tags": HEALTH})
    found = classified(server, bucket("a", **HEALTH), link)
    assert asked(found) == [("azurerm_postgresql_flexible_server.p", Doubt.SOURCE)]


@pytest.mark.parametrize("source", [NO_VALUE, "not-ours"])
def test_a_copy_of_what_was_not_read_is_not_cleared_by_a_default(source: Value) -> None:
    """Also when a setting of its own, not the copy, names what it is made from."""
    copy = bucket("copy")
    found = classified(bucket("a", **HEALTH), copy, replicated(source, "arn:aws:s3:::copy"), default=DefaultClass.NONE)
    assert not found.classes[copy.key].health
    assert found.classes[copy.key].evidence == "a copy of what bucket names, which was not read"
    known = classified(bucket("a"), copy, replicated("a", "arn:aws:s3:::copy"), default=DefaultClass.NONE)
    assert known.classes[copy.key].evidence != found.classes[copy.key].evidence

"""Zones and subnets that lie elsewhere than the region a resource names, directly and through what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from building import CATALOGUE, NO_VALUE, ON, hoster, inventory, regions, resource, write_catalogue

from hds_policy.catalogue import Catalogue
from hds_policy.config import Estate
from hds_policy.hosters import Registry
from hds_policy.model import Located, Resource, Value
from hds_policy.placement import Facts, place

PLACES = regions(nimbus={"eu-west": ("FR", True, ""), "us-east": ("US", False, "")})
HOSTERS = Registry({"nimbus": hoster("nimbus")}, {}, {}, ON, "")
CLOUD = CATALOGUE["cloud.toml"].replace(
    'tags = ["tags"]',
    """
        tags = ["tags"]
        zone_attributes = ["zone"]
        elsewhere = ["outpost"]
        site_references = ["subnet", "group", "net.subnets"]
    """,
)
Find = Callable[..., Located]


@pytest.fixture
def find(tmp_path: Path) -> Find:
    facts = Facts(Catalogue(write_catalogue(tmp_path, cloud=CLOUD)), Estate.default(), HOSTERS, PLACES, ON)

    def located(
        attributes: dict[str, Value],
        *others: Resource,
        references: Iterable[tuple[str, str, str]] = (),
        at: Value = "eu-west",
    ) -> Located:
        machine = resource(
            "cloud_machine.m", attributes, settings={"region": at}, lines={"subnet": 12, "zone": 13, "net": 14}
        )
        (placed,) = place(inventory(machine, *others, references=references), [machine.key], facts)
        return placed.located[0]

    return located


def subnet(**attributes: Value) -> Resource:
    return resource("cloud_rule_subnet.s", attributes)


def why(found: Located) -> str:
    return found.region if isinstance(found.region, str) else found.region.detail


TO_SUBNET = [("cloud_machine.m", "subnet", "cloud_rule_subnet.s")]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"zone": "eu-west-1"}, "eu-west"),
        ({"zone": ""}, "eu-west"),
        ({"zone": "us-east-1"}, "us-east-1 is not in the region eu-west"),
        ({"zone": "eu-west-wlz-1a"}, "eu-west-wlz-1a is not an ordinary zone of a region"),
        ({"outpost": "arn"}, "puts it on a site that is not told"),
        ({"outpost": NO_VALUE}, "puts it on a site that is not told"),
        ({"outpost": ""}, "eu-west"),
    ],
)
def test_a_site_is_told_on_the_resource_or_on_its_subnet_alike(
    find: Find, attributes: dict[str, Value], expected: str
) -> None:
    assert why(find(attributes)).endswith(expected)
    assert why(find({"subnet": "x"}, subnet(**attributes), references=TO_SUBNET)).endswith(expected)


def test_a_subnet_elsewhere_is_named_with_its_attribute_and_line(find: Find) -> None:
    found = find({"subnet": "x"}, subnet(zone="eu-west-wlz-1a"), references=TO_SUBNET)
    assert why(found) == "subnet (cloud_rule_subnet.s: zone) eu-west-wlz-1a is not an ordinary zone of a region"
    assert (found.origin, found.line) == ("subnet (cloud_rule_subnet.s: zone)", 12)


def test_one_subnet_elsewhere_is_enough(find: Find) -> None:
    others = (subnet(zone="eu-west-1"), resource("cloud_rule_subnet.t", {"zone": "us-east-1"}))
    references = [("cloud_machine.m", "net.subnets", other.key) for other in others]
    assert why(find({"net": [{"subnets": ["a", "b"]}]}, *others, references=references)) == (
        "net.subnets (cloud_rule_subnet.t: zone) us-east-1 is not in the region eu-west"
    )


def test_a_subnet_is_found_through_its_group(find: Find) -> None:
    group = resource("cloud_rule_group.g", {"net": [{"subnets": ["a"]}]})
    references = [
        ("cloud_machine.m", "group", group.key),
        (group.key, "net.subnets", "cloud_rule_subnet.s"),
    ]
    assert why(find({"group": "g"}, group, subnet(outpost="arn"), references=references)) == (
        "group (cloud_rule_group.g: net.subnets (cloud_rule_subnet.s: outpost)) puts it on a site that is not told"
    )


def test_groups_that_refer_to_each_other_end(find: Find) -> None:
    group, other = resource("cloud_rule_group.g"), resource("cloud_rule_group.h")
    references = [
        ("cloud_machine.m", "group", group.key),
        (group.key, "group", other.key),
        (other.key, "group", group.key),
    ]
    assert why(find({"group": "g"}, group, other, references=references)) == "eu-west"


def test_a_reference_that_fixes_no_site_says_nothing(find: Find) -> None:
    references = [("cloud_machine.m", "peer", "cloud_rule_subnet.s")]
    assert why(find({"peer": "x"}, subnet(outpost="arn"), references=references)) == "eu-west"


def test_an_unknown_region_stays_unknown_in_an_ordinary_zone(find: Find) -> None:
    assert why(find({"zone": "eu-west-1"}, at=NO_VALUE)) == "var.x has no value"

"""Where a resource lies: each kind of look-up, zones, parents, several regions, what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from building import NO_VALUE, ON, hoster, inventory, regions, resource, write_catalogue
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue
from hds_policy.config import Estate
from hds_policy.hosters import Registry
from hds_policy.model import LAYERS, Inventory, Located, Placed, Resource, Unknown
from hds_policy.placement import Facts, place

PLACES = regions(
    nimbus={"eu-west": ("FR", True, ""), "eu-west-special": ("FR", True, "eu-west"), "us-east": ("US", False, "")}
)
HOSTERS = Registry({"nimbus": hoster("nimbus")}, {}, {}, ON, "")
Find = Callable[..., tuple[Located, ...]]


@pytest.fixture
def facts(catalogue: Catalogue) -> Facts:
    return Facts(catalogue, Estate.default(), HOSTERS, PLACES, ON)


@pytest.fixture
def find(facts: Facts) -> Find:
    def located(entry: Resource, *others: Resource, references: Iterable[tuple[str, str, str]] = ()) -> object:
        (placed,) = place(inventory(entry, *others, references=references), [entry.key], facts)
        return placed.located

    return located


def names(located: Iterable[Located]) -> list[str]:
    return [found.region if isinstance(found.region, str) else f"? {found.region.detail}" for found in located]


def test_the_attribute_comes_before_the_provider(find: Find) -> None:
    entry = resource(
        "cloud_database.a", {"region": "us-east"}, settings={"region": "eu-west"}, lines={"region": 12, "name": 11}
    )
    assert find(entry) == (Located("us-east", "region", 12),)


def test_the_provider_is_asked_next_and_named_with_its_place(find: Find) -> None:
    entry = resource("cloud_database.a", settings={"region": "eu-west"})
    assert find(entry) == (Located("eu-west", "provider cloud (providers.tf:4)"),)
    aliased = resource("cloud_database.a", settings={"region": "eu-west"}, alias="paris")
    assert find(aliased)[0].origin == "provider cloud.paris (providers.tf:4)"


def test_a_null_attribute_is_not_set(find: Find) -> None:
    assert names(find(resource("cloud_database.a", {"region": None}, settings={"region": "eu-west"}))) == ["eu-west"]


@pytest.mark.parametrize("settings", [{}, {"region": None}], ids=["absent", "null"])
def test_a_provider_without_a_region_leaves_it_unknown(find: Find, settings: dict[str, None]) -> None:
    (found,) = find(resource("cloud_database.a", settings=settings))
    assert isinstance(found.region, Unknown)
    assert "no region is set" in found.region.detail
    assert "cloud" in found.region.detail


@pytest.mark.parametrize(
    ("attributes", "settings"),
    [({"region": NO_VALUE}, {"region": "eu-west"}), ({}, {"region": NO_VALUE})],
    ids=["attribute", "provider"],
)
def test_an_unknown_region_stays_unknown_with_its_reason(
    find: Find, attributes: dict[str, object], settings: dict[str, object]
) -> None:
    (found,) = find(resource("cloud_database.a", attributes, settings=settings))
    assert found.region == NO_VALUE


@pytest.mark.parametrize("wrong", [7, True, {"name": "eu-west"}])
def test_a_region_that_is_no_name_is_unknown(find: Find, wrong: object) -> None:
    for entry in (
        resource("cloud_database.a", {"region": wrong}, settings={"region": "eu-west"}),
        resource("cloud_database.a", settings={"region": wrong}),
    ):
        (found,) = find(entry)
        assert isinstance(found.region, Unknown)
        assert "is not a name" in found.region.detail


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("eu-west-1", "eu-west"),
        ("eu-west-17", "eu-west"),
        ("eu-west-special", "eu-west"),
        ("EU-West", "eu-west"),
        ("eu-west", "eu-west"),
        ("eu-north-1", "eu-north-1"),
        ("nowhere", "nowhere"),
    ],
)
def test_a_zone_stands_for_its_region_when_that_is_known(find: Find, written: str, region: str) -> None:
    assert names(find(resource("cloud_volume.a", {"zone": written}))) == [region]


def test_a_type_may_look_elsewhere_than_its_provider(find: Find) -> None:
    entry = resource("cloud_volume.a", {"region": "us-east"}, settings={"region": "us-east", "zone": "eu-west-2"})
    assert names(find(entry)) == ["eu-west"]
    (nothing,) = find(resource("cloud_volume.a", {"region": "us-east"}, settings={"region": "us-east"}))
    assert isinstance(nothing.region, Unknown)


def test_a_service_that_lies_in_one_place_by_nature(find: Find) -> None:
    entry = resource("cloud_archive.a", {"region": "eu-west"}, settings={"region": "eu-west"})
    assert find(entry) == (Located("earth", "by nature of the service"),)


@pytest.mark.parametrize(
    ("target", "region"),
    [
        ("arn:cloud:store:us-east:1234:thing", "us-east"),
        ("arn:aws-us-gov:s3:us-gov-1:1:x", "us-gov-1"),
        ("arn:aws:s3:::bucket", "? target names no region"),
        ("us-east", "? target names no region"),
        (NO_VALUE, "? var.x has no value"),
    ],
)
def test_a_region_inside_an_arn(find: Find, target: object, region: str) -> None:
    assert names(find(resource("cloud_export.a", {"target": target}))) == [region]


def test_a_part_lies_where_its_parent_lies(find: Find) -> None:
    volume = resource("cloud_volume.v", {"zone": "eu-west-1"})
    snapshot = resource("cloud_snapshot.s", settings={"region": "us-east"})
    found = find(snapshot, volume, references=[("cloud_snapshot.s", "volume", "cloud_volume.v")])
    assert found == (Located("eu-west", "volume (cloud_volume.v)"),)


def test_a_parent_that_is_unknown_or_missing_leaves_it_unknown(find: Find) -> None:
    snapshot = resource("cloud_snapshot.s", {"volume": "vol-1"}, settings={"region": "eu-west"})
    (found,) = find(snapshot)
    assert isinstance(found.region, Unknown)
    link = [("cloud_snapshot.s", "volume", "cloud_volume.v")]
    (found,) = find(snapshot, references=link)
    assert isinstance(found.region, Unknown)
    (found,) = find(snapshot, resource("cloud_volume.v", {"zone": NO_VALUE}), references=link)
    assert found.region == NO_VALUE


def test_parents_in_a_circle_end_unknown(find: Find) -> None:
    links = [
        ("cloud_snapshot.a", "volume", "cloud_snapshot.b"),
        ("cloud_snapshot.b", "volume", "cloud_snapshot.a"),
    ]
    (found,) = find(resource("cloud_snapshot.a"), resource("cloud_snapshot.b"), references=links)
    assert isinstance(found.region, Unknown)


def test_several_parents_give_several_regions(find: Find) -> None:
    volumes = [resource("cloud_volume.a", {"zone": "eu-west-1"}), resource("cloud_volume.b", {"zone": "us-east-1"})]
    links = [("cloud_snapshot.s", "volume", volume.key) for volume in volumes]
    found = find(resource("cloud_snapshot.s"), *volumes, references=links)
    assert names(found) == ["eu-west", "us-east"]
    assert found[0].origin == "volume (cloud_volume.a and 1 more)"


def test_replicas_add_regions_and_equal_ones_are_one(find: Find) -> None:
    replicas = [{"region": "us-east"}, {"region": "eu-west-1"}, {"region": NO_VALUE}, {"region": "us-east"}]
    entry = resource("cloud_database.a", {"region": "eu-west", "replica": replicas}, lines={"region": 3, "replica": 5})
    found = find(entry)
    assert names(found) == ["eu-west", "us-east", "? var.x has no value"]
    assert [one.line for one in found] == [3, 5, 5]


def test_unknown_replicas_are_one_unknown_region(find: Find) -> None:
    entry = resource("cloud_database.a", {"region": "eu-west", "replica": NO_VALUE})
    assert names(find(entry)) == ["eu-west", "? var.x has no value"]


def test_each_region_gives_six_placements_in_order(facts: Facts) -> None:
    entry = resource("cloud_database.a", {"region": "eu-west", "replica": [{"region": "us-east"}]})
    (placed,) = place(inventory(entry), [entry.key], facts)
    assert [(one.region, one.layer) for one in placed.placements] == [
        (region, layer) for region in ("eu-west", "us-east") for layer in LAYERS
    ]
    assert {one.resource for one in placed.placements} == {"cloud_database.a"}
    assert all(one.stores for one in placed.placements)


def test_what_only_processes_or_transports_stores_nothing(facts: Facts) -> None:
    def placed(address: str) -> Placed:
        entry = resource(address, {"region": "eu-west"})
        return place(inventory(entry), [entry.key], facts)[0]

    assert not any(one.stores for one in placed("cloud_machine.a").placements)
    assert not any(one.stores for one in placed("cloud_stream.a").placements)


def test_a_line_of_its_own_for_sites_outside_a_region(tmp_path: Path, facts: Facts) -> None:
    text = """
        [provider]
        names = ["cloud"]
        hoster = "nimbus"
        region = ["region"]
        zone = '^([a-z]+-[a-z]+)-\\d+$'
        zone_attributes = ["zone"]
        elsewhere = ["outpost"]
        [types]
        cloud_disk = { role = "stores", model = "iaas", service = "block" }
    """
    local = replace(facts, catalogue=Catalogue(write_catalogue(tmp_path / "local", cloud=text)))

    def region(attributes: dict[str, object]) -> object:
        entry = resource("cloud_disk.a", {"region": "eu-west", **attributes})
        return place(inventory(entry), [entry.key], local)[0].located[0].region

    assert region({}) == "eu-west"
    assert region({"zone": "eu-west-1"}) == "eu-west"
    assert isinstance(region({"zone": "eu-west-1-waw-1a"}), Unknown)
    assert isinstance(region({"outpost": "arn:outpost"}), Unknown)
    assert isinstance(region({"outpost": NO_VALUE}), Unknown)


def test_only_what_is_in_scope_is_placed_in_that_order(facts: Facts) -> None:
    entries = [resource(f"cloud_database.{name}") for name in "abc"]
    placed = place(inventory(*entries), ["cloud_database.c", "cloud_database.a"], facts)
    assert [one.resource.key for one in placed] == ["cloud_database.c", "cloud_database.a"]
    assert place(Inventory(), [], facts) == ()

"""What the endpoints, the region and the source of a provider say of who hosts a resource, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import CATALOGUE, NO_VALUE, ON, hoster, inventory, regions, resource, write_catalogue
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue
from hds_policy.config import Estate
from hds_policy.hosters import Registry
from hds_policy.model import ActorKind, Located, Placed, Resource, Value
from hds_policy.placement import Facts, place

PLACES = regions(
    nimbus={"eu-west": ("FR", True, ""), "us-east": ("US", False, "")},
    stratus={"LYON": ("FR", True, ""), "lyon-1": ("FR", True, "LYON"), "oslo": ("NO", True, "")},
    sovereign={"sov-west": ("FR", True, "")},
)
HOSTERS = Registry({name: hoster(name) for name in ("nimbus", "stratus")}, {}, {}, ON, "")
CLOUD = CATALOGUE["cloud.toml"].replace(
    'endpoints = ["endpoints"]',
    """
        source = "acme/cloud"
        former_sources = ["old-acme/cloud"]
        endpoints = ["endpoints.{service}"]
        [provider.endpoint_keys]
        database = ["db", "dbapi"]
        [provider.partitions]
        "sov-*" = "sovereign"
    """,
)
ENDPOINTS = """
    [endpoints]
    "api.stratus.example" = { hoster = "stratus", source = "made up", checked_on = 2026-11-23 }
    [endpoints."*.stratus.example"]
    hoster = "stratus"
    region = '^db\\.([a-z0-9-]+)\\.'
    source = "made up"
    checked_on = 2026-11-23
    [endpoints."*.nimbus.example"]
    hoster = "nimbus"
    region = '^db\\.([a-z0-9-]+)\\.'
    source = "made up"
    checked_on = 2026-11-23
"""
DATABASE = "cloud_database.d"
Put = Callable[[Resource], Placed]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    facts = Facts(
        Catalogue(write_catalogue(tmp_path, cloud=CLOUD, endpoints=ENDPOINTS)), Estate.default(), HOSTERS, PLACES, ON
    )

    def placed(entry: Resource) -> Placed:
        return place(inventory(entry), [entry.key], facts)[0]

    return placed


def at(endpoint: Value, region: Value = None, kind: str = DATABASE, key: str = "db") -> Resource:
    return resource(kind, settings={"region": region, "endpoints": [{key: endpoint}]})


def told(placed: Placed) -> str:
    (found,) = placed.located
    return found.region if isinstance(found.region, str) else f"? {found.region.detail}"


def test_the_region_of_the_endpoint_is_where_it_is_when_nothing_else_is_set(put: Put) -> None:
    placed = put(at("https://db.oslo.stratus.example"))
    assert placed.hoster.id == "stratus"
    assert placed.located == (Located("oslo", "endpoint https://db.oslo.stratus.example"),)


@pytest.mark.parametrize("region", ["oslo", " Oslo"])
def test_an_endpoint_and_a_provider_that_agree_are_one_place(put: Put, region: str) -> None:
    assert told(put(at("https://db.oslo.stratus.example", region))) == "oslo"


def test_a_zone_of_the_endpoints_region_agrees(put: Put) -> None:
    assert told(put(at("https://db.lyon.stratus.example", "lyon-1"))) == "LYON"


@pytest.mark.parametrize(("region", "named"), [("lyon-1", "LYON"), ("eu-west", "eu-west"), ("nowhere", "nowhere")])
def test_an_endpoint_in_another_region_than_is_set_is_no_place_and_both_are_named(
    put: Put, region: str, named: str
) -> None:
    expected = (
        f"? endpoint https://db.oslo.stratus.example is in oslo, but provider cloud (providers.tf:4) says {named}"
    )
    assert told(put(at("https://db.oslo.stratus.example", region))) == expected


def test_a_region_that_cannot_be_told_stays_unknown_at_an_endpoint(put: Put) -> None:
    assert told(put(at("https://db.oslo.stratus.example", NO_VALUE))) == "? var.x has no value"


def test_a_region_that_is_no_name_is_not_replaced_by_the_endpoints(put: Put) -> None:
    assert told(put(at("https://db.oslo.stratus.example", 7))) == "? region of provider cloud is not a name"


def test_an_address_that_should_name_a_region_and_does_not_leaves_it_unknown(put: Put) -> None:
    placed = put(at("https://cache.stratus.example", "oslo"))
    assert told(placed) == "? endpoint https://cache.stratus.example does not tell its region"


def test_an_address_of_a_kind_that_names_no_region_leaves_it_to_the_configuration(put: Put) -> None:
    assert told(put(at("https://api.stratus.example", "oslo"))) == "oslo"


def test_only_the_endpoint_of_its_own_service_moves_a_resource(put: Put) -> None:
    machine = put(at("https://db.oslo.stratus.example", "eu-west", kind="cloud_machine.m"))
    assert (machine.hoster.id, told(machine)) == ("nimbus", "eu-west")


@pytest.mark.parametrize("key", ["db", "dbapi"])
def test_every_key_of_a_service_counts(put: Put, key: str) -> None:
    assert put(at("https://db.oslo.stratus.example", key=key)).hoster.id == "stratus"


def test_a_service_without_keys_of_its_own_goes_by_its_slug(put: Put) -> None:
    moved = put(at("https://db.oslo.stratus.example", kind="cloud_machine.m", key="compute"))
    assert moved.hoster.id == "stratus"


def test_an_endpoint_of_another_service_that_cannot_be_told_changes_nothing(put: Put) -> None:
    assert put(at(NO_VALUE, "eu-west", kind="cloud_machine.m")).hoster.id == "nimbus"


@pytest.mark.parametrize("block", [NO_VALUE, [NO_VALUE]])
def test_endpoints_that_cannot_be_told_at_all_leave_the_hoster_unknown(put: Put, block: Value) -> None:
    entry = resource(DATABASE, settings={"region": "eu-west", "endpoints": block})
    assert put(entry).hoster.kind is ActorKind.UNKNOWN


def test_two_endpoints_of_a_service_in_two_regions_leave_the_place_unknown(put: Put) -> None:
    both: Value = [{"db": "https://db.oslo.stratus.example", "dbapi": "https://db.lyon.stratus.example"}]
    placed = put(resource(DATABASE, settings={"endpoints": both}))
    assert placed.hoster.id == "stratus"
    assert told(placed).endswith("does not tell its region")


@pytest.mark.parametrize("region", ["sov-west", "SOV-WEST", " sov-north"])
def test_a_region_of_a_partition_belongs_to_its_own_hoster(put: Put, region: str) -> None:
    assert put(resource(DATABASE, settings={"region": region})).hoster.id == "sovereign"


def test_a_region_of_a_partition_on_the_resource_counts_too(put: Put) -> None:
    entry = resource(DATABASE, {"region": "sov-west"}, settings={"region": "eu-west"})
    assert (put(entry).hoster.id, told(put(entry))) == ("sovereign", "sov-west")


def test_an_endpoint_in_a_partition_belongs_to_its_hoster(put: Put) -> None:
    assert put(at("https://db.sov-west.nimbus.example")).hoster.id == "sovereign"


def test_an_endpoint_and_a_region_of_two_partitions_leave_the_hoster_unknown(put: Put) -> None:
    found = put(at("https://db.sov-west.nimbus.example", "eu-west")).hoster
    assert found.kind is ActorKind.UNKNOWN
    assert found.note == "its regions belong to several hosters: nimbus, sovereign"


def test_the_same_name_at_another_hoster_is_no_partition(put: Put) -> None:
    assert put(at("https://api.stratus.example", "sov-west")).hoster.id == "stratus"


def sourced(source: str) -> Resource:
    entry = resource(DATABASE, settings={"region": "eu-west"})
    return replace(entry, provider=replace(entry.provider, source=source))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "acme/cloud",
        "Acme/Cloud",
        "registry.terraform.io/acme/cloud",
        "registry.opentofu.org/acme/cloud",
        "old-acme/cloud",
        "hashicorp/cloud",
        "opentofu/cloud",
        "acme/cloud-beta",
    ],
)
def test_the_known_provider_and_its_mirrors_are_believed(put: Put, source: str) -> None:
    assert put(sourced(source)).hoster.id == "nimbus"


@pytest.mark.parametrize(
    "source",
    ["evil/cloud", "acme/other", "hashicorp/other", "registry.example/acme/cloud", "registry.terraform.io/evil/cloud"],
)
def test_a_provider_from_elsewhere_may_send_data_anywhere(put: Put, source: str) -> None:
    found = put(sourced(source)).hoster
    assert found.kind is ActorKind.UNKNOWN
    assert found.note == f"provider cloud comes from {source}, which the catalogue does not know"

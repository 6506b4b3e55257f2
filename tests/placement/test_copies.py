"""Copies in a paired region: set, by default, kept at home, not known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import CATALOGUE, NO_VALUE, ON, hoster, inventory, regions, resource, write_catalogue

from hds_policy.catalogue import Catalogue
from hds_policy.config import Estate
from hds_policy.hosters import Registry
from hds_policy.model import LAYERS, Placed, Value
from hds_policy.placement import Facts, place

PLACES = regions(nimbus=dict.fromkeys(("eu-west", "eu-north", "eu-alone"), ("FR", True, "")))
HOSTERS = Registry({"nimbus": hoster("nimbus")}, {}, {}, ON, "")
MACHINE = """service = "compute"
copies = [
    { attribute = "backup.kind", values = ["Geo"], default = "Geo", unless = { "backup.mode" = ["Continuous"] } },
]"""
CLOUD = (
    CATALOGUE["cloud.toml"]
    .replace('also_in = ["replica.region"]', 'copies = [{ attribute = "copy", values = ["*GRS", "true"] }]')
    .replace('service = "compute"', MACHINE)
    .replace('endpoints = ["endpoints"]', '[provider.pairs]\neu-west = "eu-north"\neu-north = "eu-west"')
)
Put = Callable[..., Placed]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    facts = Facts(Catalogue(write_catalogue(tmp_path, cloud=CLOUD)), Estate.default(), HOSTERS, PLACES, ON)

    def placed(kind: str, attributes: dict[str, Value], region: Value = "eu-west") -> Placed:
        entry = resource(f"cloud_{kind}.x", {"region": region, **attributes}, lines={"copy": 21})
        return place(inventory(entry), [entry.key], facts)[0]

    return placed


def told(placed: Placed) -> list[str]:
    return [one.region if isinstance(one.region, str) else f"? {one.region.detail}" for one in placed.located]


@pytest.mark.parametrize("value", ["GRS", "RAGRS", "Standard_grs", "true", True])
def test_a_value_that_copies_adds_the_paired_region(put: Put, value: Value) -> None:
    assert told(put("database", {"copy": value})) == ["eu-west", "eu-north"]


@pytest.mark.parametrize("value", ["LRS", "ZRS", "false", False, "", None])
def test_another_value_keeps_the_data_at_home(put: Put, value: Value) -> None:
    assert told(put("database", {"copy": value})) == ["eu-west"]


def test_the_copy_is_judged_in_every_layer_and_says_where_it_comes_from(put: Put) -> None:
    placed = put("database", {"copy": "GRS"})
    assert [one.layer for one in placed.placements if one.region == "eu-north"] == list(LAYERS)
    assert (placed.located[1].origin, placed.located[1].line) == ("copy = GRS: paired region of eu-west", 21)


def test_a_value_that_is_not_known_leaves_a_second_place_open(put: Put) -> None:
    assert told(put("database", {"copy": NO_VALUE})) == [
        "eu-west",
        "? copy, which decides on copies in another region: var.x has no value",
    ]


@pytest.mark.parametrize("region", ["eu-alone", "eu-new"])
def test_a_region_without_a_known_pair_leaves_the_second_place_open(put: Put, region: str) -> None:
    assert told(put("database", {"copy": "GRS"}, region)) == [
        region,
        f"? copy = GRS copies the data from {region} to another region, which is not told",
    ]


def test_the_pair_of_an_unknown_region_is_unknown_too(put: Put) -> None:
    places = told(put("database", {"copy": "GRS"}, NO_VALUE))
    assert len(places) == 2
    assert all(place.startswith("?") for place in places)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, ["eu-west", "eu-north"]),
        ({"backup": [{"kind": "Geo"}]}, ["eu-west", "eu-north"]),
        ({"backup": [{"kind": "Local"}]}, ["eu-west"]),
        ({"backup": [{"mode": "Periodic"}]}, ["eu-west", "eu-north"]),
        ({"backup": [{"mode": "Continuous"}]}, ["eu-west"]),
    ],
)
def test_a_default_that_copies_counts_unless_a_mode_keeps_the_data(
    put: Put, attributes: dict[str, Value], expected: list[str]
) -> None:
    assert told(put("machine", attributes)) == expected

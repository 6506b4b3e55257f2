"""A region name means nothing without its hoster: every name that two hosters have, in both directions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from command import Completed

from hds_policy.hosters import load_regions

WRITTEN = {
    "aws": 'provider "aws" {{\n  region = "{region}"\n}}\nresource "aws_ebs_volume" "a" {{\n  size = 1\n}}',
    "azure": 'resource "azurerm_storage_account" "a" {{\n  location = "{region}"\n}}',
    "clevercloud": 'resource "clevercloud_postgresql" "a" {{\n  region = "{region}"\n}}',
    "google": 'resource "google_storage_bucket" "a" {{\n  location = "{region}"\n}}',
    "outscale": 'resource "outscale_volume" "a" {{\n  subregion_name = "{region}a"\n}}',
    "ovhcloud": 'resource "ovh_cloud_project_volume" "a" {{\n  region_name = "{region}"\n}}',
}
"""One store of each hoster. The provider of platform.sh has none that the catalogue knows."""

COUNTRIES = {
    ("aws", "ap-northeast-1"): "JP",
    ("outscale", "ap-northeast-1"): "JP",
    ("aws", "eu-west-2"): "GB",
    ("outscale", "eu-west-2"): "FR",
    ("aws", "us-east-2"): "US",
    ("outscale", "us-east-2"): "US",
    ("aws", "us-west-1"): "US",
    ("outscale", "us-west-1"): "US",
    ("aws", "global"): None,
    ("azure", "global"): None,
    ("google", "global"): None,
    ("azure", "europe"): None,
    ("google", "europe"): None,
    ("google", "eu"): None,
    ("platformsh", "eu"): "IE",
    ("google", "us"): "US",
    ("platformsh", "us"): "US",
    ("clevercloud", "rbx"): "FR",
    ("ovhcloud", "rbx"): "FR",
    ("clevercloud", "sgp"): "SG",
    ("ovhcloud", "sgp"): "SG",
    ("clevercloud", "syd"): "AU",
    ("ovhcloud", "syd"): "AU",
}
"""By hand, from the hosters' own lists of regions; a new clash wants a line here."""

INSIDE = {"FR", "IE"}
SEVERAL_INSIDE = {("google", "eu")}
"""Several countries, all of the European Union."""


def _storing(hoster: str, name: str) -> str:
    """What storing there means to HDS-007."""
    country = COUNTRIES[hoster, name]
    if country in INSIDE or (hoster, name) in SEVERAL_INSIDE:
        return "pass"
    return "fail" if country else "undetermined"


PAIRS = [
    (hoster, other, name)
    for name in sorted({name for _, name in COUNTRIES})
    for hoster, other in permutations(sorted(hoster for hoster, found in COUNTRIES if found == name), 2)
]
WHOLE = '["physical", "hardware", "virtual", "platform", "admin", "backup"]'


def _estate(holder: str, region: str) -> str:
    return f"""
version = 1
name = "a clinic"
[classification]
default = "health"
[[certificates]]
holder = "{holder}"
layers = {WHOLE}
services = ["*"]
regions = ["{region}"]
referential = "2.0"
valid_from = 2025-03-01
valid_until = 2028-02-29
number = "X-1"
body = "a certification body"
seen_on = 2026-09-01
"""


def test_every_clash_is_in_the_table() -> None:
    hosters = defaultdict(set)
    for hoster, regions in load_regions().hosters.items():
        for name in regions:
            hosters[name].add(hoster)
    clashes = {(hoster, name) for name, found in hosters.items() if len(found) > 1 for hoster in found}
    assert clashes == set(COUNTRIES)


@pytest.mark.parametrize(("hoster", "name"), COUNTRIES)
def test_the_country_is_that_of_its_hoster(hoster: str, name: str) -> None:
    found = load_regions().find(hoster, name)
    assert found is not None
    assert (found.hoster, found.country or None) == (hoster, COUNTRIES[hoster, name])


@pytest.mark.parametrize(("hoster", "other", "name"), [pair for pair in PAIRS if pair[0] in WRITTEN])
def test_a_certificate_for_the_region_of_another_hoster_covers_nothing(
    hoster: str, other: str, name: str, write: Callable[..., Path], check: Callable[..., Completed]
) -> None:
    """With the same certificate of its own hoster the sites of the same store are covered."""
    region = load_regions().find(hoster, name)
    for holder, covered in ((hoster, True), (other, False)):
        folder = write(
            {"main.tf": WRITTEN[hoster].format(region=name), "hds-policy.toml": _estate(holder, region.name)}
        )
        done = check(folder, "--on", "2026-11-23", "--format", "json")
        found = json.loads(done.out)
        (store,) = found["resources"]
        assert [part["actor"]["id"] for part in store["layers"]["physical"]] == [hoster]
        sites = {finding["result"] for finding in found["findings"] if finding["rule"] == "HDS-001"}
        assert (sites == {"pass"}) == covered, sites
        where = {finding["result"] for finding in found["findings"] if finding["rule"] == "HDS-007"}
        assert where == {_storing(hoster, name)}, where

"""What others operate under the provider of a cloud is not covered by a certificate of that cloud, however wide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed

Check = Callable[..., Completed]
Write = Callable[..., Path]

LAYERS = '["physical", "hardware", "virtual", "platform", "admin", "backup"]'
WIDE = f"""
[[certificates]]
holder = "{{0}}"
number = "N-1"
layers = {LAYERS}
services = ["*"]
regions = ["*"]
referential = "2.0"
valid_from = 2025-03-01
valid_until = 2028-02-29
body = "a certification body"
seen_on = 2026-09-01
"""
ESTATE = 'version = 1\nname = "a clinic"\n' + "".join(WIDE.format(name) for name in ("aws", "azure", "google"))

PARIS = 'provider "aws" {\n  region = "eu-west-3"\n}\n'
FRANCE = 'location = "francecentral"'
ALL = {"physical", "hardware", "virtual", "platform"}
CASES = {
    "aws_odb_cloud_exadata_infrastructure": (PARIS, "", {"hardware", "virtual", "platform"}),
    "aws_s3control_bucket": (PARIS, "", {"physical"}),
    "aws_storagegateway_nfs_file_share": (PARIS, "", {"physical", "hardware", "virtual"}),
    "aws_datasync_location_smb": (PARIS, "", ALL),
    "azurerm_oracle_autonomous_database": ("", FRANCE, {"hardware", "virtual", "platform", "backup"}),
    "azurerm_elastic_cloud_elasticsearch": ("", FRANCE, ALL),
    "azurerm_datadog_monitor": ("", FRANCE, ALL),
    "azurerm_arc_machine": ("", FRANCE, {"physical", "hardware"}),
    "azurerm_databox_edge_device": ("", FRANCE, {"physical"}),
    "azurerm_bot_channel_slack": ("", FRANCE, ALL),
    "google_oracle_database_db_system": ("", 'location = "europe-west9"', {"hardware", "virtual", "platform"}),
    "google_gkeonprem_vmware_cluster": ("", 'location = "europe-west9"', {"physical", "hardware"}),
    "google_container_attached_cluster": ("", 'location = "europe-west9"', {"physical", "hardware"}),
    "google_edgecontainer_cluster": ("", 'location = "europe-west9"', {"physical"}),
}


def layers(check: Check, write: Write, block: str) -> dict[str, set[str]]:
    folder = write({"main.tf": block, "hds-policy.toml": ESTATE})
    done = check(folder, "--on", "2026-11-23", "--format", "json", "--assume", "health")
    document: dict[str, Any] = done.json
    (resource,) = document["resources"]
    return {layer: {place["result"] for place in places} for layer, places in resource["layers"].items()}


@pytest.mark.parametrize("kind", CASES)
def test_a_wide_certificate_of_the_cloud_does_not_cover_it(check: Check, write: Write, kind: str) -> None:
    provider, attributes, others = CASES[kind]
    found = layers(check, write, f'{provider}resource "{kind}" "x" {{\n  {attributes}\n}}\n')
    assert {layer for layer in others if "pass" in found[layer]} == set()
    assert {layer for layer in found if "pass" in found[layer]} <= ALL - others


def test_the_same_certificate_covers_what_the_cloud_operates(check: Check, write: Write) -> None:
    found = layers(check, write, f'resource "azurerm_mssql_server" "x" {{\n  {FRANCE}\n}}\n')
    assert {layer for layer in found if found[layer] == {"pass"}} >= ALL


def test_the_rooms_of_an_outpost_are_the_customers(check: Check, write: Write) -> None:
    arn = 'outpost_arn = "arn:aws:outposts:eu-west-3:123456789012:outpost/op-1"'
    found = layers(check, write, f'{PARIS}resource "aws_ebs_volume" "x" {{\n  {arn}\n}}\n')
    assert "pass" not in found["physical"]
    assert found["hardware"] == {"pass"}

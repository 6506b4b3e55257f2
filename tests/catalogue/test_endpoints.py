"""Shipped endpoints, partitions and pairs against addresses and names copied from documentation by hand."""

from __future__ import annotations

import fnmatch
import tomllib
from pathlib import Path

import pytest

from hds_policy.catalogue import Provider, load_catalogue
from hds_policy.hosters import load_regions

FOLDER = Path(__file__).parents[2] / "hds_policy" / "catalogue"


@pytest.mark.parametrize(
    ("address", "hoster", "region"),
    [
        ("https://s3.nl-ams.scw.cloud", "scaleway", "nl-ams"),
        ("https://my-bucket.s3.fr-par.scw.cloud", "scaleway", "fr-par"),
        ("https://11111111.api.k8s.pl-waw.scw.cloud:6443", "scaleway", "pl-waw"),
        ("https://functions.scw.cloud", "scaleway", None),
        ("https://s3.bhs.io.cloud.ovh.net", "ovhcloud", "bhs"),
        ("https://my-bucket.s3.gra.io.cloud.ovh.net/", "ovhcloud", "gra"),
        ("https://s3.eu-west-par.io.cloud.ovh.net", "ovhcloud", "eu-west-par"),
        ("https://s3.gra.perf.cloud.ovh.net", "ovhcloud", "gra"),
        ("https://storage.gra.cloud.ovh.net", "ovhcloud", None),
        ("https://auth.cloud.ovh.net/v3", "ovhcloud", ""),
        ("https://oos.cloudgouv-eu-west-1.outscale.com", "outscale", "cloudgouv-eu-west-1"),
        ("https://api.eu-west-2.oks.outscale.com/api/v2/", "outscale", "eu-west-2"),
        ("https://cellar-c2.services.clever-cloud.com", "clevercloud", None),
        ("https://cellar-fr-north-hds-c1.services.clever-cloud.com", "clevercloud", "fr-north-hds"),
        ("https://api.osc-secnum-fr1.scalingo.com", "scalingo", "osc-secnum-fr1"),
        ("https://s3.eu-west-3.amazonaws.com", "aws", "eu-west-3"),
        ("https://s3.dualstack.eu-west-3.amazonaws.com", "aws", "eu-west-3"),
        ("https://s3-eu-west-1.amazonaws.com", "aws", "eu-west-1"),
        ("https://bucket.vpce-0a-1b.s3.us-east-1.vpce.amazonaws.com", "aws", "us-east-1"),
        ("https://ec2.us-gov-west-1.amazonaws.com", "aws", "us-gov-west-1"),
        ("https://s3.amazonaws.com", "aws", ""),
        ("https://lambda.eu-west-3.api.aws", "aws", "eu-west-3"),
        ("https://0123.gr7.eu-west-3.eks.amazonaws.com", "aws", "eu-west-3"),
        ("https://s3.cn-north-1.amazonaws.com.cn", "aws-cn", "cn-north-1"),
        ("https://s3.eusc-de-east-1.amazonaws.eu", "aws-eusc", "eusc-de-east-1"),
        ("https://aks-1.hcp.francecentral.azmk8s.io", "azure", "francecentral"),
        ("https://management.sovcloud-api.fr", "bleu", ""),
        ("s3nsapis.fr", "s3ns", ""),
    ],
)
def test_an_address_tells_hoster_and_region(address: str, hoster: str, region: str | None) -> None:
    found = load_catalogue().endpoint(address)
    assert found is not None
    assert (found.hoster, found.region) == (hoster, region)


@pytest.mark.parametrize(
    ("provider", "region", "hoster"),
    [
        ("aws", "eusc-de-east-1", "aws-eusc"),
        ("aws", "cn-northwest-1", "aws-cn"),
        ("aws", "us-gov-east-1", "aws-us-gov"),
        ("aws", "eu-isoe-west-1", "aws-iso"),
        ("azurerm", "bleufrancecentral", "bleu"),
        ("azurerm", "deloscloudgermanynorth", "delos"),
        ("azurerm", "chinanorth3", "azure-china"),
        ("azurerm", "usgovvirginia", "azure-us-gov"),
        ("google", "u-france-east1", "s3ns"),
        ("google", "u-germany-northeast1", "google-dedicated"),
    ],
)
def test_a_sovereign_region_is_not_its_parents(provider: str, region: str, hoster: str) -> None:
    found = load_catalogue().provider(provider)
    assert found is not None
    assert next(part for pattern, part in found.partitions.items() if fnmatch.fnmatchcase(region, pattern)) == hoster
    assert load_regions().find(found.hoster, region) is None
    known = load_regions().find(hoster, region)
    assert known is not None
    assert known.parent == region


@pytest.mark.parametrize("provider", ["aws", "azurerm", "google"])
def test_no_region_of_a_parent_is_taken_for_a_partition(provider: str) -> None:
    found = load_catalogue().provider(provider)
    assert found is not None
    names = load_regions().names(found.hoster)
    assert len(names) > 30
    assert [name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in found.partitions)] == []


def test_pairs_of_azure_are_those_of_microsofts_list() -> None:
    """Column "Paired region" of articles/reliability/regions-list.md (2025-03-21)."""
    found = load_catalogue().provider("azurerm")
    assert found is not None
    expected = {
        "francecentral": "francesouth",
        "francesouth": "francecentral",
        "northeurope": "westeurope",
        "westeurope": "northeurope",
        "germanywestcentral": "germanynorth",
        "swedencentral": "swedensouth",
        "norwayeast": "norwaywest",
        "switzerlandnorth": "switzerlandwest",
        "uksouth": "ukwest",
        "brazilsouth": "southcentralus",
        "westus3": "eastus",
    }
    assert {name: found.pairs.get(name) for name in expected} == expected
    assert not {"italynorth", "polandcentral", "spaincentral", "austriaeast", "belgiumcentral"} & set(found.pairs)
    regions = load_regions()
    named = {*found.pairs, *found.pairs.values()}
    assert {name for name in named if regions.find("azure", name) is None} == set()


AWS_KEYS = {"s3": "s3api", "rds": "rds", "ebs": "ec2", "opensearch": "es", "msk": "kafka", "cloudwatch-logs": "logs"}


@pytest.mark.parametrize(("service", "key"), AWS_KEYS.items())
def test_keys_of_the_endpoints_block_are_those_of_the_providers_guide(service: str, key: str) -> None:
    found = load_catalogue().provider("aws")
    assert found is not None
    assert key in found.endpoint_keys.get(service, (service.replace("-", ""),))


def test_keys_stand_under_services_of_the_catalogue_only() -> None:
    catalogue = load_catalogue()
    found = catalogue.provider("aws")
    assert found is not None
    services = {decision.service for kind in catalogue.types("aws") if (decision := catalogue.decision(kind, "aws"))}
    assert found.endpoint_keys
    assert set(found.endpoint_keys) <= services


@pytest.mark.parametrize(
    ("kind", "attribute", "default"),
    [
        ("azurerm_storage_account", "account_replication_type", ""),
        ("azurerm_recovery_services_vault", "storage_mode_type", "GeoRedundant"),
        ("azurerm_data_protection_backup_vault", "redundancy", ""),
        ("azurerm_mssql_database", "storage_account_type", "Geo"),
        ("azurerm_mssql_managed_instance", "storage_account_type", "GRS"),
        ("azurerm_postgresql_flexible_server", "geo_redundant_backup_enabled", ""),
        ("azurerm_mysql_flexible_server", "geo_redundant_backup_enabled", ""),
        ("azurerm_cosmosdb_account", "backup.storage_redundancy", "Geo"),
    ],
)
def test_geo_redundant_services_say_when_they_copy(kind: str, attribute: str, default: str) -> None:
    decision = load_catalogue().decision(kind, "azurerm")
    assert decision is not None
    assert [(copies.attribute, copies.default) for copies in decision.copies] == [(attribute, default)]


def test_a_redshift_cluster_also_stores_its_snapshots_elsewhere() -> None:
    decision = load_catalogue().decision("aws_redshift_cluster", "aws")
    assert decision is not None
    assert decision.also_in == ("snapshot_copy.destination_region",)


def test_all_hosters_are_named_without_their_types_being_read() -> None:
    catalogue = load_catalogue()
    found = {provider.hoster for file in catalogue.provider_files for provider in _providers(file)}
    found |= {part for file in catalogue.provider_files for one in _providers(file) for part in one.partitions.values()}
    assert found - {""} <= catalogue.hosters
    assert {"aws", "aws-eusc", "ovhcloud", "ovhcloud-us", "bleu", "s3ns", "infomaniak"} <= catalogue.hosters
    assert "" not in catalogue.hosters


def _providers(file: str) -> list[Provider]:
    text = tomllib.loads((FOLDER / f"{file}.toml").read_text("utf-8"))
    found = load_catalogue().provider(text["provider"]["names"][0])
    assert found is not None
    return [found]

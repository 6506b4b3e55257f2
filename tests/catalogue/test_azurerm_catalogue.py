"""What the Azure catalogue must say of well-known types, written by hand from the services' documentation."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "hds_policy" / "catalogue" / "azurerm.toml"
TEXT = FILE.read_text(encoding="utf-8")
CATALOGUE: dict[str, Any] = tomllib.loads(TEXT)
TYPES: dict[str, dict[str, Any]] = CATALOGUE["types"]
FAMILIES: list[dict[str, str]] = CATALOGUE["families"]
DATA_ROLES = {"stores", "processes", "transports", "backs_up", "administers"}

HOLDS_DATA = [
    ("azurerm_storage_account", "stores", "managed", "azure-storage"),
    ("azurerm_storage_blob", "stores", "managed", "azure-storage"),
    ("azurerm_managed_disk", "stores", "storage", "managed-disks"),
    ("azurerm_snapshot", "backs_up", "backup", "managed-disks"),
    ("azurerm_linux_virtual_machine", "processes", "iaas", "virtual-machines"),
    ("azurerm_windows_virtual_machine", "processes", "iaas", "virtual-machines"),
    ("azurerm_kubernetes_cluster", "processes", "managed", "azure-kubernetes-service"),
    ("azurerm_postgresql_flexible_server", "stores", "managed-backup", "azure-database-for-postgresql"),
    ("azurerm_mysql_flexible_server", "stores", "managed-backup", "azure-database-for-mysql"),
    ("azurerm_mssql_database", "stores", "managed-backup", "azure-sql-database"),
    ("azurerm_mssql_managed_instance", "stores", "managed-backup", "azure-sql-managed-instance"),
    ("azurerm_cosmosdb_account", "stores", "managed-backup", "azure-cosmos-db"),
    ("azurerm_redis_cache", "stores", "managed", "azure-cache-for-redis"),
    ("azurerm_servicebus_queue", "transports", "managed", "azure-service-bus"),
    ("azurerm_eventhub", "transports", "managed", "azure-event-hubs"),
    ("azurerm_linux_function_app", "processes", "managed", "azure-functions"),
    ("azurerm_linux_web_app", "processes", "managed", "azure-app-service"),
    ("azurerm_container_app", "processes", "managed", "azure-container-apps"),
    ("azurerm_data_factory", "processes", "managed", "azure-data-factory"),
    ("azurerm_search_service", "stores", "managed", "azure-ai-search"),
    ("azurerm_healthcare_fhir_service", "stores", "managed", "azure-health-data-services"),
    ("azurerm_log_analytics_workspace", "stores", "managed", "azure-monitor"),
    ("azurerm_application_insights", "stores", "managed", "azure-monitor"),
    ("azurerm_recovery_services_vault", "backs_up", "backup", "azure-backup"),
    ("azurerm_backup_protected_vm", "backs_up", "backup", "azure-backup"),
    ("azurerm_data_protection_backup_vault", "backs_up", "backup", "azure-backup"),
    ("azurerm_netapp_volume", "stores", "managed", "azure-netapp-files"),
    ("azurerm_bastion_host", "administers", "managed", "azure-bastion"),
    # Types of azurerm 3 and 4 that version 5 no longer has.
    ("azurerm_postgresql_server", "stores", "managed-backup", "azure-database-for-postgresql"),
    ("azurerm_app_service", "processes", "managed", "azure-app-service"),
]

FLOWS = [
    ("azurerm_backup_protected_vm", "source_vm_id", ".", "backs_up"),
    ("azurerm_backup_protected_vm", ".", "recovery_vault_name", "backs_up"),
    ("azurerm_data_protection_backup_instance_postgresql_flexible_server", "server_id", ".", "backs_up"),
    ("azurerm_snapshot", "source_resource_id", ".", "snapshots"),
    ("azurerm_managed_disk", "source_resource_id", ".", "copies_to"),
    ("azurerm_virtual_machine_data_disk_attachment", "managed_disk_id", "virtual_machine_id", "mounts"),
    ("azurerm_postgresql_flexible_server", "source_server_id", ".", "replicates_to"),
    ("azurerm_mysql_flexible_server", "source_server_id", ".", "replicates_to"),
    ("azurerm_postgresql_server", "creation_source_server_id", ".", "replicates_to"),
    ("azurerm_mssql_database", "server_id", ".", "contains"),
    ("azurerm_mssql_database", "creation_source_database_id", ".", "copies_to"),
    ("azurerm_mssql_failover_group", "server_id", "partner_server.id", "replicates_to"),
    ("azurerm_storage_container", "storage_account_id", ".", "contains"),
    (
        "azurerm_storage_object_replication",
        "source_storage_account_id",
        "destination_storage_account_id",
        "replicates_to",
    ),
    ("azurerm_monitor_diagnostic_setting", "target_resource_id", "log_analytics_workspace_id", "logs_to"),
    ("azurerm_monitor_diagnostic_setting", "target_resource_id", "storage_account_id", "logs_to"),
    ("azurerm_eventhub", ".", "capture_description.destination.storage_account_id", "exports_to"),
    ("azurerm_site_recovery_replicated_vm", "source_vm_id", ".", "replicates_to"),
    ("azurerm_kubernetes_cluster_node_pool", "kubernetes_cluster_id", ".", "contains"),
    ("azurerm_log_analytics_data_export_rule", "workspace_resource_id", "destination_resource_id", "exports_to"),
    ("azurerm_redis_linked_server", "target_redis_cache_name", "linked_redis_cache_id", "replicates_to"),
    ("azurerm_linux_function_app", "app_settings", ".", "reads"),
    ("azurerm_disk_encryption_set", "key_vault_key_id", ".", "encrypts"),
]

REGIONS = [
    ("azurerm_mssql_database", ["@server_id"]),
    ("azurerm_storage_container", ["@storage_account_id", "@storage_account_name"]),
    ("azurerm_cosmosdb_sql_container", ["@account_name"]),
    ("azurerm_container_app", ["@container_app_environment_id"]),
    ("azurerm_backup_protected_vm", ["@recovery_vault_name"]),
    ("azurerm_site_recovery_replicated_vm", ["@target_recovery_fabric_id"]),
    ("azurerm_cdn_frontdoor_profile", ["=global"]),
    ("azurerm_communication_service", ["data_location"]),
    ("azurerm_storage_account", None),
]

FURTHER_REGIONS = [
    ("azurerm_cosmosdb_account", ["geo_location.location"]),
    ("azurerm_container_registry", ["georeplications.location"]),
    ("azurerm_shared_image_version", ["target_region.name"]),
    ("azurerm_api_management", ["additional_location.location"]),
    ("azurerm_notification_hub_namespace", ["replication_region"]),
]

GEO_REDUNDANT = [
    "azurerm_storage_account",
    "azurerm_recovery_services_vault",
    "azurerm_data_protection_backup_vault",
    "azurerm_mssql_database",
    "azurerm_mssql_managed_instance",
    "azurerm_postgresql_flexible_server",
    "azurerm_mysql_flexible_server",
    "azurerm_cosmosdb_account",
    "azurerm_synapse_sql_pool",
    "azurerm_databricks_workspace",
]

SETTINGS = [
    ("azurerm_key_vault", "key management"),
    ("azurerm_key_vault_secret", "key management"),
    ("azurerm_role_assignment", "access control"),
    ("azurerm_user_assigned_identity", "access control"),
    ("azurerm_virtual_network", "network"),
    ("azurerm_network_security_rule", "network"),
    ("azurerm_subnet", "network"),
    ("azurerm_private_endpoint", "network"),
    ("azurerm_private_dns_zone", "dns"),
    ("azurerm_backup_policy_vm", "backup configuration"),
    ("azurerm_storage_management_policy", "setting of its parent"),
    ("azurerm_monitor_metric_alert", "monitoring configuration"),
    ("azurerm_subscription_policy_assignment", "policy"),
    ("azurerm_postgresql_flexible_server_configuration", "setting of its parent"),
    ("azurerm_consumption_budget_subscription", "billing"),
]

NOT_DECIDED = [
    "azurerm_type_that_does_not_exist",
    "azurerm_storage_new_store",
    "azurerm_cosmosdb_new_store",
]


def decide(resource_type: str) -> dict[str, Any] | None:
    if resource_type in TYPES:
        return TYPES[resource_type]
    return next((family for family in FAMILIES if fnmatch.fnmatchcase(resource_type, family["match"])), None)


@pytest.mark.parametrize(("resource_type", "role", "model", "service"), HOLDS_DATA)
def test_role_model_and_service(resource_type: str, role: str, model: str, service: str) -> None:
    entry = TYPES[resource_type]
    assert (entry["role"], entry["model"], entry["service"]) == (role, model, service)


@pytest.mark.parametrize(("resource_type", "source", "target", "kind"), FLOWS)
def test_flow(resource_type: str, source: str, target: str, kind: str) -> None:
    assert {"from": source, "to": target, "kind": kind} in TYPES[resource_type]["flows"]


@pytest.mark.parametrize(("resource_type", "lookups"), REGIONS)
def test_region_lookups(resource_type: str, lookups: list[str] | None) -> None:
    assert TYPES[resource_type].get("region") == lookups


def test_a_resource_lies_in_its_location() -> None:
    assert CATALOGUE["provider"]["region"] == ["location"]
    assert CATALOGUE["provider"]["hoster"] == "azure"


def test_a_resource_group_never_tells_the_region() -> None:
    lookups = [(name, lookup) for name, entry in TYPES.items() for lookup in entry.get("region", [])]
    assert len(lookups) > 50
    assert [name for name, lookup in lookups if lookup == "@resource_group_name"] == []


@pytest.mark.parametrize(("resource_type", "paths"), FURTHER_REGIONS)
def test_further_regions(resource_type: str, paths: list[str]) -> None:
    assert TYPES[resource_type]["also_in"] == paths


@pytest.mark.parametrize("resource_type", GEO_REDUNDANT)
def test_hidden_copies_in_the_paired_region_are_noted(resource_type: str) -> None:
    assert "paired region" in TYPES[resource_type]["note"]


@pytest.mark.parametrize(("resource_type", "reason"), SETTINGS)
def test_settings_are_decided_with_a_reason(resource_type: str, reason: str) -> None:
    entry = decide(resource_type)
    assert entry is not None
    assert (entry["role"], entry["reason"]) == ("configures", reason)


@pytest.mark.parametrize("resource_type", NOT_DECIDED)
def test_no_family_takes_a_type_nobody_looked_at(resource_type: str) -> None:
    assert decide(resource_type) is None


@pytest.mark.parametrize(
    ("resource_type", "persists"),
    [
        ("azurerm_linux_virtual_machine", True),
        ("azurerm_cdn_frontdoor_profile", True),
        ("azurerm_servicebus_queue", True),
        ("azurerm_linux_function_app", None),
        ("azurerm_container_app", None),
        ("azurerm_application_gateway", None),
    ],
)
def test_what_keeps_data_at_rest(resource_type: str, persists: bool | None) -> None:
    assert TYPES[resource_type].get("persists") is persists


def test_health_services_are_suspected() -> None:
    suspected = {name for name, entry in TYPES.items() if entry.get("health") == "suspected"}
    assert suspected == {
        "azurerm_healthbot",
        "azurerm_healthcare_dicom_service",
        "azurerm_healthcare_fhir_service",
        "azurerm_healthcare_medtech_service",
        "azurerm_healthcare_service",
        "azurerm_healthcare_workspace",
    }


def test_every_entry_is_complete() -> None:
    assert len(TYPES) > 300
    for name, entry in TYPES.items():
        assert name.startswith("azurerm_"), name
        if entry["role"] in DATA_ROLES:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["service"]), name
            assert (entry["role"] == "backs_up") == (entry["model"] == "backup"), name
        else:
            assert entry["role"] in {"configures", "none"}, name
            assert entry["reason"].strip(), name
            assert "model" not in entry, name


def test_families_never_match_a_type_that_holds_data() -> None:
    holding = [name for name, entry in TYPES.items() if entry["role"] in DATA_ROLES]
    assert len(holding) > 200
    assert FAMILIES
    for family in FAMILIES:
        assert family["role"] in {"configures", "none"}, family
        assert family["reason"].strip(), family
        assert family["match"].startswith("azurerm_"), family
        assert fnmatch.filter(holding, family["match"]) == [], family


def test_types_are_sorted_one_a_line() -> None:
    lines = TEXT[TEXT.index("[types]\n") + len("[types]\n") :].partition("\n# Named after data")[0].splitlines()
    names = [line.partition(" = ")[0] for line in lines]
    assert names == sorted(TYPES)

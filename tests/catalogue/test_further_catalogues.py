"""What the catalogues of the further providers must say of well-known types, by hand from their documentation."""

from __future__ import annotations

import pytest

from hds_policy.catalogue import Decision, load_catalogue
from hds_policy.model import Layer

HOLDS_DATA = [
    ("aiven_pg", "stores", "managed-backup", "pg"),
    ("aiven_kafka", "transports", "managed", "kafka"),
    ("aiven_kafka_topic", "transports", "managed", "kafka"),
    ("aiven_opensearch", "stores", "managed-backup", "opensearch"),
    ("cloudflare_d1_database", "stores", "managed", "d1"),
    ("cloudflare_queue", "transports", "managed", "queues"),
    ("cloudflare_r2_bucket", "stores", "managed", "r2"),
    ("cloudflare_worker_script", "processes", "managed", "workers"),
    ("cloudflare_workers_script", "processes", "managed", "workers"),
    ("cloudflare_zone", "transports", "managed", "cdn"),
    ("databricks_catalog", "stores", "managed", "unity-catalog"),
    ("databricks_cluster", "processes", "managed", "databricks-compute"),
    ("databricks_database_instance", "stores", "managed", "lakebase"),
    ("datadog_logs_index", "stores", "managed", "log-management"),
    ("datadog_rum_application", "stores", "managed", "real-user-monitoring"),
    ("ec_deployment", "stores", "managed-backup", "elasticsearch"),
    ("exoscale_block_storage_volume", "stores", "storage", "block-storage"),
    ("exoscale_block_storage_volume_snapshot", "backs_up", "backup", "block-storage"),
    ("exoscale_compute_instance", "processes", "iaas", "compute"),
    ("exoscale_dbaas", "stores", "managed-backup", "dbaas"),
    ("exoscale_sks_cluster", "processes", "managed", "kubernetes"),
    ("hcp_boundary_cluster", "administers", "managed", "hcp-boundary"),
    ("hcp_vault_cluster", "stores", "managed-backup", "hcp-vault"),
    ("ionoscloud_pg_cluster", "stores", "managed-backup", "dbaas-postgresql"),
    ("ionoscloud_s3_bucket", "stores", "managed", "object-storage"),
    ("ionoscloud_server", "processes", "iaas", "compute"),
    ("ionoscloud_volume", "stores", "storage", "block-storage"),
    ("mongodbatlas_advanced_cluster", "stores", "managed", "atlas"),
    ("mongodbatlas_cloud_backup_schedule", "backs_up", "backup", "atlas-backup"),
    ("mongodbatlas_flex_cluster", "stores", "managed-backup", "atlas"),
    ("mongodbatlas_online_archive", "stores", "managed", "atlas-online-archive"),
    ("opentelekomcloud_blockstorage_volume_v2", "stores", "storage", "elastic-volume-service"),
    ("opentelekomcloud_cbr_vault_v3", "backs_up", "backup", "cloud-backup-and-recovery"),
    ("opentelekomcloud_compute_bms_server_v2", "processes", "baremetal", "bare-metal-server"),
    ("opentelekomcloud_compute_instance_v2", "processes", "iaas", "elastic-cloud-server"),
    ("opentelekomcloud_dms_instance_v2", "transports", "managed", "distributed-message-service"),
    ("opentelekomcloud_lts_stream_v2", "stores", "managed", "log-tank-service"),
    ("opentelekomcloud_obs_bucket", "stores", "managed", "object-storage-service"),
    ("opentelekomcloud_rds_instance_v3", "stores", "managed", "relational-database-service"),
    ("postgresql_database", "stores", "iaas", "postgresql"),
    ("snowflake_database", "stores", "managed", "snowflake"),
    ("snowflake_stage_internal", "stores", "managed", "snowflake"),
    ("snowflake_warehouse", "processes", "managed", "snowflake"),
    ("vault_raft_snapshot_agent_config", "backs_up", "iaas", "vault-snapshot"),
    ("vsphere_virtual_machine", "processes", "baremetal", "virtual-machine"),
    ("vsphere_vmfs_datastore", "stores", "baremetal", "datastore"),
]

SETTINGS = [
    ("aiven_pg_user", "access control"),
    ("azuread_application", "access control"),
    ("azuread_user", "access control"),
    ("cloudflare_r2_bucket_lifecycle", "setting of its parent"),
    ("cloudflare_record", "data flow link"),
    ("databricks_external_location", "data flow link"),
    ("datadog_monitor", "monitoring configuration"),
    ("exoscale_sos_bucket_policy", "access control"),
    ("ionoscloud_lan", "network"),
    ("mongodbatlas_database_user", "access control"),
    ("opentelekomcloud_vpc_v1", "network"),
    ("opentelekomcloud_kms_key_v1", "key management"),
    ("snowflake_view", "schema, holds no records"),
    ("vault_kv_secret_v2", "secret, not health data"),
    ("vsphere_folder", "container of resources"),
]

FLOWS = [
    ("aiven_pg", "pg_user_config.service_to_fork_from", ".", "restores_from"),
    ("aiven_kafka_topic", "service_name", ".", "contains"),
    ("cloudflare_logpush_job", ".", "destination_conf", "logs_to"),
    ("databricks_mws_storage_configurations", ".", "bucket_name", "writes"),
    ("datadog_logs_archive", ".", "s3_archive.bucket", "exports_to"),
    ("ec_deployment", ".", "observability.deployment_id", "logs_to"),
    ("exoscale_block_storage_volume", "snapshot_target.id", ".", "restores_from"),
    ("exoscale_block_storage_volume_snapshot", "volume.id", ".", "snapshots"),
    ("hcp_vault_cluster", "primary_link", ".", "replicates_to"),
    ("ionoscloud_volume", ".", "backup_unit_id", "backs_up"),
    ("mongodbatlas_cloud_backup_snapshot", "cluster_name", ".", "snapshots"),
    ("mongodbatlas_push_based_log_export", ".", "bucket_name", "logs_to"),
    ("opentelekomcloud_compute_volume_attach_v2", "volume_id", "instance_id", "mounts"),
    ("opentelekomcloud_obs_bucket_replication", "bucket", "destination_bucket", "replicates_to"),
    ("opentelekomcloud_rds_read_replica_v3", "replica_of_id", ".", "replicates_to"),
    ("postgresql_subscription", ".", "database", "replicates_to"),
    ("snowflake_secondary_database", "as_replica_of", ".", "replicates_to"),
    ("snowflake_table", "schema", ".", "contains"),
    ("vsphere_virtual_machine", ".", "datastore_id", "writes"),
]

REGIONS = [
    ("aiven_pg_database", ("@service_name",)),
    ("cloudflare_r2_bucket", ("jurisdiction", "location", "=global")),
    ("databricks_mws_workspaces", ("aws_region", "location")),
    ("ionoscloud_server", ("@datacenter_id",)),
    ("mongodbatlas_advanced_cluster", ("replication_specs.region_configs.region_name",)),
    ("opentelekomcloud_sdrs_protectiongroup_v1", ("target_availability_zone",)),
    ("snowflake_execute", ("=not-told",)),
]

FURTHER_REGIONS = [
    ("aiven_pg", "pg_user_config.additional_backup_regions"),
    ("ionoscloud_pg_cluster", "backup_location"),
    ("mongodbatlas_cloud_backup_schedule", "copy_settings.region_name"),
]

# What lies elsewhere than the hoster's own sites, is operated by somebody else, or is not read: a service of its own.
OWN_SERVICE = [
    ("aws_s3control_bucket", "s3-on-outposts"),
    ("aws_datasync_location_azure_blob", "datasync-external-location"),
    ("aws_cloudformation_stack", "cloudformation-template"),
    ("aws_odb_autonomous_database", "oracle-database-at-aws"),
    ("azurerm_resource_group_template_deployment", "resource-manager-template"),
    ("azurerm_elastic_cloud_elasticsearch", "elastic-on-azure"),
    ("azurerm_arc_machine", "azure-arc"),
    ("azurerm_stack_hci_virtual_hard_disk", "azure-local"),
    ("google_config_deployment", "infrastructure-manager"),
    ("google_container_aws_cluster", "gke-on-aws"),
    ("google_gkeonprem_vmware_cluster", "gke-on-premises"),
    ("google_oracle_database_autonomous_database", "oracle-database-at-google"),
]


def decide(resource_type: str) -> Decision:
    decision = load_catalogue().decision(resource_type, resource_type.partition("_")[0])
    assert decision is not None
    return decision


@pytest.mark.parametrize(("resource_type", "role", "model", "service"), HOLDS_DATA)
def test_role_model_and_service(resource_type: str, role: str, model: str, service: str) -> None:
    decision = decide(resource_type)
    assert decision.model is not None
    assert (decision.role.value, decision.model.name, decision.service) == (role, model, service)


@pytest.mark.parametrize(("resource_type", "reason"), SETTINGS)
def test_settings_hold_nothing(resource_type: str, reason: str) -> None:
    decision = decide(resource_type)
    assert (decision.role.value, decision.reason) == ("configures", reason)


@pytest.mark.parametrize(("resource_type", "source", "target", "kind"), FLOWS)
def test_where_data_goes(resource_type: str, source: str, target: str, kind: str) -> None:
    assert (source, target, kind) in {
        (flow.source, flow.target, flow.kind.name) for flow in decide(resource_type).flows
    }


@pytest.mark.parametrize(("resource_type", "region"), REGIONS)
def test_where_the_region_is_read(resource_type: str, region: tuple[str, ...]) -> None:
    assert decide(resource_type).region == region


@pytest.mark.parametrize(("resource_type", "path"), FURTHER_REGIONS)
def test_backups_in_other_regions_are_looked_up(resource_type: str, path: str) -> None:
    assert path in decide(resource_type).also_in


@pytest.mark.parametrize(("resource_type", "service"), OWN_SERVICE)
def test_what_the_hoster_does_not_operate_has_a_service_of_its_own(resource_type: str, service: str) -> None:
    assert decide(resource_type).service == service


@pytest.mark.parametrize("resource_type", ["vsphere_virtual_machine", "vsphere_virtual_disk", "vsphere_nas_datastore"])
def test_who_operates_the_hypervisor_is_asked(resource_type: str) -> None:
    model = decide(resource_type).model
    assert model is not None
    assert model.hoster == {Layer.PHYSICAL, Layer.HARDWARE}


@pytest.mark.parametrize("provider", ["postgresql", "vault", "vsphere"])
def test_what_runs_anywhere_has_no_hoster(provider: str) -> None:
    found = load_catalogue().provider(provider)
    assert found is not None
    assert found.hoster == ""
    assert found.region == ()


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("eu-de-01", "eu-de"),
        ("eu-nl-03", "eu-nl"),
        ("eu-ch2a", "eu-ch2"),
        ("eu-de_clinic", "eu-de"),
        ("eu-de", None),
        ("us-east-1a", None),
    ],
)
def test_zones_and_projects_of_open_telekom_cloud_tell_the_region(zone: str, region: str | None) -> None:
    provider = load_catalogue().provider("opentelekomcloud")
    assert provider is not None
    assert provider.zone is not None
    match = provider.zone.match(zone)
    assert (match[1] if match else None) == region

"""What the Google Cloud catalogue must say of well-known types, written by hand from the services' documentation."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "hds_policy" / "catalogue" / "google.toml"
TEXT = FILE.read_text(encoding="utf-8")
CATALOGUE: dict[str, Any] = tomllib.loads(TEXT)
TYPES: dict[str, dict[str, Any]] = CATALOGUE["types"]
FAMILIES: list[dict[str, str]] = CATALOGUE["families"]
DATA_ROLES = {"stores", "processes", "transports", "backs_up", "administers"}

HOLDS_DATA = [
    ("google_storage_bucket", "stores", "managed", "cloud-storage"),
    ("google_storage_bucket_object", "stores", "managed", "cloud-storage"),
    ("google_sql_database_instance", "stores", "managed", "cloud-sql"),
    ("google_sql_database", "stores", "managed", "cloud-sql"),
    ("google_alloydb_cluster", "stores", "managed-backup", "alloydb"),
    ("google_spanner_instance", "stores", "managed", "spanner"),
    ("google_bigquery_dataset", "stores", "managed", "bigquery"),
    ("google_bigquery_table", "stores", "managed", "bigquery"),
    ("google_bigtable_instance", "stores", "managed", "bigtable"),
    ("google_firestore_database", "stores", "managed", "firestore"),
    ("google_redis_instance", "stores", "managed", "memorystore"),
    ("google_filestore_instance", "stores", "managed", "filestore"),
    ("google_compute_disk", "stores", "storage", "compute-engine"),
    ("google_compute_snapshot", "backs_up", "backup", "compute-engine"),
    ("google_compute_instance", "processes", "iaas", "compute-engine"),
    ("google_container_cluster", "processes", "managed", "google-kubernetes-engine"),
    ("google_container_node_pool", "processes", "managed", "google-kubernetes-engine"),
    ("google_cloud_run_v2_service", "processes", "managed", "cloud-run"),
    ("google_cloudfunctions2_function", "processes", "managed", "cloud-functions"),
    ("google_pubsub_topic", "transports", "managed", "pub-sub"),
    ("google_dataflow_job", "processes", "managed", "dataflow"),
    ("google_dataproc_cluster", "processes", "managed", "dataproc"),
    ("google_composer_environment", "processes", "managed", "cloud-composer"),
    ("google_healthcare_fhir_store", "stores", "managed", "cloud-healthcare-api"),
    ("google_vertex_ai_endpoint", "processes", "managed", "vertex-ai"),
    ("google_artifact_registry_repository", "stores", "managed", "artifact-registry"),
    ("google_logging_project_bucket_config", "stores", "managed", "cloud-logging"),
    ("google_backup_dr_backup_vault", "backs_up", "backup", "backup-and-dr"),
    ("google_gke_backup_backup_plan", "backs_up", "backup", "backup-for-gke"),
]

FLOWS = [
    ("google_sql_database_instance", "master_instance_name", ".", "replicates_to"),
    ("google_sql_database_instance", "clone.source_instance_name", ".", "copies_to"),
    ("google_sql_database", "instance", ".", "contains"),
    ("google_storage_bucket_object", "bucket", ".", "contains"),
    ("google_storage_bucket", ".", "logging.log_bucket", "logs_to"),
    (
        "google_storage_transfer_job",
        "transfer_spec.gcs_data_source.bucket_name",
        "transfer_spec.gcs_data_sink.bucket_name",
        "copies_to",
    ),
    ("google_bigquery_table", "dataset_id", ".", "contains"),
    ("google_bigquery_data_transfer_config", ".", "destination_dataset_id", "writes"),
    ("google_compute_disk", "snapshot", ".", "restores_from"),
    ("google_compute_snapshot", "source_disk", ".", "snapshots"),
    ("google_compute_attached_disk", "disk", "instance", "mounts"),
    ("google_compute_instance", "attached_disk.source", ".", "mounts"),
    ("google_compute_disk_async_replication", "primary_disk", "secondary_disk.disk", "replicates_to"),
    ("google_logging_project_sink", ".", "destination", "logs_to"),
    ("google_pubsub_subscription", "topic", ".", "streams_to"),
    ("google_pubsub_subscription", ".", "bigquery_config.table", "streams_to"),
    ("google_healthcare_fhir_store", "dataset", ".", "contains"),
    ("google_healthcare_fhir_store", ".", "stream_configs.bigquery_destination.dataset_uri", "streams_to"),
    ("google_backup_dr_backup_plan_association", "resource", "backup_plan", "backs_up"),
    ("google_backup_dr_backup_plan", ".", "backup_vault", "backs_up"),
    ("google_filestore_backup", "source_instance", ".", "backs_up"),
    ("google_cloud_run_v2_service", "template.volumes.cloud_sql_instance.instances", ".", "reads"),
    ("google_compute_backend_bucket", "bucket_name", ".", "serves"),
    ("google_compute_disk", "disk_encryption_key.kms_key_self_link", ".", "encrypts"),
]

REGIONS = [
    ("google_storage_bucket", None),
    ("google_sql_database_instance", ["region", "provider.region"]),
    ("google_compute_instance", ["zone", "provider.zone"]),
    ("google_compute_region_disk", ["region", "provider.region"]),
    ("google_compute_snapshot", ["storage_locations"]),
    ("google_compute_machine_image", ["storage_locations"]),
    ("google_sql_database", ["@instance"]),
    ("google_spanner_instance", ["config"]),
    ("google_firestore_database", ["location_id"]),
    ("google_healthcare_fhir_store", ["@dataset"]),
    ("google_pubsub_topic", ["message_storage_policy.allowed_persistence_regions", "=global"]),
    ("google_compute_backend_bucket", ["=global"]),
    ("google_container_cluster", ["location", "provider.zone"]),
]

FURTHER_REGIONS = [
    ("google_sql_database_instance", ["settings.backup_configuration.location"]),
    ("google_storage_bucket", ["custom_placement_config.data_locations"]),
    ("google_cloud_run_v2_service", ["multi_region_settings.regions"]),
    ("google_netapp_backup_vault", ["backup_region"]),
]

SETTINGS = [
    ("google_secret_manager_secret", "key management"),
    ("google_secret_manager_secret_version", "key management"),
    ("google_kms_crypto_key", "key management"),
    ("google_project_iam_member", "access control"),
    ("google_storage_bucket_iam_binding", "access control"),
    ("google_healthcare_fhir_store_iam_policy", "access control"),
    ("google_service_account", "access control"),
    ("google_sql_user", "access control"),
    ("google_compute_network", "network"),
    ("google_compute_firewall", "network"),
    ("google_dns_record_set", "dns"),
    ("google_monitoring_alert_policy", "monitoring configuration"),
    ("google_org_policy_policy", "policy"),
    ("google_billing_budget", "billing"),
    ("google_spanner_backup_schedule", "backup configuration"),
]

NOT_DECIDED = [
    "google_type_that_does_not_exist",
    "google_storage_new_store",
    "google_healthcare_new_store",
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


@pytest.mark.parametrize(("resource_type", "paths"), FURTHER_REGIONS)
def test_further_regions(resource_type: str, paths: list[str]) -> None:
    assert TYPES[resource_type]["also_in"] == paths


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
        ("google_compute_instance", True),
        ("google_container_cluster", True),
        ("google_pubsub_topic", True),
        ("google_compute_backend_bucket", True),
        ("google_cloud_run_v2_service", None),
        ("google_cloudfunctions2_function", None),
    ],
)
def test_what_keeps_data_at_rest(resource_type: str, persists: bool | None) -> None:
    assert TYPES[resource_type].get("persists") is persists


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("europe-west9-a", "europe-west9"),
        ("us-central1-f", "us-central1"),
        ("u-france-east1-b", "u-france-east1"),
        ("europe-west9", "europe-west9"),
        ("regional-europe-west9", "europe-west9"),
        ("projects/p/locations/europe-west9", "europe-west9"),
        ("https://www.googleapis.com/compute/v1/projects/p/zones/europe-west9-a", "europe-west9"),
        ("eur4", None),
        ("EU", None),
        ("global", None),
        ("projects/p", None),
    ],
)
def test_zone_pattern(name: str, region: str | None) -> None:
    found = re.match(CATALOGUE["provider"]["zone"], name)
    assert (found[1] if found else None) == region


def test_the_region_of_the_provider_applies_only_where_google_applies_it() -> None:
    assert CATALOGUE["provider"]["names"] == ["google", "google-beta"]
    assert CATALOGUE["provider"]["hoster"] == "google"
    assert not [lookup for lookup in CATALOGUE["provider"]["region"] if lookup.startswith("provider.")]
    # A name without location would be created in the US, whatever the provider says.
    for name in ("google_bigquery_dataset", "google_bigquery_job", "google_container_registry"):
        assert TYPES[name]["region"] == ["location", "=us"]


def test_health_services_are_suspected() -> None:
    suspected = {name for name, entry in TYPES.items() if entry.get("health") == "suspected"}
    assert suspected == {
        "google_healthcare_consent_store",
        "google_healthcare_dataset",
        "google_healthcare_dicom_store",
        "google_healthcare_fhir_store",
        "google_healthcare_hl7_v2_store",
        "google_healthcare_pipeline_job",
        "google_healthcare_workspace",
    }


def test_every_entry_is_complete() -> None:
    assert len(TYPES) > 200
    for name, entry in TYPES.items():
        assert name.startswith("google_"), name
        if entry["role"] in DATA_ROLES:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["service"]), name
            assert (entry["role"] == "backs_up") == (entry["model"] == "backup"), name
        else:
            assert entry["role"] in {"configures", "none"}, name
            assert entry["reason"].strip(), name
            assert "model" not in entry, name


def test_families_never_match_a_type_that_holds_data() -> None:
    holding = [name for name, entry in TYPES.items() if entry["role"] in DATA_ROLES]
    assert len(holding) > 150
    assert FAMILIES
    for family in FAMILIES:
        assert family["role"] in {"configures", "none"}, family
        assert family["reason"].strip(), family
        assert family["match"].startswith("google_"), family
        assert fnmatch.filter(holding, family["match"]) == [], family


def test_types_are_sorted_one_a_line() -> None:
    lines = TEXT[TEXT.index("[types]\n") + len("[types]\n") :].partition("\n# Named after data")[0].splitlines()
    names = [line.partition(" = ")[0] for line in lines]
    assert names == sorted(TYPES)

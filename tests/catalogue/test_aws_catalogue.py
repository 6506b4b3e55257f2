"""What the AWS catalogue must say of well-known types, written by hand from the services' documentation."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "hds_policy" / "catalogue" / "aws.toml"
TEXT = FILE.read_text(encoding="utf-8")
CATALOGUE: dict[str, Any] = tomllib.loads(TEXT)
TYPES: dict[str, dict[str, Any]] = CATALOGUE["types"]
FAMILIES: list[dict[str, str]] = CATALOGUE["families"]
DATA_ROLES = {"stores", "processes", "transports", "backs_up", "administers"}
MODELS = {"iaas", "baremetal", "managed", "managed-backup", "backup", "storage"}
KINDS = {
    "replicates_to",
    "snapshots",
    "copies_to",
    "backs_up",
    "restores_from",
    "exports_to",
    "logs_to",
    "streams_to",
    "mounts",
    "reads",
    "writes",
    "serves",
    "contains",
    "encrypts",
    "grants",
}

HOLDS_DATA = [
    ("aws_s3_bucket", "stores", "managed", "s3"),
    ("aws_s3_object", "stores", "managed", "s3"),
    ("aws_glacier_vault", "stores", "managed", "s3-glacier"),
    ("aws_db_instance", "stores", "managed-backup", "rds"),
    ("aws_rds_cluster", "stores", "managed-backup", "aurora"),
    ("aws_rds_cluster_instance", "stores", "managed-backup", "aurora"),
    ("aws_dynamodb_table", "stores", "managed", "dynamodb"),
    ("aws_efs_file_system", "stores", "managed", "efs"),
    ("aws_ebs_volume", "stores", "storage", "ebs"),
    ("aws_elasticache_replication_group", "stores", "managed", "elasticache"),
    ("aws_redshift_cluster", "stores", "managed-backup", "redshift"),
    ("aws_opensearch_domain", "stores", "managed-backup", "opensearch"),
    ("aws_docdb_cluster", "stores", "managed-backup", "documentdb"),
    ("aws_neptune_cluster", "stores", "managed-backup", "neptune"),
    ("aws_cognito_user_pool", "stores", "managed", "cognito"),
    ("aws_cloudwatch_log_group", "stores", "managed", "cloudwatch-logs"),
    ("aws_cloudwatch_event_archive", "stores", "managed", "eventbridge"),
    ("aws_instance", "processes", "iaas", "ec2"),
    ("aws_autoscaling_group", "processes", "iaas", "ec2"),
    ("aws_eks_cluster", "processes", "managed", "eks"),
    ("aws_eks_node_group", "processes", "iaas", "eks"),
    ("aws_ecs_service", "processes", "managed", "ecs"),
    ("aws_lambda_function", "processes", "managed", "lambda"),
    ("aws_workspaces_workspace", "processes", "iaas", "workspaces"),
    ("aws_sqs_queue", "transports", "managed", "sqs"),
    ("aws_sns_topic", "transports", "managed", "sns"),
    ("aws_kinesis_stream", "transports", "managed", "kinesis"),
    ("aws_kinesis_firehose_delivery_stream", "transports", "managed", "firehose"),
    ("aws_msk_cluster", "transports", "managed", "msk"),
    ("aws_cloudfront_distribution", "transports", "managed", "cloudfront"),
    ("aws_lb", "transports", "managed", "elb"),
    ("aws_datasync_task", "transports", "managed", "datasync"),
    ("aws_backup_vault", "backs_up", "backup", "backup"),
    ("aws_ebs_snapshot", "backs_up", "backup", "ebs"),
    ("aws_ami_from_instance", "backs_up", "backup", "ec2"),
    ("aws_db_snapshot", "backs_up", "backup", "rds"),
    ("aws_db_instance_automated_backups_replication", "backs_up", "backup", "rds"),
    ("aws_redshift_snapshot_copy", "backs_up", "backup", "redshift"),
    ("aws_dlm_lifecycle_policy", "backs_up", "backup", "ebs"),
    ("aws_fsx_backup", "backs_up", "backup", "fsx"),
]

FLOWS = [
    ("aws_db_instance", "replicate_source_db", ".", "replicates_to"),
    ("aws_db_instance", "snapshot_identifier", ".", "restores_from"),
    ("aws_rds_cluster", "global_cluster_identifier", ".", "replicates_to"),
    ("aws_rds_cluster", ".", "global_cluster_identifier", "replicates_to"),
    ("aws_rds_cluster_instance", "cluster_identifier", ".", "mounts"),
    ("aws_rds_export_task", "source_arn", "s3_bucket_name", "exports_to"),
    ("aws_ebs_snapshot", "volume_id", ".", "snapshots"),
    ("aws_ebs_snapshot_copy", "source_snapshot_id", ".", "copies_to"),
    ("aws_ebs_volume", "snapshot_id", ".", "restores_from"),
    ("aws_volume_attachment", "volume_id", "instance_id", "mounts"),
    ("aws_ami_from_instance", "source_instance_id", ".", "snapshots"),
    ("aws_s3_bucket_replication_configuration", "bucket", "rule.destination.bucket", "replicates_to"),
    ("aws_s3_bucket_logging", "bucket", "target_bucket", "logs_to"),
    ("aws_s3_object", "bucket", ".", "contains"),
    ("aws_dynamodb_table_export", "table_arn", "s3_bucket", "exports_to"),
    ("aws_dynamodb_kinesis_streaming_destination", "table_name", "stream_arn", "streams_to"),
    ("aws_efs_replication_configuration", "source_file_system_id", ".", "replicates_to"),
    ("aws_backup_selection", "resources", "plan_id", "backs_up"),
    ("aws_backup_plan", ".", "rule.target_vault_name", "backs_up"),
    ("aws_backup_plan", ".", "rule.copy_action.destination_vault_arn", "copies_to"),
    ("aws_cloudwatch_log_subscription_filter", "log_group_name", "destination_arn", "streams_to"),
    ("aws_lambda_event_source_mapping", "event_source_arn", "function_name", "streams_to"),
    ("aws_sns_topic_subscription", "topic_arn", "endpoint", "streams_to"),
    ("aws_kinesis_firehose_delivery_stream", ".", "extended_s3_configuration.bucket_arn", "streams_to"),
    ("aws_datasync_task", ".", "destination_location_arn", "copies_to"),
    ("aws_dms_replication_task", "source_endpoint_arn", ".", "copies_to"),
    ("aws_cloudfront_distribution", "origin.domain_name", ".", "serves"),
    ("aws_lb_target_group_attachment", "target_id", "target_group_arn", "serves"),
    ("aws_eks_node_group", "cluster_name", ".", "contains"),
    ("aws_ecs_task_definition", "volume.efs_volume_configuration.file_system_id", ".", "mounts"),
    ("aws_redshift_snapshot_copy", "cluster_identifier", ".", "copies_to"),
    ("aws_ebs_volume", "kms_key_id", ".", "encrypts"),
]

SETTINGS = [
    ("aws_kms_key", "key management"),
    ("aws_iam_role", "access control"),
    ("aws_secretsmanager_secret", "secret, not health data"),
    ("aws_secretsmanager_secret_version", "secret, not health data"),
    ("aws_ssm_parameter", "secret, not health data"),
    ("aws_s3_bucket_versioning", "setting of its parent"),
    ("aws_s3_bucket_policy", "setting of its parent"),
    ("aws_db_subnet_group", "setting of its parent|network"),
    ("aws_db_parameter_group", "setting of its parent"),
    ("aws_launch_template", "setting of its parent"),
    ("aws_route53_record", "dns"),
    ("aws_vpc", "network"),
    ("aws_security_group", "network"),
    ("aws_subnet", "network"),
    ("aws_wafv2_web_acl", "network"),
    ("aws_cloudwatch_metric_alarm", "monitoring configuration"),
    ("aws_guardduty_detector", "monitoring configuration"),
    ("aws_budgets_budget", "billing"),
]

NOT_DECIDED = [
    "aws_type_that_does_not_exist",
    "aws_s3_new_store",
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


@pytest.mark.parametrize(("resource_type", "reasons"), SETTINGS)
def test_settings_are_decided_with_a_reason(resource_type: str, reasons: str) -> None:
    entry = decide(resource_type)
    assert entry is not None
    assert entry["role"] == "configures"
    assert entry["reason"] in reasons.split("|")


@pytest.mark.parametrize("resource_type", NOT_DECIDED)
def test_no_family_takes_a_type_nobody_looked_at(resource_type: str) -> None:
    assert decide(resource_type) is None


@pytest.mark.parametrize(
    ("resource_type", "persists"),
    [
        ("aws_instance", True),
        ("aws_cloudfront_distribution", True),
        ("aws_sqs_queue", True),
        ("aws_lambda_function", None),
        ("aws_ecs_service", None),
        ("aws_lb", None),
    ],
)
def test_what_keeps_data_at_rest(resource_type: str, persists: bool | None) -> None:
    assert TYPES[resource_type].get("persists") is persists


def test_other_regions_are_looked_up() -> None:
    assert TYPES["aws_dynamodb_table"]["also_in"][0] == "replica.region_name"
    assert TYPES["aws_keyspaces_keyspace"]["also_in"] == ["replication_specification.region_list"]
    assert TYPES["aws_db_snapshot_copy"]["also_in"] == ["destination_region"]
    assert TYPES["aws_redshift_snapshot_copy"]["region"] == ["destination_region"]
    assert TYPES["aws_cloudfront_distribution"]["region"] == ["=global"]


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("eu-west-3a", "eu-west-3"),
        ("us-gov-west-1b", "us-gov-west-1"),
        ("eu-west-3", None),
        ("eu-central-1-ham-1a", None),
        ("us-east-1-wl1-bos-wlz-1", None),
    ],
)
def test_zone_pattern(zone: str, region: str | None) -> None:
    found = re.match(CATALOGUE["provider"]["zone"], zone)
    assert (found[1] if found else None) == region


def test_every_entry_is_complete() -> None:
    assert len(TYPES) > 300
    for name, entry in TYPES.items():
        if entry["role"] in DATA_ROLES:
            assert entry["model"] in MODELS, name
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["service"]), name
            assert (entry["role"] == "backs_up") == (entry["model"] == "backup"), name
        else:
            assert entry["role"] in {"configures", "none"}, name
            assert entry["reason"].strip(), name
            assert "model" not in entry, name


def test_flows_name_known_kinds_and_two_ends() -> None:
    flows = [(name, flow) for name, entry in TYPES.items() for flow in entry.get("flows", [])]
    assert len(flows) > 300
    for name, flow in flows:
        assert flow["kind"] in KINDS, name
        assert flow["from"] != flow["to"], name


def test_families_never_swallow_a_type_that_holds_data() -> None:
    holding = [name for name, entry in TYPES.items() if entry["role"] in DATA_ROLES]
    assert len(holding) > 200
    assert FAMILIES
    for family in FAMILIES:
        assert family["role"] in {"configures", "none"}, family
        assert family["reason"].strip(), family
        assert family["match"].startswith("aws_"), family
        assert fnmatch.filter(holding, family["match"]) == [], family


def test_types_are_sorted_one_a_line() -> None:
    lines = TEXT[TEXT.index("[types]\n") + len("[types]\n") :].partition("\n# Named after data")[0].splitlines()
    names = [line.partition(" = ")[0] for line in lines]
    assert names == sorted(TYPES)

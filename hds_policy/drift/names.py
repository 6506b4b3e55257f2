"""By which attribute a resource is known to whoever made it, where that attribute is unique.

Types that are not listed are joined by ARN or identifier alone: two of them may bear the same name.
"""

from __future__ import annotations

from collections.abc import Mapping

from hds_policy.model import Resource

_BY_NAME = (
    "aws_athena_workgroup", "aws_backup_vault", "aws_backup_logically_air_gapped_vault", "aws_cloudwatch_event_bus",
    "aws_cloudwatch_log_group", "aws_dynamodb_table", "aws_ecr_repository", "aws_eks_cluster", "aws_elb",
    "aws_glue_crawler", "aws_glue_job", "aws_iam_role", "aws_kinesis_firehose_delivery_stream", "aws_kinesis_stream",
    "aws_kinesis_video_stream", "aws_lb", "aws_memorydb_cluster", "aws_opensearchserverless_collection",
    "aws_sagemaker_notebook_instance", "aws_secretsmanager_secret", "aws_sfn_state_machine", "aws_sns_topic",
    "aws_sqs_queue",
)  # fmt: skip

NAMES: Mapping[str, str] = {
    **dict.fromkeys(_BY_NAME, "name"),
    "aws_db_cluster_snapshot": "db_cluster_snapshot_identifier",
    "aws_db_instance": "identifier",
    "aws_db_snapshot": "db_snapshot_identifier",
    "aws_db_snapshot_copy": "target_db_snapshot_identifier",
    "aws_docdb_cluster": "cluster_identifier",
    "aws_elasticache_cluster": "cluster_id",
    "aws_elasticache_replication_group": "replication_group_id",
    "aws_elasticsearch_domain": "domain_name",
    "aws_lambda_function": "function_name",
    "aws_mq_broker": "broker_name",
    "aws_msk_cluster": "cluster_name",
    "aws_msk_serverless_cluster": "cluster_name",
    "aws_neptune_cluster": "cluster_identifier",
    "aws_opensearch_domain": "domain_name",
    "aws_rds_cluster": "cluster_identifier",
    "aws_rds_cluster_instance": "identifier",
    "aws_redshift_cluster": "cluster_identifier",
    "aws_redshiftserverless_namespace": "namespace_name",
    "aws_redshiftserverless_workgroup": "workgroup_name",
    "aws_s3_bucket": "bucket",
    "aws_timestreamwrite_database": "database_name",
}
"""Type → attribute that is unique in an account and region (AWS API references, constraints of each name)."""

EVERYWHERE = frozenset({"aws_s3_bucket", "aws_iam_role"})
"""Types whose names are unique in all regions, so that the same name in another region is the same thing moved."""


def text_of(resource: Resource, attribute: str) -> str:
    """An attribute that is known and a text; empty otherwise."""
    value = resource.attributes.get(attribute) if attribute else None
    return value if isinstance(value, str) else ""


def region_of(resource: Resource) -> str:
    """Region that a resource or its provider names; empty when that is not known."""
    told = resource.attributes.get("region", resource.provider.attributes.get("region"))
    return told if isinstance(told, str) else ""

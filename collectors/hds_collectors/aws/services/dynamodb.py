"""DynamoDB: tables, where their replicas lie, point-in-time recovery, exports. No row is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import SELF, Call, Item, Place, Service
from hds_collectors.live.words import block, blocks
from hds_policy.model import Unknown, Value


def _recovery(item: Item, place: Place) -> Value:
    found = item.one("describe_continuous_backups")
    if found is None or isinstance(found, Unknown):
        return found
    status = found.get("PointInTimeRecoveryDescription.PointInTimeRecoveryStatus")
    return block(enabled=status == "ENABLED")


def _replicas(item: Item, place: Place) -> Value:
    others = [one for one in item.get("Replicas") or [] if one.get("RegionName") != place.region]
    return blocks(others, lambda one: {"region_name": one["RegionName"], "kms_key_arn": one.get("KMSMasterKeyId")})


_TABLE = plain(
    "aws_dynamodb_table",
    "TableName",
    id="TableName",
    name="TableName",
    arn="TableArn",
    stream_arn="LatestStreamArn",
    restore_source_table_arn="RestoreSummary.SourceTableArn",
    restore_backup_arn="RestoreSummary.SourceBackupArn",
    server_side_encryption={"kms_key_arn": "SSEDescription.KMSMasterKeyArn"},
    replica=_replicas,
    point_in_time_recovery=_recovery,
    tags=inner_tags("list_tags_of_resource"),
)

SERVICE = Service(
    name="dynamodb",
    client="dynamodb",
    types=("aws_dynamodb_table", "aws_dynamodb_table_export"),
    prefixes=("dynamodb:table",),
    calls=(
        Call(
            "list_tables",
            "TableNames",
            ("dynamodb:ListTables",),
            each=(
                Call(
                    "describe_table",
                    "Table",
                    ("dynamodb:DescribeTable",),
                    _TABLE,
                    take={"TableName": SELF},
                    each=(
                        Call(
                            "describe_continuous_backups",
                            "ContinuousBackupsDescription",
                            ("dynamodb:DescribeContinuousBackups",),
                            take={"TableName": "TableName"},
                        ),
                        Call(
                            "list_tags_of_resource",
                            "Tags",
                            ("dynamodb:ListTagsOfResource",),
                            take={"ResourceArn": "TableArn"},
                        ),
                    ),
                ),
            ),
        ),
        Call(
            "list_exports",
            "ExportSummaries",
            ("dynamodb:ListExports",),
            each=(
                Call(
                    "describe_export",
                    "ExportDescription",
                    ("dynamodb:DescribeExport",),
                    plain(
                        "aws_dynamodb_table_export",
                        "ExportArn",
                        arn="ExportArn",
                        table_arn="TableArn",
                        s3_bucket="S3Bucket",
                        s3_bucket_owner="S3BucketOwner",
                    ),
                    take={"ExportArn": "ExportArn"},
                ),
            ),
        ),
    ),
)

"""MSK: clusters, provisioned and serverless."""

from __future__ import annotations

from hds_collectors.live.plain import plain, several
from hds_collectors.live.service import Call, Service

_AT_REST = "Provisioned.EncryptionInfo.EncryptionAtRest"
_LOGS = "Provisioned.LoggingInfo.BrokerLogs"

SERVICE = Service(
    name="kafka",
    client="kafka",
    types=("aws_msk_cluster", "aws_msk_serverless_cluster"),
    prefixes=("kafka:cluster",),
    calls=(
        Call(
            "list_clusters_v2",
            "ClusterInfoList",
            ("kafka:ListClustersV2",),
            several(
                plain(
                    "aws_msk_cluster",
                    "ClusterName",
                    lambda item, _: bool(item.get("ClusterType") != "SERVERLESS"),
                    id="ClusterArn",
                    arn="ClusterArn",
                    cluster_name="ClusterName",
                    broker_node_group_info={"client_subnets": "Provisioned.BrokerNodeGroupInfo.ClientSubnets"},
                    encryption_info={"encryption_at_rest_kms_key_arn": f"{_AT_REST}.DataVolumeKMSKeyId"},
                    logging_info={
                        "broker_logs": {
                            "cloudwatch_logs": {"log_group": f"{_LOGS}.CloudWatchLogs.LogGroup"},
                            "firehose": {"delivery_stream": f"{_LOGS}.Firehose.DeliveryStream"},
                            "s3": {"bucket": f"{_LOGS}.S3.Bucket"},
                        }
                    },
                    tags="Tags",
                ),
                plain(
                    "aws_msk_serverless_cluster",
                    "ClusterName",
                    lambda item, _: bool(item.get("ClusterType") == "SERVERLESS"),
                    id="ClusterArn",
                    arn="ClusterArn",
                    cluster_name="ClusterName",
                    tags="Tags",
                ),
            ),
        ),
    ),
)

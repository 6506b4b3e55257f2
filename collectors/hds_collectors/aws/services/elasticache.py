"""ElastiCache: clusters, replication groups and serverless caches."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

_TAGS = (Call("list_tags_for_resource", "TagList", ("elasticache:ListTagsForResource",), take={"ResourceName": "ARN"}),)

SERVICE = Service(
    name="elasticache",
    client="elasticache",
    types=("aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_elasticache_serverless_cache"),
    prefixes=("elasticache:cluster", "elasticache:replicationgroup", "elasticache:serverlesscache"),
    calls=(
        Call(
            "describe_cache_clusters",
            "CacheClusters",
            ("elasticache:DescribeCacheClusters",),
            plain(
                "aws_elasticache_cluster",
                "CacheClusterId",
                id="CacheClusterId",
                cluster_id="CacheClusterId",
                arn="ARN",
                engine="Engine",
                replication_group_id="ReplicationGroupId",
                snapshot_retention_limit="SnapshotRetentionLimit",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_TAGS,
        ),
        Call(
            "describe_replication_groups",
            "ReplicationGroups",
            ("elasticache:DescribeReplicationGroups",),
            plain(
                "aws_elasticache_replication_group",
                "ReplicationGroupId",
                id="ReplicationGroupId",
                replication_group_id="ReplicationGroupId",
                arn="ARN",
                global_replication_group_id="GlobalReplicationGroupInfo.GlobalReplicationGroupId",
                kms_key_id="KmsKeyId",
                snapshot_retention_limit="SnapshotRetentionLimit",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_TAGS,
        ),
        Call(
            "describe_serverless_caches",
            "ServerlessCaches",
            ("elasticache:DescribeServerlessCaches",),
            plain(
                "aws_elasticache_serverless_cache",
                "ServerlessCacheName",
                id="ServerlessCacheName",
                name="ServerlessCacheName",
                arn="ARN",
                kms_key_id="KmsKeyId",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_TAGS,
        ),
    ),
)

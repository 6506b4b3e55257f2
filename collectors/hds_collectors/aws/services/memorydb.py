"""MemoryDB: clusters and snapshots."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

_TAGS = (Call("list_tags", "TagList", ("memorydb:ListTags",), take={"ResourceArn": "ARN"}),)

SERVICE = Service(
    name="memorydb",
    client="memorydb",
    types=("aws_memorydb_cluster", "aws_memorydb_snapshot"),
    prefixes=("memorydb:cluster", "memorydb:snapshot"),
    calls=(
        Call(
            "describe_clusters",
            "Clusters",
            ("memorydb:DescribeClusters",),
            plain(
                "aws_memorydb_cluster",
                "Name",
                id="Name",
                name="Name",
                arn="ARN",
                kms_key_arn="KmsKeyId",
                multi_region_cluster_name="MultiRegionClusterName",
                snapshot_retention_limit="SnapshotRetentionLimit",
                tags=inner_tags("list_tags"),
            ),
            each=_TAGS,
        ),
        Call(
            "describe_snapshots",
            "Snapshots",
            ("memorydb:DescribeSnapshots",),
            plain(
                "aws_memorydb_snapshot",
                "Name",
                id="Name",
                name="Name",
                arn="ARN",
                cluster_name="ClusterConfiguration.Name",
                kms_key_arn="KmsKeyId",
                tags=inner_tags("list_tags"),
            ),
            each=_TAGS,
        ),
    ),
)

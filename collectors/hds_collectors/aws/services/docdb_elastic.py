"""DocumentDB elastic clusters, and their snapshots."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service


def _tags(arn: str) -> tuple[Call, ...]:
    return (Call("list_tags_for_resource", "tags", ("docdb-elastic:ListTagsForResource",), take={"resourceArn": arn}),)


SERVICE = Service(
    name="docdb-elastic",
    client="docdb-elastic",
    types=("aws_docdbelastic_cluster", "awscc_docdbelastic_cluster_snapshot"),
    prefixes=("docdb-elastic:",),
    calls=(
        Call(
            "list_clusters",
            "clusters",
            ("docdb-elastic:ListClusters",),
            each=(
                Call(
                    "get_cluster",
                    "cluster",
                    ("docdb-elastic:GetCluster",),
                    plain(
                        "aws_docdbelastic_cluster",
                        "clusterName",
                        id="clusterArn",
                        arn="clusterArn",
                        name="clusterName",
                        kms_key_id="kmsKeyId",
                        subnet_ids="subnetIds",
                        backup_retention_period="backupRetentionPeriod",
                        tags=inner_tags("list_tags_for_resource"),
                    ),
                    take={"clusterArn": "clusterArn"},
                    each=_tags("clusterArn"),
                ),
            ),
        ),
        Call(
            "list_cluster_snapshots",
            "snapshots",
            ("docdb-elastic:ListClusterSnapshots",),
            plain(
                "awscc_docdbelastic_cluster_snapshot",
                "snapshotArn",
                id="snapshotArn",
                arn="snapshotArn",
                snapshot_name="snapshotName",
                cluster_arn="clusterArn",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_tags("snapshotArn"),
        ),
    ),
)

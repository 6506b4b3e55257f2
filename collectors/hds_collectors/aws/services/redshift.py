"""Redshift: clusters, where their snapshots are copied, snapshots made by hand. No row is read."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.aws.arns import arn_of
from hds_collectors.live.plain import plain, several
from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_policy.model import Value


def _arn(item: Item, place: Place) -> Value:
    return item.get("ClusterNamespaceArn") or arn_of(place, "redshift", f"cluster:{item.need('ClusterIdentifier')}")


def _copy(item: Item, place: Place) -> Iterator[Live]:
    region = item.get("ClusterSnapshotCopyStatus.DestinationRegion")
    if region:
        name = item.need("ClusterIdentifier")
        yield Live("aws_redshift_snapshot_copy", name, {"cluster_identifier": name, "destination_region": region})


SERVICE = Service(
    name="redshift",
    client="redshift",
    types=("aws_redshift_cluster", "aws_redshift_snapshot_copy", "aws_redshift_cluster_snapshot"),
    prefixes=("redshift:cluster", "redshift:snapshot", "redshift:namespace"),
    calls=(
        Call(
            "describe_clusters",
            "Clusters",
            ("redshift:DescribeClusters",),
            several(
                plain(
                    "aws_redshift_cluster",
                    "ClusterIdentifier",
                    id="ClusterIdentifier",
                    cluster_identifier="ClusterIdentifier",
                    arn=_arn,
                    automated_snapshot_retention_period="AutomatedSnapshotRetentionPeriod",
                    availability_zone="AvailabilityZone",
                    endpoint="Endpoint.Address",
                    kms_key_id="KmsKeyId",
                    tags="Tags",
                ),
                _copy,
            ),
        ),
        Call(
            "describe_cluster_snapshots",
            "Snapshots",
            ("redshift:DescribeClusterSnapshots",),
            plain(
                "aws_redshift_cluster_snapshot",
                "SnapshotIdentifier",
                lambda item, _: bool(item.get("SnapshotType") == "manual"),
                id="SnapshotIdentifier",
                arn="SnapshotArn",
                cluster_identifier="ClusterIdentifier",
                kms_key_id="KmsKeyId",
                source_region="SourceRegion",
                tags="Tags",
            ),
        ),
    ),
)

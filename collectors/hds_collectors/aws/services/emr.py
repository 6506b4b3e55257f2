"""EMR: clusters that are there, and where they log to."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

_THERE = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"]

SERVICE = Service(
    name="emr",
    client="emr",
    types=("aws_emr_cluster",),
    prefixes=("elasticmapreduce:cluster",),
    calls=(
        Call(
            "list_clusters",
            "Clusters",
            ("elasticmapreduce:ListClusters",),
            fixed={"ClusterStates": _THERE},
            each=(
                Call(
                    "describe_cluster",
                    "Cluster",
                    ("elasticmapreduce:DescribeCluster",),
                    plain(
                        "aws_emr_cluster",
                        "Id",
                        id="Id",
                        arn="ClusterArn",
                        name="Name",
                        log_uri="LogUri",
                        log_encryption_kms_key_id="LogEncryptionKmsKeyId",
                        security_configuration="SecurityConfiguration",
                        ec2_attributes={"subnet_id": "Ec2InstanceAttributes.Ec2SubnetId"},
                        tags="Tags",
                    ),
                    take={"ClusterId": "Id"},
                ),
            ),
        ),
    ),
)

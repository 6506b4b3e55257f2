"""EKS: clusters and the machines of their node groups."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import SELF, Call, Item, Place, Service
from hds_collectors.live.words import block, blocks
from hds_policy.model import Value


def _encryption(item: Item, place: Place) -> Value:
    return blocks(
        item.get("encryptionConfig"),
        lambda one: {"provider": block(key_arn=(one.get("provider") or {}).get("keyArn"))},
    )


def _node_id(item: Item, place: Place) -> Value:
    return f"{item.need('clusterName')}:{item.need('nodegroupName')}"


SERVICE = Service(
    name="eks",
    client="eks",
    types=("aws_eks_cluster", "aws_eks_node_group"),
    prefixes=("eks:cluster", "eks:nodegroup"),
    calls=(
        Call(
            "list_clusters",
            "clusters",
            ("eks:ListClusters",),
            each=(
                Call(
                    "describe_cluster",
                    "cluster",
                    ("eks:DescribeCluster",),
                    plain(
                        "aws_eks_cluster",
                        "name",
                        id="name",
                        name="name",
                        arn="arn",
                        endpoint="endpoint",
                        version="version",
                        encryption_config=_encryption,
                        outpost_config={"outpost_arns": "outpostConfig.outpostArns"},
                        vpc_config={"subnet_ids": "resourcesVpcConfig.subnetIds"},
                        tags="tags",
                    ),
                    take={"name": SELF},
                    each=(
                        Call(
                            "list_nodegroups",
                            "nodegroups",
                            ("eks:ListNodegroups",),
                            take={"clusterName": "name"},
                            each=(
                                Call(
                                    "describe_nodegroup",
                                    "nodegroup",
                                    ("eks:DescribeNodegroup",),
                                    plain(
                                        "aws_eks_node_group",
                                        "nodegroupArn",
                                        id=_node_id,
                                        arn="nodegroupArn",
                                        cluster_name="clusterName",
                                        node_group_name="nodegroupName",
                                        subnet_ids="subnets",
                                        tags="tags",
                                    ),
                                    take={"clusterName": "clusterName", "nodegroupName": SELF},
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

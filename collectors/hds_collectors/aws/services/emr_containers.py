"""EMR on EKS: virtual clusters, and the cluster each runs on."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="emr-containers",
    client="emr-containers",
    types=("aws_emrcontainers_virtual_cluster",),
    prefixes=("emr-containers:",),
    calls=(
        Call(
            "list_virtual_clusters",
            "virtualClusters",
            ("emr-containers:ListVirtualClusters",),
            plain(
                "aws_emrcontainers_virtual_cluster",
                "id",
                lambda item, _: item.get("state") != "TERMINATED",
                id="id",
                arn="arn",
                name="name",
                container_provider={"id": "containerProvider.id", "type": "containerProvider.type"},
                tags="tags",
            ),
        ),
    ),
)

"""Aurora DSQL: clusters, and those of other regions that hold the same data."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import block, tags


def _cluster(item: Item, place: Place) -> Iterator[Live]:
    name, arn = item.need("identifier"), item.need("arn")
    peers = [one for one in item.get("multiRegionProperties.clusters") or [] if one != arn]
    witness = item.get("multiRegionProperties.witnessRegion")
    yield Live(
        "aws_dsql_cluster",
        name,
        {
            "id": name,
            "identifier": name,
            "arn": arn,
            "kms_encryption_key": item.get("encryptionDetails.kmsKeyArn"),
            "multi_region_properties": block(witness_region=witness, clusters=peers) or None,
            "tags": tags(item.get("tags")),
        },
    )
    if peers:
        attributes = {"id": f"{name}/peering", "identifier": name, "clusters": peers, "witness_region": witness}
        yield Live("aws_dsql_cluster_peering", name, attributes)


SERVICE = Service(
    name="dsql",
    client="dsql",
    types=("aws_dsql_cluster", "aws_dsql_cluster_peering"),
    prefixes=("dsql:",),
    calls=(
        Call(
            "list_clusters",
            "clusters",
            ("dsql:ListClusters",),
            each=(
                Call(
                    "get_cluster",
                    ".",
                    # The tags that it tells as well are an action of their own.
                    ("dsql:GetCluster", "dsql:ListTagsForResource"),
                    _cluster,
                    take={"identifier": "identifier"},
                    proof="identifier",
                ),
            ),
        ),
    ),
)

"""Neptune Analytics: graphs and their snapshots."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

_TAGS = (Call("list_tags_for_resource", "tags", ("neptune-graph:ListTagsForResource",), take={"resourceArn": "arn"}),)

SERVICE = Service(
    name="neptune-analytics",
    client="neptune-graph",
    types=("aws_neptunegraph_graph", "awscc_neptunegraph_graph_snapshot"),
    prefixes=("neptune-graph:",),
    calls=(
        Call(
            "list_graphs",
            "graphs",
            ("neptune-graph:ListGraphs",),
            plain(
                "aws_neptunegraph_graph",
                "id",
                id="id",
                arn="arn",
                graph_name="name",
                public_connectivity="publicConnectivity",
                kms_key_identifier="kmsKeyIdentifier",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_TAGS,
        ),
        Call(
            "list_graph_snapshots",
            "graphSnapshots",
            ("neptune-graph:ListGraphSnapshots",),
            plain(
                "awscc_neptunegraph_graph_snapshot",
                "id",
                id="id",
                arn="arn",
                snapshot_name="name",
                graph_identifier="sourceGraphId",
                kms_key_identifier="kmsKeyIdentifier",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_TAGS,
        ),
    ),
)

"""OpenSearch Serverless: collections."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="opensearch-serverless",
    client="opensearchserverless",
    types=("aws_opensearchserverless_collection",),
    prefixes=("aoss:collection",),
    calls=(
        Call(
            "list_collections",
            "collectionSummaries",
            ("aoss:ListCollections",),
            plain(
                "aws_opensearchserverless_collection",
                "name",
                id="id",
                arn="arn",
                name="name",
                kms_key_arn="kmsKeyArn",
                encryption_config={"kms_key_arn": "kmsKeyArn"},
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=(Call("list_tags_for_resource", "tags", ("aoss:ListTagsForResource",), take={"resourceArn": "arn"}),),
        ),
    ),
)

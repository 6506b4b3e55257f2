"""S3 Vectors: buckets of vectors and their indexes. No vector is read."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Item, Live, Place, Service

_TYPE = "aws_s3vectors_vector_bucket"


def _bucket(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("vectorBucketName")
    arn = item.get("vectorBucketArn")
    yield Live(_TYPE, name, {"vector_bucket_name": name, "vector_bucket_arn": arn, "arn": arn})


SERVICE = Service(
    name="s3-vectors",
    client="s3vectors",
    types=(_TYPE, "aws_s3vectors_index"),
    prefixes=("s3vectors:",),
    calls=(
        Call(
            "list_vector_buckets",
            "vectorBuckets",
            ("s3vectors:ListVectorBuckets",),
            _bucket,
            each=(
                Call(
                    "list_indexes",
                    "indexes",
                    ("s3vectors:ListIndexes",),
                    plain(
                        "aws_s3vectors_index",
                        "indexArn",
                        index_arn="indexArn",
                        arn="indexArn",
                        index_name="indexName",
                        vector_bucket_name="vectorBucketName",
                    ),
                    take={"vectorBucketName": "vectorBucketName"},
                ),
            ),
        ),
    ),
)

"""Kinesis data streams. No record is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import SELF, Call, Service

SERVICE = Service(
    name="kinesis",
    client="kinesis",
    types=("aws_kinesis_stream",),
    prefixes=("kinesis:stream",),
    calls=(
        Call(
            "list_streams",
            "StreamNames",
            ("kinesis:ListStreams",),
            each=(
                Call(
                    "describe_stream_summary",
                    "StreamDescriptionSummary",
                    ("kinesis:DescribeStreamSummary",),
                    plain(
                        "aws_kinesis_stream",
                        "StreamName",
                        id="StreamARN",
                        arn="StreamARN",
                        name="StreamName",
                        kms_key_id="KeyId",
                        tags=inner_tags("list_tags_for_stream"),
                    ),
                    take={"StreamName": SELF},
                    each=(
                        Call(
                            "list_tags_for_stream",
                            "Tags",
                            ("kinesis:ListTagsForStream",),
                            take={"StreamName": "StreamName"},
                        ),
                    ),
                ),
            ),
        ),
    ),
)

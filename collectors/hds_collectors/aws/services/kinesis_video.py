"""Kinesis Video Streams: streams. No frame is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="kinesis-video",
    client="kinesisvideo",
    types=("aws_kinesis_video_stream",),
    prefixes=("kinesisvideo:stream",),
    calls=(
        Call(
            "list_streams",
            "StreamInfoList",
            ("kinesisvideo:ListStreams",),
            plain(
                "aws_kinesis_video_stream",
                "StreamName",
                id="StreamARN",
                arn="StreamARN",
                name="StreamName",
                kms_key_id="KmsKeyId",
                data_retention_in_hours="DataRetentionInHours",
                tags=inner_tags("list_tags_for_stream"),
            ),
            each=(
                Call(
                    "list_tags_for_stream",
                    "Tags",
                    ("kinesisvideo:ListTagsForStream",),
                    take={"StreamARN": "StreamARN"},
                ),
            ),
        ),
    ),
)

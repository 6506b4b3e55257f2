"""Timestream for LiveAnalytics: databases and tables."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

_TAGS = (Call("list_tags_for_resource", "Tags", ("timestream:ListTagsForResource",), take={"ResourceARN": "Arn"}),)

SERVICE = Service(
    name="timestream",
    client="timestream-write",
    types=("aws_timestreamwrite_database", "aws_timestreamwrite_table"),
    prefixes=("timestream:database",),
    calls=(
        Call(
            "list_databases",
            "Databases",
            ("timestream:ListDatabases", "timestream:DescribeEndpoints"),
            plain(
                "aws_timestreamwrite_database",
                "DatabaseName",
                id="DatabaseName",
                arn="Arn",
                database_name="DatabaseName",
                kms_key_id="KmsKeyId",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_TAGS,
        ),
        Call(
            "list_tables",
            "Tables",
            ("timestream:ListTables",),
            plain(
                "aws_timestreamwrite_table",
                "Arn",
                id="Arn",
                arn="Arn",
                database_name="DatabaseName",
                table_name="TableName",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_TAGS,
        ),
    ),
)

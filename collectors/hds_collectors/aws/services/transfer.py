"""Transfer Family: servers."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="transfer",
    client="transfer",
    types=("aws_transfer_server",),
    prefixes=("transfer:server",),
    calls=(
        Call(
            "list_servers",
            "Servers",
            ("transfer:ListServers",),
            each=(
                Call(
                    "describe_server",
                    "Server",
                    ("transfer:DescribeServer",),
                    plain(
                        "aws_transfer_server",
                        "ServerId",
                        id="ServerId",
                        arn="Arn",
                        domain="Domain",
                        structured_log_destinations="StructuredLogDestinations",
                        tags="Tags",
                    ),
                    take={"ServerId": "ServerId"},
                ),
            ),
        ),
    ),
)

"""Amazon MQ: brokers. No user and no message is read."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="mq",
    client="mq",
    types=("aws_mq_broker",),
    prefixes=("mq:broker",),
    calls=(
        Call(
            "list_brokers",
            "BrokerSummaries",
            ("mq:ListBrokers",),
            each=(
                Call(
                    "describe_broker",
                    ".",
                    ("mq:DescribeBroker",),
                    plain(
                        "aws_mq_broker",
                        "BrokerId",
                        id="BrokerId",
                        arn="BrokerArn",
                        broker_name="BrokerName",
                        engine_type="EngineType",
                        encryption_options={"kms_key_id": "EncryptionOptions.KmsKeyId"},
                        subnet_ids="SubnetIds",
                        tags="Tags",
                    ),
                    take={"BrokerId": "BrokerId"},
                    proof="BrokerArn",
                ),
            ),
        ),
    ),
)

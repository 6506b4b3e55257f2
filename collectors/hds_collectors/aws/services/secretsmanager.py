"""Secrets Manager: names and replicas only. No value is asked for."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="secretsmanager",
    client="secretsmanager",
    types=("aws_secretsmanager_secret",),
    prefixes=("secretsmanager:secret",),
    calls=(
        Call(
            "list_secrets",
            "SecretList",
            ("secretsmanager:ListSecrets",),
            plain(
                "aws_secretsmanager_secret",
                "Name",
                id="ARN",
                arn="ARN",
                name="Name",
                kms_key_id="KmsKeyId",
                tags="Tags",
            ),
        ),
    ),
)

"""KMS: keys of the customer. What they encrypt refers to them; no key material is asked for."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Item, Place, Service


def _is_own(item: Item, place: Place) -> bool:
    return bool(item.get("KeyManager") == "CUSTOMER" and item.get("KeyState") != "PendingDeletion")


SERVICE = Service(
    name="kms",
    client="kms",
    types=("aws_kms_key",),
    prefixes=("kms:key",),
    calls=(
        Call(
            "list_keys",
            "Keys",
            ("kms:ListKeys",),
            each=(
                Call(
                    "describe_key",
                    "KeyMetadata",
                    ("kms:DescribeKey",),
                    plain(
                        "aws_kms_key",
                        "KeyId",
                        _is_own,
                        id="KeyId",
                        key_id="KeyId",
                        arn="Arn",
                        description="Description",
                        multi_region="MultiRegion",
                    ),
                    take={"KeyId": "KeyId"},
                ),
            ),
        ),
    ),
)

"""IAM: roles and who may assume them; other accounts, suppliers and identity providers among them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hds_collectors.live.failures import BadAnswerError
from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Item, Place, Reach, Service
from hds_policy.model import Value


def _trust(item: Item, place: Place) -> Value:
    # The SDK takes the document apart; Terraform holds it as a text.
    document = item.get("AssumeRolePolicyDocument")
    if not isinstance(document, Mapping):
        raise BadAnswerError("a role does not tell who may assume it")
    return json.dumps(document)


SERVICE = Service(
    name="iam",
    client="iam",
    reach=Reach.ACCOUNT,
    types=("aws_iam_role",),
    calls=(
        Call(
            "list_roles",
            "Roles",
            ("iam:ListRoles",),
            plain("aws_iam_role", "RoleName", id="RoleName", arn="Arn", name="RoleName", assume_role_policy=_trust),
        ),
    ),
)

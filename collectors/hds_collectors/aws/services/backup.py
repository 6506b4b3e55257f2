"""AWS Backup: vaults, plans, what they choose, and copies to other regions and accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import blocks
from hds_policy.model import Value


def _rule(one: Mapping[str, Any]) -> dict[str, Value]:
    return {
        "rule_name": one.get("RuleName"),
        "target_vault_name": one.get("TargetBackupVaultName"),
        "target_logically_air_gapped_backup_vault_arn": one.get("TargetLogicallyAirGappedBackupVaultArn"),
        "schedule": one.get("ScheduleExpression"),
        "copy_action": blocks(
            one.get("CopyActions"), lambda copy: {"destination_vault_arn": copy["DestinationBackupVaultArn"]}
        ),
    }


def _plan(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("BackupPlanId")
    yield Live(
        "aws_backup_plan",
        name,
        {
            "id": name,
            "arn": item.get("BackupPlanArn"),
            "name": item.get("BackupPlan.BackupPlanName"),
            "rule": blocks(item.get("BackupPlan.Rules"), _rule),
        },
    )


_CONDITIONS = {
    "StringEquals": "string_equals",
    "StringNotEquals": "string_not_equals",
    "StringLike": "string_like",
    "StringNotLike": "string_not_like",
}


def _condition(told: Mapping[str, Any]) -> dict[str, Value]:
    return {
        ours: blocks(told.get(name), lambda one: {"key": one.get("ConditionKey"), "value": one.get("ConditionValue")})
        for name, ours in _CONDITIONS.items()
        if told.get(name)
    }


def _selection(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("SelectionId")
    chosen = item.get("BackupSelection") or {}
    attributes: dict[str, Value] = {
        "id": name,
        "name": chosen.get("SelectionName"),
        "plan_id": item.need("BackupPlanId"),
        "iam_role_arn": chosen.get("IamRoleArn"),
        "resources": chosen.get("Resources") or None,
        "not_resources": chosen.get("NotResources") or None,
        "selection_tag": blocks(
            chosen.get("ListOfTags"),
            lambda one: {"type": one["ConditionType"], "key": one["ConditionKey"], "value": one["ConditionValue"]},
        )
        or None,
        "condition": [_condition(chosen["Conditions"])] if any((chosen.get("Conditions") or {}).values()) else None,
    }
    yield Live("aws_backup_selection", name, attributes)


def _is_air_gapped(item: Item, place: Place) -> bool:
    return str(item.get("VaultType")) == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"


def _vault(type_name: str, key: str, wanted: bool) -> Any:
    return plain(
        type_name,
        "BackupVaultName",
        lambda item, place: _is_air_gapped(item, place) is wanted,
        id="BackupVaultName",
        name="BackupVaultName",
        arn="BackupVaultArn",
        tags=inner_tags("list_tags"),
        **{key: "EncryptionKeyArn"},
    )


def _vaults(item: Item, place: Place) -> Iterator[Live]:
    yield from _vault("aws_backup_vault", "kms_key_arn", False)(item, place)
    yield from _vault("aws_backup_logically_air_gapped_vault", "encryption_key_arn", True)(item, place)


SERVICE = Service(
    name="backup",
    client="backup",
    types=(
        "aws_backup_vault",
        "aws_backup_logically_air_gapped_vault",
        "aws_backup_plan",
        "aws_backup_selection",
    ),
    prefixes=("backup:backup-vault", "backup:backup-plan"),
    calls=(
        Call(
            "list_backup_vaults",
            "BackupVaultList",
            ("backup:ListBackupVaults",),
            _vaults,
            each=(Call("list_tags", "Tags", ("backup:ListTags",), take={"ResourceArn": "BackupVaultArn"}),),
        ),
        Call(
            "list_backup_plans",
            "BackupPlansList",
            ("backup:ListBackupPlans",),
            each=(
                Call(
                    "get_backup_plan",
                    ".",
                    ("backup:GetBackupPlan",),
                    _plan,
                    take={"BackupPlanId": "BackupPlanId"},
                    proof="BackupPlan",
                ),
                Call(
                    "list_backup_selections",
                    "BackupSelectionsList",
                    ("backup:ListBackupSelections",),
                    take={"BackupPlanId": "BackupPlanId"},
                    each=(
                        Call(
                            "get_backup_selection",
                            ".",
                            ("backup:GetBackupSelection",),
                            _selection,
                            take={"BackupPlanId": "BackupPlanId", "SelectionId": "SelectionId"},
                            proof="BackupSelection",
                        ),
                    ),
                ),
            ),
        ),
    ),
)

"""S3: every bucket of an account, where it lies, where it is copied to, who else may read it. No object is listed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.live.failures import BadAnswerError
from hds_collectors.live.service import SELF, Call, Item, Live, Place, Reach, Service
from hds_collectors.live.words import block, blocks, tags_listed
from hds_policy.model import Cause, Unknown, Value

_EUROPE = "EU"
"""What S3 says of buckets that were made in Ireland before 2011."""


def _region(item: Item) -> str:
    """Where a bucket lies; S3 tells nothing for its oldest region."""
    told = item.raw.get("BucketRegion")
    if isinstance(told, str) and told:
        return told
    found = item.one("get_bucket_location")
    if not isinstance(found, Item):
        raise BadAnswerError("S3 does not tell the region of the bucket")
    region = found.raw.get("LocationConstraint") or "us-east-1"
    return "eu-west-1" if region == _EUROPE else str(region)


def _bucket(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("Name")
    attributes: dict[str, Value] = {
        "id": name,
        "arn": f"arn:{place.partition}:s3:::{name}",
        "bucket": name,
        "tags": tags_listed(item, "get_bucket_tagging"),
    }
    try:
        region = _region(item)
    except BadAnswerError:
        # It exists, and that is told; where it lies stays open.
        failed = item.inner.get("get_bucket_location")
        detail = failed.detail if isinstance(failed, Unknown) else "S3 does not tell the region of the bucket"
        cause = failed.cause if isinstance(failed, Unknown) else Cause.BAD_RESPONSE
        yield Live("aws_s3_bucket", name, {**attributes, "region": Unknown(cause, detail)})
        return
    yield Live("aws_s3_bucket", name, attributes, region)
    for live in _settings(item, name):
        yield Live(live.type, live.name, live.attributes, region)


def _settings(item: Item, name: str) -> Iterator[Live]:
    yield from _setting(item, name, "get_bucket_replication", "aws_s3_bucket_replication_configuration", _replication)
    yield from _setting(item, name, "get_bucket_logging", "aws_s3_bucket_logging", _logging)
    yield from _setting(
        item, name, "get_bucket_encryption", "aws_s3_bucket_server_side_encryption_configuration", _encryption
    )
    yield from _setting(
        item, name, "get_bucket_notification_configuration", "aws_s3_bucket_notification", _notification
    )
    yield from _setting(item, name, "get_bucket_policy", "aws_s3_bucket_policy", _policy)
    yield from _setting(item, name, "get_bucket_acl", "aws_s3_bucket_acl", _acl)
    yield from _setting(item, name, "get_bucket_versioning", "aws_s3_bucket_versioning", _versioning)
    for inventory in item.all("list_bucket_inventory_configurations"):
        yield Live(
            "aws_s3_bucket_inventory", f"{name}:{inventory.need('Id')}", {"bucket": name, **_inventory(inventory)}
        )


def _setting(item: Item, bucket: str, operation: str, type_name: str, made: Any) -> Iterator[Live]:
    """What a call told of a bucket; when it failed, a resource of its type whose ends are not known."""
    found = item.one(operation)
    if isinstance(found, Unknown):
        yield Live(type_name, bucket, {"bucket": bucket, **dict.fromkeys(_ENDS.get(type_name, ()), found)})
    elif found is not None:
        attributes = made(found.raw)
        if attributes:
            yield Live(type_name, bucket, {"bucket": bucket, **attributes})


_ENDS: Mapping[str, tuple[str, ...]] = {
    "aws_s3_bucket_replication_configuration": ("rule",),
    "aws_s3_bucket_logging": ("target_bucket",),
    "aws_s3_bucket_notification": ("lambda_function", "queue", "topic"),
    "aws_s3_bucket_policy": ("policy",),
    "aws_s3_bucket_acl": ("acl",),
}


def _replication(raw: Mapping[str, Any]) -> dict[str, Value]:
    rules = [rule for rule in raw.get("Rules") or [] if rule.get("Status") == "Enabled"]
    return (
        {
            "role": raw.get("Role"),
            "rule": blocks(
                rules,
                lambda rule: {
                    "id": rule.get("ID"),
                    "status": rule.get("Status"),
                    "destination": block(
                        bucket=rule["Destination"]["Bucket"],
                        account=rule["Destination"].get("Account"),
                        storage_class=rule["Destination"].get("StorageClass"),
                    ),
                },
            ),
        }
        if rules
        else {}
    )


def _logging(raw: Mapping[str, Any]) -> dict[str, Value]:
    target = raw.get("LoggingEnabled") or {}
    return {"target_bucket": target["TargetBucket"], "target_prefix": target.get("TargetPrefix")} if target else {}


def _encryption(raw: Mapping[str, Any]) -> dict[str, Value]:
    def rule(one: Mapping[str, Any]) -> dict[str, Value]:
        default = one.get("ApplyServerSideEncryptionByDefault") or {}
        return {
            "apply_server_side_encryption_by_default": block(
                sse_algorithm=default.get("SSEAlgorithm"), kms_master_key_id=default.get("KMSMasterKeyID")
            )
        }

    return {"rule": blocks(raw.get("Rules"), rule)}


def _notification(raw: Mapping[str, Any]) -> dict[str, Value]:
    found = {
        "lambda_function": blocks(
            raw.get("LambdaFunctionConfigurations"), lambda one: {"lambda_function_arn": one["LambdaFunctionArn"]}
        ),
        "queue": blocks(raw.get("QueueConfigurations"), lambda one: {"queue_arn": one["QueueArn"]}),
        "topic": blocks(raw.get("TopicConfigurations"), lambda one: {"topic_arn": one["TopicArn"]}),
    }
    told: dict[str, Value] = {name: value for name, value in found.items() if value}
    if "EventBridgeConfiguration" in raw:
        told["eventbridge"] = True
    return told


def _policy(raw: Mapping[str, Any]) -> dict[str, Value]:
    text = raw.get("Policy")
    document = json.loads(text) if isinstance(text, str) else None
    if not isinstance(document, dict):
        raise BadAnswerError("the policy of a bucket is no document")
    return {"policy": text}


def _acl(raw: Mapping[str, Any]) -> dict[str, Value]:
    grants = [grant for grant in raw["Grants"] if (grant.get("Grantee") or {}).get("URI")]
    made = blocks(
        grants,
        lambda grant: {
            "permission": grant.get("Permission"),
            "grantee": block(type=grant["Grantee"].get("Type"), uri=grant["Grantee"]["URI"]),
        },
    )
    return {"access_control_policy": block(grant=made)} if made else {}


def _versioning(raw: Mapping[str, Any]) -> dict[str, Value]:
    return {"versioning_configuration": block(status=raw["Status"])} if raw.get("Status") else {}


def _inventory(item: Item) -> dict[str, Value]:
    target = item.get("Destination.S3BucketDestination") or {}
    destination = block(
        bucket_arn=target.get("Bucket"), account_id=target.get("AccountId"), format=target.get("Format")
    )
    return {"name": item.get("Id"), "enabled": item.get("IsEnabled"), "destination": block(bucket=destination)}


def _located(operation: str, items: str, action: str, *, proof: str = "", absent: tuple[str, ...] = ()) -> Call:
    return Call(operation, items, (action,), take={"Bucket": "Name"}, at=_region, proof=proof, absent=absent)


SERVICE = Service(
    name="s3",
    client="s3",
    reach=Reach.ACCOUNT,
    types=(
        "aws_s3_bucket",
        "aws_s3_bucket_replication_configuration",
        "aws_s3_bucket_logging",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_notification",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_acl",
        "aws_s3_bucket_versioning",
        "aws_s3_bucket_inventory",
    ),
    prefixes=("s3:",),
    calls=(
        Call(
            "list_buckets",
            "Buckets",
            ("s3:ListAllMyBuckets",),
            _bucket,
            each=(
                Call(
                    "get_bucket_location",
                    SELF,
                    ("s3:GetBucketLocation",),
                    take={"Bucket": "Name"},
                    proof="<LocationConstraint>",
                    when=lambda item, _: not item.get("BucketRegion"),
                ),
                _located("get_bucket_tagging", "TagSet", "s3:GetBucketTagging", absent=("NoSuchTagSet",)),
                _located(
                    "get_bucket_replication",
                    "ReplicationConfiguration",
                    "s3:GetReplicationConfiguration",
                    absent=("ReplicationConfigurationNotFoundError",),
                ),
                _located("get_bucket_logging", SELF, "s3:GetBucketLogging", proof="<BucketLoggingStatus>"),
                _located(
                    "get_bucket_encryption",
                    "ServerSideEncryptionConfiguration",
                    "s3:GetEncryptionConfiguration",
                    absent=("ServerSideEncryptionConfigurationNotFoundError",),
                ),
                _located(
                    "get_bucket_notification_configuration",
                    SELF,
                    "s3:GetBucketNotification",
                    proof="<NotificationConfiguration|GetBucketNotificationResponse>",
                ),
                _located(
                    "get_bucket_policy", SELF, "s3:GetBucketPolicy", proof="Policy", absent=("NoSuchBucketPolicy",)
                ),
                _located("get_bucket_acl", SELF, "s3:GetBucketAcl", proof="Grants"),
                _located(
                    "get_bucket_versioning",
                    SELF,
                    "s3:GetBucketVersioning",
                    proof="<VersioningConfiguration|GetBucketVersioningResponse>",
                ),
                _located(
                    "list_bucket_inventory_configurations",
                    "InventoryConfigurationList",
                    "s3:GetInventoryConfiguration",
                    proof="IsTruncated",
                ),
            ),
        ),
    ),
)

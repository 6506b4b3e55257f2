"""SNS: topics and who gets what is published."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Place, Service
from hds_policy.model import Unknown, Value


def _key(item: Item, place: Place) -> Value:
    found = item.one("get_topic_attributes")
    return found if found is None or isinstance(found, Unknown) else found.get("KmsMasterKeyId")


def _name(item: Item, place: Place) -> Value:
    return item.need("TopicArn").rpartition(":")[2]


SERVICE = Service(
    name="sns",
    client="sns",
    types=("aws_sns_topic", "aws_sns_topic_subscription"),
    prefixes=("sns:",),
    calls=(
        Call(
            "list_topics",
            "Topics",
            ("sns:ListTopics",),
            plain(
                "aws_sns_topic",
                _name,
                id="TopicArn",
                arn="TopicArn",
                name=_name,
                kms_master_key_id=_key,
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=(
                Call("get_topic_attributes", "Attributes", ("sns:GetTopicAttributes",), take={"TopicArn": "TopicArn"}),
                Call("list_tags_for_resource", "Tags", ("sns:ListTagsForResource",), take={"ResourceArn": "TopicArn"}),
            ),
        ),
        Call(
            "list_subscriptions",
            "Subscriptions",
            ("sns:ListSubscriptions",),
            plain(
                "aws_sns_topic_subscription",
                "SubscriptionArn",
                # An address of a person is not needed to follow data to another resource.
                lambda item, _: str(item.get("Endpoint")).startswith("arn:"),
                id="SubscriptionArn",
                endpoint="Endpoint",
                protocol="Protocol",
                topic_arn="TopicArn",
            ),
        ),
    ),
)

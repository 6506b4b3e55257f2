"""SQS: queues and where their dead letters go. No message is received."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import SELF, Call, Item, Place, Service
from hds_policy.model import Unknown, Value


def _attribute(name: str):  # type: ignore[no-untyped-def] # a told of plain()
    def told(item: Item, place: Place) -> Value:
        found = item.one("get_queue_attributes")
        return found if found is None or isinstance(found, Unknown) else found.get(name)

    return told


def _name(item: Item, place: Place) -> Value:
    return item.need(SELF).rpartition("/")[2]


SERVICE = Service(
    name="sqs",
    client="sqs",
    types=("aws_sqs_queue",),
    prefixes=("sqs:",),
    calls=(
        Call(
            "list_queues",
            "QueueUrls",
            ("sqs:ListQueues",),
            plain(
                "aws_sqs_queue",
                _name,
                id=SELF,
                url=SELF,
                name=_name,
                arn=_attribute("QueueArn"),
                kms_master_key_id=_attribute("KmsMasterKeyId"),
                policy=_attribute("Policy"),
                redrive_policy=_attribute("RedrivePolicy"),
                tags=inner_tags("list_queue_tags"),
            ),
            # Without it SQS tells the first thousand, and not that there are more.
            fixed={"MaxResults": 1000},
            # SQS leaves an empty list out.
            proof="ResponseMetadata",
            each=(
                Call(
                    "get_queue_attributes",
                    "Attributes",
                    ("sqs:GetQueueAttributes",),
                    fixed={"AttributeNames": ["All"]},
                    take={"QueueUrl": SELF},
                ),
                Call(
                    "list_queue_tags", "Tags", ("sqs:ListQueueTags",), take={"QueueUrl": SELF}, proof="ResponseMetadata"
                ),
            ),
        ),
    ),
)

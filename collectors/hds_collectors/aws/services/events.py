"""EventBridge: buses, what their rules send where, archives, and addresses outside. No event is read."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import block


def _rule(item: Item, place: Place) -> Iterator[Live]:
    name, bus = item.need("Name"), str(item.get("EventBusName") or "default")
    yield Live(
        "aws_cloudwatch_event_rule",
        f"{bus}/{name}",
        {
            "id": f"{bus}/{name}",
            "arn": item.get("Arn"),
            "name": name,
            "event_bus_name": bus,
            "event_pattern": item.get("EventPattern"),
            "schedule_expression": item.get("ScheduleExpression"),
            "state": item.get("State"),
        },
    )
    for target in item.all("list_targets_by_rule"):
        told = {
            "target_id": target.need("Id"),
            "rule": name,
            "event_bus_name": bus,
            "arn": target.get("Arn"),
            "dead_letter_config": block(arn=target.get("DeadLetterConfig.Arn")) or None,
        }
        yield Live("aws_cloudwatch_event_target", f"{bus}/{name}/{target.need('Id')}", told)


_TARGETS = Call(
    "list_targets_by_rule",
    "Targets",
    ("events:ListTargetsByRule",),
    take={"Rule": "Name", "EventBusName": lambda item, _: str(item.get("EventBusName") or "default")},
)

SERVICE = Service(
    name="events",
    client="events",
    types=(
        "aws_cloudwatch_event_bus",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_event_target",
        "aws_cloudwatch_event_archive",
        "aws_cloudwatch_event_api_destination",
    ),
    prefixes=("events:event-bus", "events:rule", "events:archive", "events:api-destination"),
    calls=(
        Call(
            "list_event_buses",
            "EventBuses",
            ("events:ListEventBuses",),
            plain(
                "aws_cloudwatch_event_bus",
                "Name",
                id="Name",
                name="Name",
                arn="Arn",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=(
                Call("list_tags_for_resource", "Tags", ("events:ListTagsForResource",), take={"ResourceARN": "Arn"}),
                Call(
                    "list_rules",
                    "Rules",
                    ("events:ListRules",),
                    _rule,
                    take={"EventBusName": "Name"},
                    each=(_TARGETS,),
                ),
            ),
        ),
        Call(
            "list_archives",
            "Archives",
            ("events:ListArchives",),
            plain(
                "aws_cloudwatch_event_archive",
                "ArchiveName",
                id="ArchiveName",
                name="ArchiveName",
                event_source_arn="EventSourceArn",
                retention_days="RetentionDays",
            ),
        ),
        Call(
            "list_api_destinations",
            "ApiDestinations",
            ("events:ListApiDestinations",),
            plain(
                "aws_cloudwatch_event_api_destination",
                "Name",
                id="Name",
                name="Name",
                arn="ApiDestinationArn",
                invocation_endpoint="InvocationEndpoint",
            ),
        ),
    ),
)

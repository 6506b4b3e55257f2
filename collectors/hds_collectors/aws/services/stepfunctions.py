"""Step Functions: state machines. No execution, and so no input of one, is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Place, Service
from hds_collectors.live.words import block
from hds_policy.model import Value


def _logs(item: Item, place: Place) -> Value:
    told = item.get("loggingConfiguration.destinations") or []
    groups = [(one.get("cloudWatchLogsLogGroup") or {}).get("logGroupArn") for one in told]
    return [entry for group in groups for entry in block(log_destination=group)]


SERVICE = Service(
    name="stepfunctions",
    client="stepfunctions",
    types=("aws_sfn_state_machine",),
    prefixes=("states:stateMachine",),
    calls=(
        Call(
            "list_state_machines",
            "stateMachines",
            ("states:ListStateMachines",),
            each=(
                Call(
                    "describe_state_machine",
                    ".",
                    ("states:DescribeStateMachine",),
                    plain(
                        "aws_sfn_state_machine",
                        "name",
                        id="stateMachineArn",
                        arn="stateMachineArn",
                        name="name",
                        definition="definition",
                        logging_configuration=_logs,
                        tags=inner_tags("list_tags_for_resource"),
                    ),
                    take={"stateMachineArn": "stateMachineArn"},
                    proof="stateMachineArn",
                    each=(
                        Call(
                            "list_tags_for_resource",
                            "tags",
                            ("states:ListTagsForResource",),
                            take={"resourceArn": "stateMachineArn"},
                        ),
                    ),
                ),
            ),
        ),
    ),
)

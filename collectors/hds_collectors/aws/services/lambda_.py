"""Lambda: functions, what sets them off, where they write. No code; of variables only what names a resource."""

from __future__ import annotations

import re

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Place, Service
from hds_collectors.live.words import block, blocks
from hds_policy.model import Value

_NAMES_SOMETHING = re.compile(r"^(?:arn:aws[\w-]*:|s3://|https://sqs\.|[\w.-]+\.amazonaws\.com)")


def _variables(item: Item, place: Place) -> Value:
    """Variables that name something of AWS; any other may be a secret."""
    told = item.get("Environment.Variables") or {}
    kept: dict[str, Value] = {key: text for key, text in told.items() if _NAMES_SOMETHING.match(text)}
    return block(variables=kept)


def _log(item: Item, place: Place) -> Value:
    # AWS Lambda developer guide, "Configuring CloudWatch log groups": this is the name when nothing else is set.
    return block(log_group=item.get("LoggingConfig.LogGroup") or f"/aws/lambda/{item.need('FunctionName')}")


def _files(item: Item, place: Place) -> Value:
    return blocks(item.get("FileSystemConfigs"), lambda one: {"arn": one.get("Arn")})


SERVICE = Service(
    name="lambda",
    client="lambda",
    types=("aws_lambda_function", "aws_lambda_event_source_mapping"),
    prefixes=("lambda:function",),
    calls=(
        Call(
            "list_functions",
            "Functions",
            ("lambda:ListFunctions",),
            plain(
                "aws_lambda_function",
                "FunctionName",
                id="FunctionName",
                function_name="FunctionName",
                arn="FunctionArn",
                role="Role",
                runtime="Runtime",
                kms_key_arn="KMSKeyArn",
                environment=_variables,
                file_system_config=_files,
                dead_letter_config={"target_arn": "DeadLetterConfig.TargetArn"},
                logging_config=_log,
                tags=inner_tags("list_tags"),
            ),
            each=(Call("list_tags", "Tags", ("lambda:ListTags",), take={"Resource": "FunctionArn"}),),
        ),
        Call(
            "list_event_source_mappings",
            "EventSourceMappings",
            ("lambda:ListEventSourceMappings",),
            plain(
                "aws_lambda_event_source_mapping",
                "UUID",
                id="UUID",
                event_source_arn="EventSourceArn",
                function_name="FunctionArn",
                destination_config={"on_failure": {"destination_arn": "DestinationConfig.OnFailure.Destination"}},
            ),
        ),
    ),
)

"""Athena: work groups, and where the results of queries are written. No result is read."""

from __future__ import annotations

from hds_collectors.aws.arns import arn_of
from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Place, Service

_RESULT = "Configuration.ResultConfiguration"


def _arn(item: Item, place: Place) -> str:
    return arn_of(place, "athena", f"workgroup/{item.need('Name')}")


SERVICE = Service(
    name="athena",
    client="athena",
    types=("aws_athena_workgroup",),
    prefixes=("athena:workgroup",),
    calls=(
        Call(
            "list_work_groups",
            "WorkGroups",
            ("athena:ListWorkGroups",),
            each=(
                Call(
                    "get_work_group",
                    "WorkGroup",
                    ("athena:GetWorkGroup",),
                    plain(
                        "aws_athena_workgroup",
                        "Name",
                        id="Name",
                        arn=_arn,
                        name="Name",
                        configuration={
                            "result_configuration": {
                                "output_location": f"{_RESULT}.OutputLocation",
                                "encryption_configuration": {
                                    "kms_key_arn": f"{_RESULT}.EncryptionConfiguration.KmsKey",
                                },
                            }
                        },
                        tags=inner_tags("list_tags_for_resource"),
                    ),
                    take={"WorkGroup": "Name"},
                    each=(
                        Call(
                            "list_tags_for_resource",
                            "Tags",
                            ("athena:ListTagsForResource",),
                            take={"ResourceARN": _arn},
                        ),
                    ),
                ),
            ),
        ),
    ),
)

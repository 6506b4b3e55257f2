"""Glue: jobs, crawlers, development endpoints and transforms, and what they read. No table is read, and no argument of
a job that does not name a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.aws.arns import arn_of
from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import block, blocks
from hds_policy.model import Value

_NAMES_A_PLACE = re.compile(r"^(?:s3://|arn:aws[\w-]*:)")


def _arguments(item: Item, place: Place) -> Value:
    """Arguments that name a place of AWS; any other may be a secret."""
    told = item.get("DefaultArguments") or {}
    return {key: text for key, text in told.items() if _NAMES_A_PLACE.match(text)} or None


def _arn(kind: str, name: str) -> Any:
    def told(item: Item, place: Place) -> str:
        return arn_of(place, "glue", f"{kind}/{item.need(name)}")

    return told


def _tags(kind: str, name: str) -> Call:
    return Call("get_tags", "Tags", ("glue:GetTags",), take={"ResourceArn": _arn(kind, name)})


_TARGETS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "s3_target": ("S3Targets", {"path": "Path", "connection_name": "ConnectionName"}),
    "jdbc_target": ("JdbcTargets", {"path": "Path", "connection_name": "ConnectionName"}),
    "mongodb_target": ("MongoDBTargets", {"path": "Path", "connection_name": "ConnectionName"}),
    "dynamodb_target": ("DynamoDBTargets", {"path": "Path"}),
    "catalog_target": ("CatalogTargets", {"database_name": "DatabaseName", "tables": "Tables"}),
    "delta_target": ("DeltaTargets", {"delta_tables": "DeltaTables", "connection_name": "ConnectionName"}),
    "iceberg_target": ("IcebergTargets", {"paths": "Paths", "connection_name": "ConnectionName"}),
    "hudi_target": ("HudiTargets", {"paths": "Paths", "connection_name": "ConnectionName"}),
}
"""Block of Terraform → list of the answer, attribute → name in its entries."""


def _crawler(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("Name")
    attributes: dict[str, Value] = {
        "id": name,
        "arn": _arn("crawler", "Name")(item, place),
        "name": name,
        "database_name": item.get("DatabaseName"),
        "tags": inner_tags("get_tags")(item, place),
    }
    for ours, (theirs, names) in _TARGETS.items():

        def target(one: Mapping[str, Any], names: Mapping[str, str] = names) -> dict[str, Value]:
            return {attribute: one.get(told) for attribute, told in names.items()}

        attributes[ours] = blocks(item.get(f"Targets.{theirs}"), target) or None
    yield Live("aws_glue_crawler", name, attributes)


def _tables(item: Item, place: Place) -> Value:
    return blocks(
        item.get("InputRecordTables"),
        lambda one: {"database_name": one.get("DatabaseName"), "table_name": one.get("TableName")},
    )


def _script(item: Item, place: Place) -> Value:
    return block(name=item.get("Command.Name"), script_location=item.get("Command.ScriptLocation"))


SERVICE = Service(
    name="glue",
    client="glue",
    types=("aws_glue_job", "aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_ml_transform"),
    prefixes=("glue:job", "glue:crawler", "glue:devEndpoint", "glue:mlTransform"),
    calls=(
        Call(
            "get_jobs",
            "Jobs",
            ("glue:GetJobs",),
            plain(
                "aws_glue_job",
                "Name",
                id="Name",
                arn=_arn("job", "Name"),
                name="Name",
                role_arn="Role",
                default_arguments=_arguments,
                connections="Connections.Connections",
                command=_script,
                tags=inner_tags("get_tags"),
            ),
            each=(_tags("job", "Name"),),
        ),
        Call("get_crawlers", "Crawlers", ("glue:GetCrawlers",), _crawler, each=(_tags("crawler", "Name"),)),
        Call(
            "get_dev_endpoints",
            "DevEndpoints",
            ("glue:GetDevEndpoints",),
            plain(
                "aws_glue_dev_endpoint",
                "EndpointName",
                id="EndpointName",
                name="EndpointName",
                arn=_arn("devEndpoint", "EndpointName"),
                tags=inner_tags("get_tags"),
            ),
            each=(_tags("devEndpoint", "EndpointName"),),
        ),
        Call(
            "get_ml_transforms",
            "Transforms",
            ("glue:GetMLTransforms",),
            plain(
                "aws_glue_ml_transform",
                "TransformId",
                id="TransformId",
                name="Name",
                arn=_arn("mlTransform", "TransformId"),
                input_record_tables=_tables,
                tags=inner_tags("get_tags"),
            ),
            each=(_tags("mlTransform", "TransformId"),),
        ),
    ),
)

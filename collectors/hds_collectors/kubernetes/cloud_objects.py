"""Objects by which an operator makes something in a cloud, as the Terraform type of it: Crossplane, ACK and their like.

Crossplane's providers by Upbound and Config Connector are made from the Terraform providers: group and kind tell the
type. What a rule gives counts only when the catalogue knows that type; all else stays an object of a kind nobody knows.
Sources: marketplace.upbound.io, aws-controllers-k8s.github.io, cloud.google.com/config-connector,
azure.github.io/azure-service-operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from hds_collectors.kubernetes.kinds import snake
from hds_policy.catalogue import load_catalogue
from hds_policy.model import ProviderConfig, Resource, Value
from hds_policy.model.attributes import values_at

_CROSSPLANE = re.compile(
    r"^(?:(?P<service>[a-z0-9-]+)\.)?(?P<provider>[a-z0-9-]+)\.(?:m\.)?(?:upbound\.io|crossplane\.io)$"
)
_ACK = re.compile(r"^(?P<service>[a-z0-9-]+)\.services\.k8s\.aws$")
_CONFIG_CONNECTOR = re.compile(r"^(?P<service>[a-z0-9-]+)\.cnrm\.cloud\.google\.com$")
_AZURE_OPERATOR = re.compile(r"^(?P<service>[a-z0-9-]+)\.azure\.com$")
_PROVIDERS = {"gcp": "google", "azure": "azurerm", "gcp-beta": "google"}
# Where group and kind do not tell the name: (provider, service, kind in snake case) → Terraform type.
_NAMED_OTHERWISE = {
    ("aws", "rds", "instance"): "aws_db_instance",
    ("aws", "rds", "db_instance"): "aws_db_instance",
    ("aws", "rds", "db_cluster"): "aws_rds_cluster",
    ("aws", "rds", "cluster"): "aws_rds_cluster",
    ("aws", "rds", "snapshot"): "aws_db_snapshot",
    ("aws", "database", "rds_instance"): "aws_db_instance",
    ("aws", "ec2", "instance"): "aws_instance",
    ("aws", "ec2", "ebs_volume"): "aws_ebs_volume",
    ("aws", "efs", "file_system"): "aws_efs_file_system",
    ("aws", "elasticache", "cache_cluster"): "aws_elasticache_cluster",
    ("aws", "opensearchservice", "domain"): "aws_opensearch_domain",
    ("aws", "kafka", "cluster"): "aws_msk_cluster",
    ("google", "sql", "sql_instance"): "google_sql_database_instance",
    ("google", "sql", "sql_database"): "google_sql_database",
    ("google", "storage", "storage_bucket"): "google_storage_bucket",
    ("google", "bigquery", "big_query_dataset"): "google_bigquery_dataset",
    ("google", "pubsub", "pub_sub_topic"): "google_pubsub_topic",
    ("google", "container", "container_cluster"): "google_container_cluster",
    ("azurerm", "storage", "storage_account"): "azurerm_storage_account",
    ("azurerm", "dbforpostgresql", "flexible_server"): "azurerm_postgresql_flexible_server",
    ("azurerm", "dbformysql", "flexible_server"): "azurerm_mysql_flexible_server",
    ("azurerm", "sql", "server"): "azurerm_mssql_server",
    ("azurerm", "documentdb", "database_account"): "azurerm_cosmosdb_account",
    ("azurerm", "storage", "account"): "azurerm_storage_account",
}
# Names of the cloud's own API, which ACK keeps: attribute of the object → Terraform argument.
_ARGUMENTS = {
    "db_instance_identifier": "identifier",
    "db_cluster_identifier": "cluster_identifier",
    "master_user_password": "",
    "file_system_id": "id",
}
_BUCKETS = frozenset({"aws_s3_bucket"})


def of_cloud(resource: Resource, label: str) -> Resource:
    """The resource as what it makes in a cloud; itself when it makes nothing there, or nothing the catalogue knows.

    Args:
        resource: an object of a type that hashicorp/kubernetes does not have.
        label: what follows the type in its address.
    """
    version, kind = resource.attributes.get("api_version"), resource.attributes.get("kind")
    if not isinstance(version, str) or not isinstance(kind, str):
        return resource
    known = load_catalogue()
    for provider, wanted in _candidates(version.rpartition("/")[0], snake(kind)):
        if known.decision(wanted, provider) is not None:
            attributes = _arguments(resource, wanted, provider)
            config = ProviderConfig(provider, "", "", _settings(attributes), None, declared=False)
            lines = _lines(resource)
            return replace(
                resource,
                address=f"{wanted}.{label}",
                type=wanted,
                provider=config,
                attributes=attributes,
                lines={name: line for name, line in lines.items() if name in attributes},
            )
    return resource


def _candidates(group: str, kind: str) -> Iterator[tuple[str, str]]:
    """Provider and Terraform type that a group and a kind may stand for, the surest first."""
    match = _CROSSPLANE.match(group)
    if match:
        provider = _PROVIDERS.get(match["provider"], match["provider"])
        service = (match["service"] or "").replace("-", "_")
    elif match := _ACK.match(group):
        provider, service = "aws", match["service"]
    elif match := _CONFIG_CONNECTOR.match(group):
        provider, service = "google", match["service"]
    elif match := _AZURE_OPERATOR.match(group):
        provider, service = "azurerm", match["service"]
    else:
        return
    named = _NAMED_OTHERWISE.get((provider, service, kind))
    if named:
        yield provider, named
    yield provider, f"{provider}_{service}_{kind}"
    yield provider, f"{provider}_{kind}"


def _arguments(resource: Resource, wanted: str, provider: str) -> dict[str, Value]:
    """Arguments of the Terraform type; labels and annotations of the object count as its tags."""
    specs = _blocks(resource.attributes.get("spec"))
    blocks = [inner for spec in specs for inner in _blocks(spec.get("for_provider"))] or specs
    arguments: dict[str, Value] = {}
    for block in blocks:
        for name, value in block.items():
            if argument := _ARGUMENTS.get(name, name):
                arguments[argument] = value
    name = _external_name(resource)
    arguments.setdefault("bucket" if wanted in _BUCKETS else "name", name)
    region = _annotation(resource, "services.k8s.aws/region")
    if region and "region" not in arguments:
        arguments["region"] = region
    found = load_catalogue().provider(provider)
    tags = next((path for path in found.tags if path in ("tags", "labels")), "") if found else ""
    if tags:
        arguments[tags] = {**_labels(resource), **_tags(arguments.get(tags))}
    return arguments


def _settings(arguments: Mapping[str, Value]) -> dict[str, Value]:
    region = arguments.get("region")
    return {"region": region} if isinstance(region, str) else {}


def _external_name(resource: Resource) -> str:
    return _annotation(resource, "crossplane.io/external-name") or resource.name


def _annotation(resource: Resource, name: str) -> str:
    for found in values_at(resource.attributes, "metadata.annotations"):
        if isinstance(found, dict) and isinstance(value := found.get(name), str):
            return value
    return ""


def _labels(resource: Resource) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for path in ("metadata.labels", "metadata.annotations"):
        for labels in values_at(resource.attributes, path):
            found = {**(labels if isinstance(labels, dict) else {}), **found}
    return found


def _tags(value: Value) -> dict[str, Value]:
    """Tags as a map: a block, or pairs of a key and a value."""
    found: dict[str, Value] = {}
    for block in _blocks(value) or ([value] if isinstance(value, dict) else []):
        if "key" in block and "value" in block:
            found[str(block["key"])] = block["value"]
        else:
            found.update(block)
    return found


def _lines(resource: Resource) -> dict[str, int]:
    lines: dict[str, int] = {}
    for path, line in resource.lines.items():
        parts = path.removeprefix("spec.").removeprefix("for_provider.").split(".")
        if path.startswith("spec.") and len(parts) == 1:
            lines.setdefault(_ARGUMENTS.get(parts[0], parts[0]), line)
    return lines


def _blocks(value: Value) -> list[dict[str, Value]]:
    return [block for block in value if isinstance(block, dict)] if isinstance(value, list) else []

"""Where an object keeps its backups: buckets and containers that lie outside of the cluster.

Operators name them alike: a bucket, or the URL of one, with a region and an endpoint beside it. Each becomes the data
source of a Terraform type: it is placed as what Terraform makes is, and is one with a managed bucket of its name.
Sources: API references of Velero 1.17, CloudNativePG 1.27, Crunchy 5.8, Percona, MariaDB operator, StackGres, K8up,
Longhorn 1.10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from hds_policy.model import ProviderConfig, Reference, Resource, Value

ATTRIBUTE = "object_store"
"""Attribute of the references from an object to where it keeps its backups."""

_BUCKETS = ("bucket", "bucket_name")
_CONTAINERS = ("container", "container_name", "storage_account")
_URLS = ("destination_path", "backup_target_url", "s3_wal_path", "s3_backup_path", "wal_s3_bucket")
_REGIONS = ("region", "s3_region", "location")
_ENDPOINTS = ("endpoint", "endpoint_url", "s3_url", "s3_endpoint", "server_url")
_URL = re.compile(r"^(?P<scheme>s3|gs|gcs|azblob|nfs|cifs|https?)://(?P<name>[^/@:?]+)(?:@(?P<region>[a-z0-9-]+))?")
_AZURE_HOST = re.compile(r"^(?P<account>[a-z0-9]+)\.blob\.core\.windows\.net$")
_GOOGLE = frozenset({"gcp", "gcs", "gs", "google", "velero.io/gcp"})
_AZURE = frozenset({"azure", "azblob", "azure_blob", "velero.io/azure"})


class ObjectStore(Struct, frozen=True):
    """A store outside of the cluster.

    Attributes:
        kind: ``s3``, ``google``, ``azure`` or ``other``.
        name: of the bucket or container.
        region: as it is told; empty when it is not.
        endpoint: address of a service that speaks S3; empty for that of AWS.
    """

    kind: str
    name: str
    region: str = ""
    endpoint: str = ""


def stores_of(resource: Resource) -> Iterator[ObjectStore]:
    """The stores an object names, each once."""
    spec = resource.attributes.get("spec")
    yield from dict.fromkeys(_found(spec, {}, ""))


def _found(value: Value, around: Mapping[str, Value], key: str) -> Iterator[ObjectStore]:
    """Stores in a value; ``around``: the block it stands in, ``key``: what it is called there."""
    if isinstance(value, list):
        for item in value:
            yield from _found(item, around, key)
    elif isinstance(value, dict):
        config = _first_block(around.get("config"))
        beside = {**config, **value}
        kind = _kind(key, beside, around)
        for name in _BUCKETS:
            if isinstance(bucket := value.get(name), str) and bucket:
                yield ObjectStore(kind, bucket, _text(beside, _REGIONS), _text(beside, _ENDPOINTS))
        if kind == "azure" and isinstance(container := _text(value, _CONTAINERS[:2]), str) and container:
            yield ObjectStore("azure", container)
        for name in _URLS:
            if isinstance(url := value.get(name), str) and url:
                yield _of_url(url, beside)
        for name, inner in value.items():
            yield from _found(inner, value, name)


def _kind(key: str, block: Mapping[str, Value], around: Mapping[str, Value]) -> str:
    words = {key, str(block.get("provider", "")), str(around.get("provider", "")), str(block.get("type", ""))}
    return "google" if words & _GOOGLE else "azure" if words & _AZURE else "s3"


def _of_url(url: str, beside: Mapping[str, Value]) -> ObjectStore:
    match = _URL.match(url)
    if match is None:
        return ObjectStore("s3", url, _text(beside, _REGIONS), _text(beside, _ENDPOINTS))
    scheme, name = match["scheme"], match["name"]
    if scheme in ("gs", "gcs"):
        return ObjectStore("google", name)
    if scheme == "azblob" or _AZURE_HOST.match(name):
        return ObjectStore("azure", name)
    if scheme == "s3":
        return ObjectStore("s3", name, match["region"] or _text(beside, _REGIONS), _text(beside, _ENDPOINTS))
    return ObjectStore("other", name)


def _text(block: Mapping[str, Value], names: tuple[str, ...]) -> str:
    return next((value for name in names if isinstance(value := block.get(name), str) and value), "")


def _first_block(value: Value) -> dict[str, Value]:
    return value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}


def joined(resource: Resource) -> tuple[list[Resource], list[Reference]]:
    """The stores of an object as resources that exist elsewhere, and the references to them."""
    made = [_resource(store, resource) for store in stores_of(resource)]
    unique = {store.key: store for store in made}
    return list(unique.values()), [Reference(resource.key, key, ATTRIBUTE) for key in unique]


def _resource(store: ObjectStore, of: Resource) -> Resource:
    # A flow needs the place, and every attribute that tells it; the rest of a bucket is not told here.
    label = f"{of.address.partition('.')[2]}/{store.name}"
    if store.kind == "google":
        return _data("google_storage_bucket", label, {"name": store.name}, ProviderConfig("google", declared=False), of)
    if store.kind == "azure":
        azure = ProviderConfig("azurerm", declared=False)
        return _data("azurerm_storage_container", label, {"name": store.name}, azure, of)
    attributes: dict[str, Value] = {"bucket": store.name}
    provider: dict[str, Value] = {}
    if store.region:
        attributes["region"] = store.region
        provider["region"] = store.region
    if store.endpoint:
        provider["endpoints"] = [{"s3": store.endpoint}]
    elif store.kind == "other":
        provider["endpoints"] = [{"s3": store.name}]
    return _data("aws_s3_bucket", label, attributes, ProviderConfig("aws", "", "", provider, None, declared=False), of)


def _data(kind: str, label: str, attributes: Mapping[str, Value], provider: ProviderConfig, of: Resource) -> Resource:
    line = next((line for path, line in of.lines.items() if path.rpartition(".")[2] in (*_BUCKETS, *_URLS)), None)
    lines = {} if line is None else dict.fromkeys(attributes, line)
    return Resource(
        f"data.{kind}.{label}", kind, label, of.root, provider, attributes, of.location, lines, is_data=True
    )

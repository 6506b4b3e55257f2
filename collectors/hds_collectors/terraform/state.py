"""From a state (``terraform.tfstate`` version 4, ``terraform state pull``) to an Inventory.

Source: internal/states/statefile/version4.go of Terraform and OpenTofu, which write the same format. A state names the
provider configuration of each resource, not its arguments: what a resource does not tell itself stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hds_collectors.terraform.instances import key_suffix
from hds_collectors.terraform.json_members import as_object, as_objects, as_text, as_texts, entries_of
from hds_collectors.terraform.kind import Document
from hds_collectors.terraform.limits import Budget, Limits
from hds_collectors.terraform.marked_values import attributes_of
from hds_collectors.terraform.own_region import with_own_region
from hds_collectors.terraform.state_references import Holder, references_by_value
from hds_policy.errors import UsageError
from hds_policy.model import Cause, Inventory, ProviderConfig, Resource, Unread

_VERSION = 4
_PROVIDER = re.compile(r'(?:^|\.)provider(?:\["([^"]+)"\]|\.([\w-]+))(?:\.([\w-]+))?')
_HOSTS = ("registry.terraform.io/", "registry.opentofu.org/")


class _Instance(NamedTuple):
    """An instance of the state and the resource entry it belongs to."""

    address: str
    entry: Mapping[str, Any]
    raw: Mapping[str, Any]


def collect_state(document: Document) -> Inventory:
    """Everything that exists according to a state.

    Raises:
        UsageError: the state has another version, or its resources are not in its shape.
    """
    _check_version(document)
    budget = Budget(Limits(), document.input.size)
    providers: dict[str, ProviderConfig] = {}
    resources: dict[str, Resource] = {}
    holders: list[Holder] = []
    unread: list[Unread] = []
    for instance in _instances(document.content, document.input.path):
        problem = _problem(instance)
        if problem:
            unread.append(Unread(instance.address, Cause.UNRESOLVED_VALUE, problem))
        if instance.address not in resources and not instance.raw.get("deposed"):
            resource = _resource(instance, providers, budget)
            resources[resource.address] = resource
            dependencies = frozenset(as_texts(instance.raw.get("dependencies")))
            holders.append(Holder(resource, as_object(instance.raw.get("attributes")), dependencies))
    references, limit = references_by_value(holders, budget)
    return Inventory(
        resources=tuple(sorted(resources.values(), key=lambda resource: resource.address)),
        references=tuple(sorted(references, key=lambda r: (r.source, r.attribute, r.target, r.target_attribute))),
        unread=tuple(sorted([*unread, *limit], key=lambda gap: (gap.what, gap.detail))),
        inputs=(document.input,),
        roots=(".",),
    )


def _check_version(document: Document) -> None:
    version = document.content.get("version")
    if version == _VERSION:
        return
    hint = "update hds-policy"
    if isinstance(version, int) and version < _VERSION:
        hint = "write it again with Terraform 0.12 or later (terraform init, then terraform apply -refresh-only)"
    raise UsageError(f"{document.input.path}: state version {version} is not read (known: {_VERSION})", hint=hint)


def _instances(content: Mapping[str, Any], name: str) -> Iterator[_Instance]:
    for entry in entries_of(content, "resources", name):
        module = as_text(entry.get("module"))
        mode = "data." if entry.get("mode") == "data" else ""
        block = f"{module}{'.' if module else ''}{mode}{as_text(entry.get('type'))}.{as_text(entry.get('name'))}"
        for raw in entries_of(entry, "instances", name):
            key = raw.get("index_key")
            suffix = key_suffix(key) if isinstance(key, int | str) else ""
            yield _Instance(block + suffix, entry, raw)


def _problem(instance: _Instance) -> str:
    """What of an instance cannot be told; empty when nothing."""
    if instance.raw.get("deposed"):
        return "an object that was put aside still exists: terraform apply removes it"
    if not isinstance(instance.raw.get("attributes"), dict):
        return "its attributes are not in the format of version 4: terraform apply -refresh-only writes them again"
    return ""


def _resource(instance: _Instance, providers: dict[str, ProviderConfig], budget: Budget) -> Resource:
    entry, raw = instance.entry, instance.raw
    type_name = as_text(entry.get("type"))
    secret = _secret(raw.get("sensitive_attributes"))
    attributes = attributes_of(instance.address, as_object(raw.get("attributes")), None, secret, budget)
    stated = as_text(entry.get("provider"))
    if stated not in providers:
        providers[stated] = _provider(stated, type_name)
    return Resource(
        address=instance.address,
        type=type_name,
        name=as_text(entry.get("name")),
        root=".",
        provider=with_own_region(providers[stated], type_name, attributes),
        attributes=attributes,
        is_data=entry.get("mode") == "data",
    )


def _provider(stated: str, type_name: str) -> ProviderConfig:
    """Provider configuration by its address, e.g. ``module.a.provider["registry.terraform.io/hashicorp/aws"].us``."""
    match = _PROVIDER.search(stated)
    if match is None:
        return ProviderConfig(type_name.partition("_")[0], declared=False)
    source = match[1] or ""
    for host in _HOSTS:
        source = source.removeprefix(host)
    name = match[2] or source.rpartition("/")[2]
    return ProviderConfig(name, source, match[3] or "", declared=False)


def _secret(paths: Any) -> dict[str, Any]:
    """Sensitive attribute paths as marks in the shape of the attributes; one below an index marks the whole list."""
    marks: dict[str, Any] = {}
    for path in paths if isinstance(paths, list) else []:
        here = marks
        names = _names(path)
        for position, name in enumerate(names):
            if position == len(names) - 1:
                here[name] = True
                break
            inner = here.setdefault(name, {})
            if inner is True:
                break
            here = inner
    return marks


def _names(path: Any) -> list[str]:
    names: list[str] = []
    for step in as_objects(path):
        value = step.get("value")
        name = value if isinstance(value, str) else as_object(value).get("value")
        if not isinstance(name, str):
            break
        names.append(name)
    return names

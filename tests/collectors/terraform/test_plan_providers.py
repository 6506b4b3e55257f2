"""Provider configurations of plans: every form of the key, and never a guess."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plan_document import HOST, block, change, plan, read
from terraform_tree import resource, unknown

from hds_policy.model import ProviderConfig, Unknown

FULL = HOST + "hashicorp/aws"


def aws(region: Any = None, **more: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": "aws", "full_name": FULL, **more}
    if region is not None:
        entry["expressions"] = {"region": region if isinstance(region, dict) else {"constant_value": region}}
    return entry


def in_module(key: str, *names: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Root module and change of a bucket in nested modules that uses a provider key."""
    module: dict[str, Any] = {"resources": [block("aws_s3_bucket.b", key)]}
    for name in reversed(names):
        module = {"module_calls": {name: {"module": module}}}
    path = ".".join(f"module.{name}" for name in names)
    return module, change(f"{path}::aws_s3_bucket.b" if path else "aws_s3_bucket.b", {})


def provider(tmp_path: Path, key: str, names: tuple[str, ...], entries: dict[str, Any], **more: Any) -> ProviderConfig:
    root, entry = in_module(key, *names)
    root["variables"] = more.pop("declared", {})
    return read(tmp_path, plan([entry], root, entries, **more)).resources[0].provider


def test_plain_and_aliased(tmp_path: Path) -> None:
    entries = {"aws": aws("eu-west-3"), "aws.us": aws("us-east-1", alias="us")}
    found = provider(tmp_path, "aws", (), entries)
    assert (found.name, found.source, found.alias, found.attributes) == (
        "aws",
        "hashicorp/aws",
        "",
        {"region": "eu-west-3"},
    )
    found = provider(tmp_path, "aws.us", (), entries)
    assert (found.alias, found.attributes) == ("us", {"region": "us-east-1"})


def test_without_entry_the_environment_decides(tmp_path: Path) -> None:
    found = provider(tmp_path, "aws", (), {})
    assert (found.name, found.declared, dict(found.attributes)) == ("aws", False, {})


def test_block_in_the_module(tmp_path: Path) -> None:
    entries = {"aws": aws("eu-west-3"), "module.m:aws": aws("eu-west-1", module_address="module.m")}
    assert provider(tmp_path, "module.m:aws", ("m",), entries).attributes == {"region": "eu-west-1"}


PASSED = aws(module_address="module.a.module.b")


def test_inheritance_since_terraform_1_5(tmp_path: Path) -> None:
    entries = {"aws": aws("eu-west-3"), "aws.us": aws("us-east-1", alias="us"), "module.a.module.b:aws": PASSED}
    assert provider(tmp_path, "module.a.module.b:aws", ("a", "b"), entries).attributes == {"region": "eu-west-3"}
    nearer = {**entries, "module.a:aws": aws("eu-north-1", module_address="module.a")}
    assert provider(tmp_path, "module.a.module.b:aws", ("a", "b"), nearer).attributes == {"region": "eu-north-1"}


@pytest.mark.parametrize(
    ("key", "version"), [("module.a.module.b:aws", "1.1"), ("module.a.module.b:aws", "0.2"), ("b:aws", "0.1")]
)
def test_before_it_only_one_candidate_is_certain(tmp_path: Path, key: str, version: str) -> None:
    one = {"aws": aws("eu-west-3"), "module.a.module.b:aws": PASSED}
    found = provider(tmp_path, key, ("a", "b"), one, format_version=version)
    assert found.attributes == {"region": "eu-west-3"}
    two = {**one, "aws.us": aws("us-east-1", alias="us")}
    found = provider(tmp_path, key, ("a", "b"), two, format_version=version)
    assert isinstance(found.attributes["region"], Unknown)
    assert isinstance(found.attributes["endpoints"], Unknown)
    same = {**one, "aws.again": aws("eu-west-3", alias="again")}
    found = provider(tmp_path, key, ("a", "b"), same, format_version=version)
    assert found.attributes == {"region": "eu-west-3"}


def test_only_an_alias_at_the_root_leaves_the_environment_possible(tmp_path: Path) -> None:
    entries = {"aws.us": aws("us-east-1", alias="us"), "module.a:aws": aws(module_address="module.a")}
    found = provider(tmp_path, "module.a:aws", ("a",), entries, format_version="1.0")
    assert isinstance(found.attributes["region"], Unknown)


def test_old_short_module_address_with_its_own_block(tmp_path: Path) -> None:
    entries = {"aws": aws("eu-west-3"), "module.b:aws": aws("us-east-1", module_address="module.b")}
    found = provider(tmp_path, "b:aws", ("a", "b"), entries, format_version="0.2")
    assert isinstance(found.attributes["region"], Unknown)


def test_alias_that_a_module_is_given_is_not_told(tmp_path: Path) -> None:
    entries = {
        "aws": aws("eu-west-3"),
        "aws.us": aws("us-east-1", alias="us"),
        "module.a:aws.peer": {"name": "aws.peer", "full_name": FULL, "module_address": "module.a"},
    }
    found = provider(tmp_path, "module.a:aws.peer", ("a",), entries)
    assert found.alias == "peer"
    assert isinstance(found.attributes["region"], Unknown)


def test_another_provider_of_the_same_name_is_no_candidate(tmp_path: Path) -> None:
    other = {**aws("us-east-1", alias="x"), "full_name": HOST + "somebody/aws"}
    entries = {"aws": aws("eu-west-3"), "aws.x": other, "module.a:aws": aws(module_address="module.a")}
    found = provider(tmp_path, "module.a:aws", ("a",), entries, format_version="1.0")
    assert found.attributes == {"region": "eu-west-3"}


VARIABLES = {"region": {"value": "eu-west-3"}, "map": {"value": {"r": "eu-north-1"}}, "none": {"value": ""}}


@pytest.mark.parametrize(
    ("references", "region"),
    [
        (["var.region"], "eu-west-3"),
        (["var.map.r", "var.map"], "eu-north-1"),
        (['var.map["r"]', "var.map"], "eu-north-1"),
        (["var.region", "var.region"], None),
        (["var.map", "var.region"], None),
        (["var.none"], None),
        (["var.nowhere"], None),
        (["local.region"], None),
        (["data.aws_region.current.name", "data.aws_region.current"], "eu-south-1"),
        ([], None),
    ],
)
def test_variables(tmp_path: Path, references: list[str], region: str | None) -> None:
    data = {
        "address": "data.aws_region.current",
        "mode": "data",
        "type": "aws_region",
        "name": "current",
        "values": {"name": "eu-south-1"},
    }
    entries = {"aws": aws({"references": references})}
    root, entry = in_module("aws")
    document = plan(
        [entry],
        root,
        entries,
        variables=VARIABLES,
        prior_state={"values": {"root_module": {"resources": [data]}}},
    )
    found = resource(read(tmp_path, document), "aws_s3_bucket.b").provider.attributes["region"]
    assert found == region if region else isinstance(found, Unknown)


def test_sensitive_variable_is_not_read(tmp_path: Path) -> None:
    found = provider(
        tmp_path,
        "aws",
        (),
        {"aws": aws({"references": ["var.region"]})},
        variables=VARIABLES,
        declared={"region": {"sensitive": True}},
    )
    assert unknown(found.attributes["region"]).detail == "sensitive value: not read"


def test_variable_of_a_module_is_followed_to_the_root(tmp_path: Path) -> None:
    inner = {"resources": [block("aws_s3_bucket.b", "module.m:aws")], "variables": {"r": {}}}
    root = {"module_calls": {"m": {"expressions": {"r": {"references": ["var.region"]}}, "module": inner}}}
    entries = {"module.m:aws": aws({"references": ["var.r"]}, module_address="module.m")}
    document = plan([change("module.m::aws_s3_bucket.b", {})], root, entries, variables=VARIABLES)
    assert read(tmp_path, document).resources[0].provider.attributes == {"region": "eu-west-3"}


def test_arn_of_the_resource_is_stronger_than_its_provider(tmp_path: Path) -> None:
    root, entry = in_module("aws")
    entry["change"]["after"] = {"arn": "arn:aws:s3express:eu-west-1:123456789012:bucket/x"}
    found = read(tmp_path, plan([entry], root, {"aws": aws("eu-west-3")})).resources[0]
    assert found.provider.attributes == {"region": "eu-west-1"}

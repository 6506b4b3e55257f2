"""States of version 4: what they tell by themselves, how references are found, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plan_document import read
from terraform_tree import addresses, edges, resource, unknown

from hds_policy.errors import UsageError
from hds_policy.model import Cause, Inventory

AWS = 'provider["registry.terraform.io/hashicorp/aws"]'


def entry(address: str, attributes: Any, **given: Any) -> dict[str, Any]:
    """A managed resource with one instance; ``given`` sets members of the instance, or ``module`` and ``provider``."""
    type_name, _, name = address.partition(".")
    made = {"mode": "managed", "type": type_name, "name": name, "provider": given.pop("provider", AWS)}
    for member in ("module", "mode"):
        if member in given:
            made[member] = given.pop(member)
    return {**made, "instances": [{"attributes": attributes, **given}]}


def state(tmp_path: Path, *entries: Any, **more: Any) -> Inventory:
    document = {"version": 4, "serial": 1, "lineage": "x", "resources": list(entries), **more}
    return read(tmp_path, document, "terraform.tfstate")


@pytest.mark.parametrize(("version", "hint"), [(3, "0.12"), (1, "0.12"), (5, "update")])
def test_other_versions_are_refused_with_what_to_do(tmp_path: Path, version: int, hint: str) -> None:
    with pytest.raises(UsageError, match=f"state version {version}") as error:
        state(tmp_path, version=version)
    assert hint in error.value.hint


def test_addresses_and_keys(tmp_path: Path) -> None:
    found = state(
        tmp_path,
        entry("a_b.c", {}, index_key='k"x'),
        entry("a_b.d", {}, index_key=0, module='module.m["p"]'),
        entry("a_b.e", {}, mode="data"),
    )
    assert addresses(found) == ['a_b.c["k\\"x"]', "data.a_b.e", 'module.m["p"].a_b.d[0]']


@pytest.mark.parametrize(
    ("stated", "name", "source", "alias"),
    [
        (AWS, "aws", "hashicorp/aws", ""),
        (f"{AWS}.us", "aws", "hashicorp/aws", "us"),
        (f'module.a["x"].{AWS}.us["k"]', "aws", "hashicorp/aws", "us"),
        ('provider["registry.opentofu.org/ovh/ovh"]', "ovh", "ovh/ovh", ""),
        ('provider["registry.terraform.io/hashicorp/google-beta"]', "google-beta", "hashicorp/google-beta", ""),
        ('provider["example.org/corp/cloud"]', "cloud", "example.org/corp/cloud", ""),
        ("provider.aws.us", "aws", "", "us"),
        ("module.m.provider.aws", "aws", "", ""),
        ("nonsense", "a", "", ""),
    ],
)
def test_providers(tmp_path: Path, stated: str, name: str, source: str, alias: str) -> None:
    provider = resource(state(tmp_path, entry("a_b.c", {}, provider=stated)), "a_b.c").provider
    assert (provider.name, provider.source, provider.alias, provider.declared) == (name, source, alias, False)


@pytest.mark.parametrize(
    ("type_name", "attributes", "region"),
    [
        ("aws_db_instance", {"arn": "arn:aws:rds:eu-west-3:123456789012:db:x"}, "eu-west-3"),
        ("aws_sns_topic", {"id": "arn:aws-us-gov:sns:us-gov-west-1:123456789012:x"}, "us-gov-west-1"),
        ("aws_ebs_volume", {"availability_zone": "eu-central-1a"}, "eu-central-1"),
        ("aws_db_instance", {"arn": "arn:aws:rds:eu-west-3:1:db:x", "availability_zone": "eu-west-1a"}, "eu-west-3"),
        ("aws_s3_bucket", {"arn": "arn:aws:s3:::b", "id": "b"}, None),
        ("aws_instance", {"availability_zone": "us-east-1-bos-1a"}, None),
        ("aws_iam_role", {"arn": "arn:aws:iam::123456789012:role/r"}, None),
        ("scaleway_x", {"arn": "arn:aws:rds:eu-west-3:1:db:x"}, None),
    ],
)
def test_region_that_a_resource_tells_itself(
    tmp_path: Path, type_name: str, attributes: dict[str, Any], region: str | None
) -> None:
    found = resource(state(tmp_path, entry(f"{type_name}.x", attributes)), f"{type_name}.x")
    assert found.provider.attributes.get("region") == region


def test_sensitive_attributes(tmp_path: Path) -> None:
    def path(*names: Any) -> list[Any]:
        return [{"type": "get_attr" if isinstance(name, str) else "index", "value": name} for name in names]

    secret = [path("top"), path("map", "key"), path("list", 0, "inner")]
    attributes = {"top": "s1", "map": {"key": "s2", "other": "o"}, "list": [{"inner": "s3"}], "token": "s4"}
    found = state(tmp_path, entry("a_b.c", attributes, sensitive_attributes=secret))
    read_attributes = resource(found, "a_b.c").attributes
    assert isinstance(read_attributes["map"], dict)
    assert read_attributes["map"]["other"] == "o"
    for value in (read_attributes[name] for name in ("top", "list", "token")):
        assert unknown(value).detail == "sensitive value: not read"
    assert not any(text in repr(found) for text in ("s1", "s2", "s3", "s4"))


def test_references_by_value(tmp_path: Path) -> None:
    arn = "arn:aws:logs:eu-west-3:123456789012:log-group:g"
    uuid = "fr-par/11111111-2222-4333-8444-555555555555"
    found = state(
        tmp_path,
        entry("aws_s3_bucket.b", {"id": "b", "bucket": "b", "arn": "arn:aws:s3:::b"}),
        entry("aws_s3_bucket_policy.b", {"id": "b", "bucket": "b"}, dependencies=["aws_s3_bucket.b"]),
        entry(
            "aws_s3_bucket_logging.b",
            {"id": "b", "bucket": "b", "note": "arn:aws:s3:::b/prefix"},
            dependencies=["aws_s3_bucket.b", "aws_s3_bucket_policy.b"],
        ),
        entry("aws_cloudwatch_log_group.g", {"arn": arn, "name": "g"}),
        entry("aws_x.trail", {"log": [{"group": f"{arn}:*"}], "name": "g"}),
        entry("scaleway_rdb_instance.i", {"id": uuid}),
        entry("scaleway_rdb_read_replica.r", {"instance_id": uuid}),
        entry("a_b.far", {"env": "b", "bucket": "b"}),
        entry("aws_x.sink", {"env": "b", "to": [{"bucket_name": "b"}]}),
    )
    assert edges(found) == {
        ("aws_s3_bucket_policy.b", "bucket", "aws_s3_bucket.b", "id"),
        ("aws_s3_bucket_logging.b", "bucket", "aws_s3_bucket.b", "id"),
        ("aws_s3_bucket_logging.b", "note", "aws_s3_bucket.b", "arn"),
        ("aws_x.sink", "to.bucket_name", "aws_s3_bucket.b", "id"),
        ("aws_x.trail", "log.group", "aws_cloudwatch_log_group.g", "arn"),
        ("scaleway_rdb_read_replica.r", "instance_id", "scaleway_rdb_instance.i", "id"),
    }


def test_what_cannot_be_read_is_a_gap(tmp_path: Path) -> None:
    found = state(
        tmp_path,
        entry("a_b.flat", None, attributes_flat={"id": "x", "tags.%": "0"}),
        {**entry("a_b.c", {"x": 1}), "instances": [{"attributes": {"x": 1}}, {"attributes": {"x": 2}, "deposed": "d"}]},
    )
    assert [(gap.what, gap.cause) for gap in found.unread] == [
        ("a_b.c", Cause.UNRESOLVED_VALUE),
        ("a_b.flat", Cause.UNRESOLVED_VALUE),
    ]
    assert resource(found, "a_b.c").attributes == {"x": 1}
    assert addresses(found) == ["a_b.c", "a_b.flat"]


@pytest.mark.parametrize("resources", [1, "x", {"a": 1}, [1], [[]], [{"instances": 1}], [{"instances": [1]}]])
def test_resources_of_another_shape_are_refused(tmp_path: Path, resources: Any) -> None:
    with pytest.raises(UsageError, match="is not a list of objects"):
        read(tmp_path, {"version": 4, "serial": 1, "resources": resources}, "s.tfstate")


@pytest.mark.parametrize("resources", [None, [], [{"instances": None}]])
def test_empty_state_has_nothing(tmp_path: Path, resources: Any) -> None:
    found = read(tmp_path, {"version": 4, "serial": 1, "resources": resources}, "s.tfstate")
    assert (found.resources, found.unread) == ((), ())

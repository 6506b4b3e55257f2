"""Plans: what is taken, what is unknown, what is a gap, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plan_document import block, change, plan, read
from terraform_tree import addresses, edges, resource, unknown

from hds_policy.errors import UsageError
from hds_policy.model import Cause

AWS = {"aws": {"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws"}}


@pytest.mark.parametrize("version", ["0.1", "0.2", "1.0", "1.2", "1.99"])
def test_known_formats(tmp_path: Path, version: str) -> None:
    document = plan([change("a_b.c", {"x": 1})], {"resources": [block("a_b.c", "a")]}, format_version=version)
    assert addresses(read(tmp_path, document)) == ["a_b.c"]


@pytest.mark.parametrize("version", ["2.0", "10.1", "", "x", 1])
def test_other_formats_are_refused(tmp_path: Path, version: Any) -> None:
    with pytest.raises(UsageError, match="plan format"):
        read(tmp_path, plan([], {}, format_version=version))


def test_empty_plan_has_nothing_and_no_gap(tmp_path: Path) -> None:
    found = read(tmp_path, plan([], {}))
    assert (found.resources, found.unread) == ((), ())
    assert [one.path for one in found.inputs] == ["plan.json"]


@pytest.mark.parametrize(
    ("actions", "kept"),
    [
        (["no-op"], True),
        (["create"], True),
        (["update"], True),
        (["delete", "create"], True),
        (["create", "forget"], True),
        (["delete"], False),
        (["forget"], False),
    ],
)
def test_actions(tmp_path: Path, actions: list[str], kept: bool) -> None:
    found = read(tmp_path, plan([change("a_b.c", {"x": 1}, actions=actions)], {}))
    assert addresses(found) == (["a_b.c"] if kept else [])


def test_object_that_was_put_aside_is_not_the_resource(tmp_path: Path) -> None:
    aside = change("a_b.c", {"x": "old"}, actions=["delete", "create"], deposed="00000001")
    assert addresses(read(tmp_path, plan([aside], {}))) == []
    both = plan([aside, change("a_b.c", {"x": "new"})], {})
    assert resource(read(tmp_path, both), "a_b.c").attributes == {"x": "new"}


def test_relative_address_is_completed(tmp_path: Path) -> None:
    entry = change('module.m["k"]::a_b.c', {"x": 1})
    entry["address"] = "a_b.c"
    assert addresses(read(tmp_path, plan([entry], {}))) == ['module.m["k"].a_b.c']


def test_unknown_and_sensitive_are_laid_over_the_values(tmp_path: Path) -> None:
    entry = change(
        "a_b.c",
        {
            "plain": "p",
            "tags": {"k": "v"},
            "rule": [{"x": "1"}, {"x": "2"}],
            "hidden": "s3cr",
            "empty": None,
            "old": "",
        },
        after_unknown={"id": True, "tags": {"u": True}, "rule": [{"y": True}, {}], "late": [{"z": True}]},
        after_sensitive={"hidden": True, "tags": {}, "rule": [{}, {"x": True}]},
    )
    attributes = resource(read(tmp_path, plan([entry], {})), "a_b.c").attributes
    assert attributes["plain"] == "p"
    assert unknown(attributes["id"]).cause is Cause.KNOWN_AFTER_APPLY
    tags, rule, late = attributes["tags"], attributes["rule"], attributes["late"]
    assert isinstance(tags, dict) and isinstance(rule, list) and isinstance(late, list)
    assert tags["k"] == "v"
    assert unknown(tags["u"]).cause is Cause.KNOWN_AFTER_APPLY
    assert isinstance(rule[0], dict) and isinstance(rule[1], dict) and isinstance(late[0], dict)
    assert rule[0]["x"] == "1"
    assert unknown(rule[0]["y"]).cause is Cause.KNOWN_AFTER_APPLY
    assert unknown(rule[1]["x"]).detail == "sensitive value: not read"
    assert unknown(late[0]["z"]).cause is Cause.KNOWN_AFTER_APPLY
    assert unknown(attributes["hidden"]).detail == "sensitive value: not read"
    assert "empty" not in attributes
    assert "old" not in attributes


@pytest.mark.parametrize("marks", [[{"x": True}], {"x": [True]}, True])
def test_marks_of_another_shape_make_the_whole_unknown(tmp_path: Path, marks: Any) -> None:
    entry = change("a_b.c", {"v": "text"}, after_unknown={"v": marks})
    value = resource(read(tmp_path, plan([entry], {})), "a_b.c").attributes["v"]
    assert unknown(value).cause is Cause.KNOWN_AFTER_APPLY


def test_secrets_are_masked_by_name_where_a_format_has_no_marks(tmp_path: Path) -> None:
    found = read(tmp_path, plan([change("a_b.c", {"password": "hunter2"})], {}, format_version="0.1"))
    assert unknown(resource(found, "a_b.c").attributes["password"]).detail == "sensitive value: not read"


def test_block_that_mirrors_a_separate_resource_is_left_to_it(tmp_path: Path) -> None:
    marks = {"logging": True, "replication_configuration": True, "policy": True}
    configured = block("aws_s3_bucket.b", "a", {"logging": [{"target_bucket": {"references": ["local.x"]}}]})
    found = read(tmp_path, plan([change("aws_s3_bucket.b", {}, after_unknown=marks)], {"resources": [configured]}))
    assert sorted(resource(found, "aws_s3_bucket.b").attributes) == ["logging", "policy"]


def test_place_that_the_provider_chooses_is_left_to_the_provider(tmp_path: Path) -> None:
    marks = {"region": True, "zone": True}
    configured = block("a_b.set", "a", {"zone": {"references": ["var.z"]}})
    found = read(
        tmp_path,
        plan(
            [change("a_b.set", {}, after_unknown=marks), change("a_b.bare", {}, after_unknown=marks)],
            {"resources": [configured]},
        ),
    )
    assert list(resource(found, "a_b.set").attributes) == ["zone"]
    # Without its block, nothing says that the configuration leaves it to the provider.
    assert sorted(resource(found, "a_b.bare").attributes) == ["region", "zone"]


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"errored": True, "complete": False}, Cause.BAD_RESPONSE),
        ({"complete": False}, Cause.UNRESOLVED_VALUE),
        ({"deferred_changes": [{"reason": "absent_prereq", "resource_change": {"address": "a_b.d"}}]}, "put off"),
    ],
)
def test_what_a_plan_states_as_missing_is_a_gap(tmp_path: Path, more: dict[str, Any], cause: Any) -> None:
    found = read(tmp_path, plan([change("a_b.c", {})], {"resources": [block("a_b.c", "a")]}, **more))
    assert len(found.unread) == 1
    assert cause in (found.unread[0].cause, found.unread[0].detail.partition(":")[0])


def test_block_without_instance_is_a_gap_unless_it_is_repeated(tmp_path: Path) -> None:
    inside = {"module": {"resources": [block("a_b.in", "a")]}}
    root = {
        "resources": [block("a_b.lost", "a"), block("a_b.none", "a", count_expression={"constant_value": 0})],
        "module_calls": {"one": inside, "many": {**inside, "for_each_expression": {}}},
    }
    found = read(tmp_path, plan([], root))
    assert sorted(gap.what for gap in found.unread) == ["a_b.lost", "module.one.a_b.in"]
    assert found.not_instantiated == 2


def test_without_configuration_providers_are_unknown_and_a_gap(tmp_path: Path) -> None:
    found = read(tmp_path, plan([change("aws_s3_bucket.b", {})], None))
    assert [gap.what for gap in found.unread] == ["plan.json"]
    provider = resource(found, "aws_s3_bucket.b").provider
    assert unknown(provider.attributes["region"]).cause is Cause.UNRESOLVED_VALUE
    assert unknown(provider.attributes["endpoints"]).cause is Cause.UNRESOLVED_VALUE


def test_planned_values_are_read_when_there_are_no_changes(tmp_path: Path) -> None:
    values = {
        "root_module": {
            "resources": [{"address": "a_b.c", "mode": "managed", "type": "a_b", "name": "c", "values": {"x": 1}}],
            "child_modules": [
                {
                    "address": 'module.m["k"]',
                    "resources": [
                        {"address": 'module.m["k"].a_b.d', "mode": "managed", "type": "a_b", "name": "d", "values": {}}
                    ],
                }
            ],
        }
    }
    configured = [block("a_b.c", "a", {"x": {"constant_value": 1}, "y": {"references": ["a_b.z.id", "a_b.z"]}})]
    document = plan([], {"resources": configured}, planned_values=values)
    del document["resource_changes"]
    found = read(tmp_path, document)
    assert addresses(found) == ["a_b.c", 'module.m["k"].a_b.d']
    attributes = resource(found, "a_b.c").attributes
    assert attributes["x"] == 1
    assert unknown(attributes["y"]).cause is Cause.KNOWN_AFTER_APPLY


def test_data_sources(tmp_path: Path) -> None:
    read_before = {"address": "data.a_b.old", "mode": "data", "type": "a_b", "name": "old", "values": {"name": "n"}}
    later = {**block("a_b.later", "a", {"k": {"constant_value": "v"}, "u": {"references": ["a_b.c"]}}), "mode": "data"}
    during = change("a_b.now", {"x": 1}, actions=["read"])
    during.update(address="data.a_b.now", mode="data")
    document = plan(
        [during], {"resources": [later]}, prior_state={"values": {"root_module": {"resources": [read_before]}}}
    )
    found = read(tmp_path, document)
    assert {one.address: one.is_data for one in found.resources} == {
        "data.a_b.later": True,
        "data.a_b.now": True,
        "data.a_b.old": True,
    }
    assert resource(found, "data.a_b.old").attributes == {"name": "n"}
    assert resource(found, "data.a_b.later").attributes["k"] == "v"
    unknown(resource(found, "data.a_b.later").attributes["u"])


def reference_plan() -> Any:
    nested = {"rule": [{"to": {"references": ["a_b.x.arn", "a_b.x"]}}], "plain": {"constant_value": "a_b.x"}}
    root = {
        "resources": [
            block("a_b.x", "a"),
            block("a_b.many", "a", for_each_expression={}),
            block("a_b.user", "a", nested, depends_on=["module.m"]),
            block("a_b.each", "a", {"k": {"references": ["a_b.many", "each.key"]}}, for_each_expression={}),
            block("a_b.one", "a", {"k": {"references": ['a_b.many["q"].id', 'a_b.many["q"]', "a_b.many"]}}),
            block("a_b.out", "a", {"o": {"references": ["module.m.id", "module.m"]}}),
            block("a_b.local", "a", {"l": {"references": ["local.x"]}, "self": {"references": ["a_b.local"]}}),
        ],
        "module_calls": {
            "m": {
                "expressions": {"v": {"references": ["a_b.x.name", "a_b.x"]}},
                "module": {
                    "resources": [block("a_b.in", "a", {"via": {"references": ["var.v"]}})],
                    "outputs": {"id": {"expression": {"references": ["a_b.in.id", "a_b.in"]}}},
                },
            }
        },
    }
    changes = [change(f"a_b.{name}", {}) for name in ("x", "user", "one", "out", "local")]
    changes += [change(f'a_b.{name}["{key}"]', {}, index=key) for name in ("many", "each") for key in ("p", "q")]
    changes.append(change("module.m::a_b.in", {}))
    return plan(changes, root)


def test_references(tmp_path: Path) -> None:
    assert edges(read(tmp_path, reference_plan())) == {
        ("a_b.user", "rule.to", "a_b.x", "arn"),
        ("a_b.user", "depends_on", "module.m.a_b.in", ""),
        ('a_b.each["p"]', "k", 'a_b.many["p"]', ""),
        ('a_b.each["q"]', "k", 'a_b.many["q"]', ""),
        ("a_b.one", "k", 'a_b.many["q"]', "id"),
        ("a_b.out", "o", "module.m.a_b.in", "id"),
        ("module.m.a_b.in", "via", "a_b.x", "name"),
    }


def test_hostile_shapes_do_not_break_the_reader(tmp_path: Path) -> None:
    for value in (None, 1, "x", [], [1], {"a": 1}, [[]], [{"change": 1}], [{"address": 5, "change": {"actions": "x"}}]):
        document = {
            "format_version": "1.2",
            "planned_values": value,
            "prior_state": value,
            "deferred_changes": value,
            "variables": value,
            "configuration": {"provider_config": value, "root_module": {"resources": value, "module_calls": value}},
        }
        assert all(one.root == "." for one in read(tmp_path, document).resources)


@pytest.mark.parametrize("changes", [1, "x", {"a": 1}, [1], [[]], [None]])
def test_changes_of_another_shape_are_refused(tmp_path: Path, changes: Any) -> None:
    with pytest.raises(UsageError, match="resource_changes is not a list of objects"):
        read(tmp_path, plan(changes, {}))

"""hashicorp/awscc has the resources of hashicorp/aws under other names: what is decided of one holds for the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from hds_policy.catalogue import DATA_ROLES, Decision, load_catalogue

TYPES = Path(__file__).with_name("types")

# The set of aws makes nothing before it has instances; in awscc they stand in the set itself.
DIFFERENT = {"awscc_cloudformation_stack_set"}


def listed(provider: str) -> list[str]:
    return (TYPES / f"{provider}.txt").read_text(encoding="utf-8").split()


def pairs() -> list[tuple[str, str]]:
    of_aws = {name.removeprefix("aws_").replace("_", ""): name for name in listed("aws")}
    told = {name: of_aws.get(name.removeprefix("awscc_").replace("_", "")) for name in listed("awscc")}
    return [(name, other) for name, other in told.items() if other and name not in DIFFERENT]


def decided(name: str) -> Decision:
    found = load_catalogue().decision(name, "")
    assert found is not None, name
    return found


def test_types_of_the_same_name_are_decided_alike() -> None:
    same = pairs()
    assert len(same) > 500
    for name, other in same:
        one, two = decided(name), decided(other)
        assert (one.role, one.model, one.service) == (two.role, two.model, two.service), name
        assert (one.suspected, one.operated_by) == (two.suspected, two.operated_by), name


def test_what_lies_everywhere_or_nowhere_told_is_so_under_both_names() -> None:
    seen = 0
    for name, other in pairs():
        by_nature = [look_up for look_up in decided(other).region if look_up.startswith("=")]
        if by_nature and decided(other).role in DATA_ROLES:
            seen += 1
            assert decided(name).region == decided(other).region, name
    assert seen > 5


@pytest.mark.parametrize(
    ("name", "operators"),
    [
        ("awscc_odb_cloud_vm_cluster", {"oracle"}),
        ("awscc_s3outposts_bucket", {"customer"}),
        ("awscc_awsexternalanthropic_workspace", {"anthropic"}),
        ("awscc_s3_bucket", set()),
    ],
)
def test_who_operates_it(name: str, operators: set[str]) -> None:
    assert set(decided(name).operated_by.values()) == operators

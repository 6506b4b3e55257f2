"""Flows whose other end was not read: which of them are open, from where, and what an ARN tells of the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import NO_VALUE, inventory, resource, write_catalogue
from far_catalogue import FAR

from hds_policy.catalogue import Catalogue
from hds_policy.config import Estate
from hds_policy.model import Edge, OpenFlow, Resource, Step, ToldBy
from hds_policy.propagation import Classified, classify

HEALTH = {"hds_data": "true"}
BUCKET, LINK = "far_bucket.b", "far_replication.r"
VIRGINIA = "arn:cloud:s3:us-east-1:123456789012:bucket/copy"
WITHOUT_REGION = "arn:aws:s3:::copy"
TO_BUCKET = (LINK, "bucket", BUCKET)


@pytest.fixture
def far(tmp_path: Path) -> Catalogue:
    return Catalogue(write_catalogue(tmp_path / "far", far=FAR))


def bucket(name: str = "b", **attributes: object) -> Resource:
    return resource(f"far_bucket.{name}", {"tags": HEALTH, **attributes})


def link(destination: object) -> Resource:
    return resource(LINK, {"bucket": NO_VALUE, "rule": [{"destination": destination}], "key": "k"})


def classified(far: Catalogue, *seen: Resource, links: list[tuple[str, str, str]] | None = None) -> Classified:
    return classify(inventory(*seen, references=links or []), far, Estate.default())


def replicated_to(region: str, partition: str = "cloud") -> OpenFlow:
    return OpenFlow(BUCKET, LINK, "rule.destination", "copies_to", region, partition if region else "")


@pytest.mark.parametrize(
    ("destination", "partition", "region"),
    [
        (VIRGINIA, "cloud", "us-east-1"),
        ("arn:aws-cn:rds:cn-north-1:1:db:x", "aws-cn", "cn-north-1"),
        (WITHOUT_REGION, "", ""),
        ("a-name", "", ""),
        ("https://elsewhere.example/x", "", ""),
        (NO_VALUE, "", ""),
        (True, "", ""),
    ],
)
def test_what_a_link_names_and_was_not_read_is_open(
    far: Catalogue, destination: object, partition: str, region: str
) -> None:
    found = classified(far, bucket(), link(destination), links=[TO_BUCKET])
    assert found.open_flows == (replicated_to(region, partition),)


@pytest.mark.parametrize("destination", ["", None, [], {}])
def test_what_names_nothing_is_not_open(far: Catalogue, destination: object) -> None:
    assert classified(far, bucket(), link(destination), links=[TO_BUCKET]).open_flows == ()


def test_a_reference_that_leads_to_something_read_is_no_open_end(far: Catalogue) -> None:
    """Its value is not known before apply, and that does not matter: it is judged where it lies."""
    links = [TO_BUCKET, (LINK, "rule.destination", "far_bucket.copy")]
    found = classified(far, bucket(), link(NO_VALUE), resource("far_bucket.copy"), links=links)
    assert found.open_flows == ()
    assert found.classes["far_bucket.copy"].path == (Step(BUCKET, "far_bucket.copy", "copies_to", "bucket", LINK),)


def test_an_arn_written_out_beside_a_reference_is_open_and_a_name_may_be_that_of_the_reference(far: Catalogue) -> None:
    links = [TO_BUCKET, (LINK, "rule.destination", "far_bucket.copy")]
    beside = link([NO_VALUE, VIRGINIA, "copy", WITHOUT_REGION])
    found = classified(far, bucket(), beside, resource("far_bucket.copy"), links=links)
    assert found.open_flows == (replicated_to(""), replicated_to("us-east-1"))


def test_each_region_is_one_open_end(far: Catalogue) -> None:
    several = link([VIRGINIA, VIRGINIA + "2", "x", "y", NO_VALUE, "arn:aws:s3:eu-west-3:1:z"])
    found = classified(far, bucket(), several, links=[TO_BUCKET])
    assert [flow.region for flow in found.open_flows] == ["", "eu-west-3", "us-east-1"]


def test_only_health_data_has_open_ends(far: Catalogue) -> None:
    plain = resource(BUCKET, {"tags": {"hds": "no"}})
    assert classified(far, plain, link(VIRGINIA), links=[TO_BUCKET]).open_flows == ()


def test_health_data_that_only_flows_to_the_source_leaves_by_it_too(far: Catalogue) -> None:
    origin = bucket("origin")
    links = [TO_BUCKET, (BUCKET, "origin", origin.key)]
    found = classified(far, origin, resource(BUCKET), link(VIRGINIA), links=links)
    assert found.open_flows == (replicated_to("us-east-1"),)


def test_an_end_that_the_resource_itself_names(far: Catalogue) -> None:
    found = classified(far, bucket(log=[{"bucket": "logs"}]))
    assert found.open_flows == (OpenFlow(BUCKET, BUCKET, "log.bucket", "copies_to", ""),)


def test_an_unknown_block_may_name_an_end(far: Catalogue) -> None:
    found = classified(far, bucket(log=NO_VALUE))
    assert found.open_flows == (OpenFlow(BUCKET, BUCKET, "log.bucket", "copies_to", ""),)


def test_a_kind_along_which_no_data_travels_has_no_open_end(far: Catalogue) -> None:
    found = classified(far, bucket(), link(""), links=[TO_BUCKET])
    assert found.open_flows == ()


def test_a_mount_named_at_its_target_is_open(far: Catalogue) -> None:
    machine = resource("far_machine.m", {"tags": HEALTH, "disk": "disk-1"})
    assert classified(far, machine).open_flows == (OpenFlow(machine.key, machine.key, "disk", "mounts", ""),)
    disk = resource("far_disk.d", {"tags": HEALTH})
    attached = resource("far_attachment.a", {"disk": NO_VALUE, "machine": "i-1"})
    found = classified(far, disk, attached, links=[(attached.key, "disk", disk.key)])
    assert found.open_flows == (OpenFlow(disk.key, attached.key, "machine", "mounts", ""),)


@pytest.mark.parametrize("attached", [True, False])
def test_a_mount_named_at_its_source_is_open_too(far: Catalogue, attached: bool) -> None:
    """A machine writes to the share it mounts: with health data on the machine, the share is an open end."""
    machine = resource("far_machine.m", {"tags": HEALTH, **({} if attached else {"share": VIRGINIA})})
    holder = resource("far_attachment.a", {"disk": VIRGINIA, "machine": NO_VALUE}) if attached else machine
    links = [(holder.key, "machine", machine.key)] if attached else []
    found = classified(far, *{machine.key: machine, holder.key: holder}.values(), links=links)
    path = "disk" if attached else "share"
    assert found.open_flows == (OpenFlow(machine.key, holder.key, path, "mounts", "us-east-1", "cloud"),)


def test_a_data_source_that_data_flows_to_carries_it_and_is_no_open_end(far: Catalogue) -> None:
    """It is read, so it is judged by the region of its own provider; one that nothing flows to has no class."""
    there = resource("far_bucket.there", is_data=True, settings={"region": "us-east-1"})
    idle = resource("far_bucket.idle", is_data=True)
    links = [TO_BUCKET, (LINK, "rule.destination", there.key)]
    found = classified(far, bucket(), link(NO_VALUE), there, idle, links=links)
    assert found.open_flows == ()
    assert found.classes[there.key].health
    assert idle.key not in found.classes


def test_a_data_source_that_is_tagged_is_a_start(far: Catalogue) -> None:
    there = resource("far_bucket.there", {"tags": HEALTH}, is_data=True)
    copy = resource("far_bucket.copy")
    found = classified(far, there, copy, links=[(copy.key, "origin", there.key)])
    assert found.classes[there.key].health
    assert found.classes[copy.key].health


def test_of_a_long_way_the_last_steps_are_shown(far: Catalogue) -> None:
    """24 of them, so that a chain of copies does not write its whole past into every link."""
    number = 1500
    chain = [bucket("b0"), *(resource(f"far_bucket.b{i}") for i in range(1, number))]
    links = [(f"far_bucket.b{i}", "origin", f"far_bucket.b{i - 1}") for i in range(1, number)]
    classes = classified(far, *chain, links=links).classes
    assert all(entry.health for entry in classes.values())
    assert [len(classes[f"far_bucket.b{i}"].path) for i in (1, 23, 24, 25, number - 1)] == [1, 23, 24, 24, 24]
    last = classes[f"far_bucket.b{number - 1}"]
    assert last.path[-1].target == f"far_bucket.b{number - 1}"
    assert last.path[0].source == f"far_bucket.b{number - 25}"
    assert "from far_bucket.b0, over 1499 steps" in last.evidence
    assert "steps" not in classes["far_bucket.b24"].evidence


def test_the_edges_tell_also_what_carries_no_data(far: Catalogue) -> None:
    key = resource("far_key.k")
    links = [TO_BUCKET, (LINK, "key", key.key), (LINK, "rule.destination", "far_bucket.copy")]
    found = classified(far, bucket(), resource("far_bucket.copy"), link(NO_VALUE), key, links=links)
    assert found.edges == (
        Edge(BUCKET, "far_bucket.copy", "copies_to", "bucket", LINK, ToldBy.REFERENCE),
        Edge(BUCKET, key.key, "encrypts", "bucket", LINK, ToldBy.REFERENCE),
    )

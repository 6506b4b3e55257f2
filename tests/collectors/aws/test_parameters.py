"""What a call is always asked with is asked for, also by the calls that everything begins with."""

from __future__ import annotations

from recorded import told_by


def test_snapshots_and_images_of_this_account_alone_are_asked_for() -> None:
    told = told_by(
        "ec2",
        [
            ("ec2.describe_instances", {}, {"Reservations": []}),
            ("ec2.describe_volumes", {}, {"Volumes": []}),
            ("ec2.describe_snapshots", {"OwnerIds": ["self"]}, {"Snapshots": []}),
            ("ec2.describe_images", {"Owners": ["self"]}, {"Images": []}),
            ("ec2.describe_subnets", {}, {"Subnets": []}),
            ("ec2.describe_launch_templates", {}, {"LaunchTemplates": []}),
        ],
    )
    assert (told.live, told.gaps, told.calls) == ([], {}, 6)


def test_queues_are_asked_for_page_by_page() -> None:
    first = {"QueueUrls": [], "NextToken": "more"}
    told = told_by(
        "sqs",
        [
            ("sqs.list_queues", {"MaxResults": 1000}, first),
            ("sqs.list_queues", {"MaxResults": 1000, "NextToken": "more"}, {"QueueUrls": []}),
        ],
    )
    assert not told.gaps


def test_clusters_that_ended_hold_nothing() -> None:
    there = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"]
    assert not told_by("emr", [("emr.list_clusters", {"ClusterStates": there}, {"Clusters": []})]).gaps

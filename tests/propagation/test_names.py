"""Resources named by what is written out: names, ARNs, addresses; and what is chosen by tag. The shipped catalogue."""

from __future__ import annotations

import pytest
from building import NO_VALUE, inventory, resource
from msgspec.structs import replace

from hds_policy.catalogue import load_catalogue
from hds_policy.config import Estate
from hds_policy.model import Edge, Resource, ToldBy
from hds_policy.propagation import Classified, classify

HEALTH = {"data_classification": "health"}
PARIS = "eu-west-3"


def classified(*seen: Resource, links: list[tuple[str, str, str]] | None = None) -> Classified:
    return classify(inventory(*seen, references=links or []), load_catalogue(), Estate.default())


def bucket(name: str = "patients", **attributes: object) -> Resource:
    return resource("aws_s3_bucket.b", {"bucket": name, "tags": HEALTH, **attributes})


def subscription(log_group: str, destination: object) -> Resource:
    return resource(
        "aws_cloudwatch_log_subscription_filter.f", {"log_group_name": log_group, "destination_arn": destination}
    )


def log_group(name: str = "/aws/ehr") -> Resource:
    return resource("aws_cloudwatch_log_group.g", {"name": name, "tags": HEALTH})


OURS = {"allowed_account_ids": ["123456789012"]}
STREAM = resource("aws_kinesis_stream.s", {"name": "patients", "region": PARIS}, settings=OURS)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:kinesis:eu-west-3:123456789012:stream/patients",
        "arn:aws:kinesis::123456789012:stream/patients",
        " arn:aws:kinesis:eu-west-3:123456789012:stream/patients ",
    ],
)
def test_an_arn_written_out_names_what_was_read(arn: str) -> None:
    found = classified(log_group(), subscription("/aws/ehr", arn), STREAM)
    assert found.open_flows == ()
    assert found.classes[STREAM.key].health
    assert found.edges == (
        Edge(
            "aws_cloudwatch_log_group.g",
            STREAM.key,
            "streams_to",
            "log_group_name",
            "aws_cloudwatch_log_subscription_filter.f",
            ToldBy.NAME,
        ),
    )


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:kinesis:us-east-1:123456789012:stream/patients",
        "arn:aws:kinesis:eu-west-3:123456789012:stream/others",
        "arn:aws:firehose:eu-west-3:123456789012:deliverystream/patients",
    ],
    ids=["another region", "another name", "another service"],
)
def test_an_arn_of_something_else_is_an_open_end(arn: str) -> None:
    found = classified(log_group(), subscription("/aws/ehr", arn), STREAM)
    assert not found.classes[STREAM.key].health
    assert [flow.holder for flow in found.open_flows] == ["aws_cloudwatch_log_subscription_filter.f"]


def replication(destination: object) -> Resource:
    return resource(
        "aws_s3_bucket_replication_configuration.r",
        {"bucket": "patients", "rule": [{"destination": [{"bucket": destination}]}]},
    )


def test_a_plain_name_names_what_its_attribute_speaks_of() -> None:
    """A table and a stream of the same name are not the bucket."""
    table = resource("aws_dynamodb_table.t", {"name": "copies"})
    copy = resource("aws_s3_bucket.copy", {"bucket": "copies"})
    found = classified(bucket(), replication("arn:aws:s3:::copies"), copy, table)
    assert {key for key, entry in found.classes.items() if entry.health} == {"aws_s3_bucket.b", copy.key}
    assert found.open_flows == ()


def test_of_two_resources_with_one_name_both_are_candidates() -> None:
    one = resource("aws_cloudwatch_log_group.one", {"name": "trail", "region": "eu-west-3"})
    two = resource("aws_cloudwatch_log_group.two", {"name": "trail", "region": "eu-west-1"})
    function = resource("aws_lambda_function.f", {"tags": HEALTH, "logging_config": [{"log_group": "trail"}]})
    found = classified(function, one, two)
    assert found.classes[one.key].health
    assert found.classes[two.key].health


@pytest.mark.parametrize("unique", [True, False])
def test_a_name_in_another_root_closes_the_end_only_when_it_is_unique(unique: bool) -> None:
    source = log_group() if not unique else bucket()
    link = (
        subscription("/aws/ehr", "arn:aws:kinesis:eu-west-3:1:stream/patients")
        if not unique
        else replication("arn:aws:s3:::copies")
    )
    end = replace(STREAM, root="else") if not unique else resource("aws_s3_bucket.c", {"bucket": "copies"}, root="else")
    found = classified(source, link, end)
    assert found.classes[end.key].health
    assert bool(found.open_flows) is not unique


def test_a_name_of_the_same_root_comes_before_that_of_another() -> None:
    far = replace(STREAM, root="else")
    link = subscription("/aws/ehr", "arn:aws:kinesis:eu-west-3:123456789012:stream/patients")
    found = classified(log_group(), link, STREAM, far)
    assert found.classes[STREAM.key].health
    assert not found.classes[far.key].health
    assert found.open_flows == ()


def test_a_data_source_stands_for_the_resource_it_names() -> None:
    elsewhere = resource("aws_s3_bucket.copies", {"bucket": "copies"}, root="storage")
    looked_up = resource("aws_s3_bucket.seen", {"bucket": "copies"}, is_data=True)
    link = replication(NO_VALUE)
    found = classified(
        bucket(), link, looked_up, elsewhere, links=[(link.key, "rule.destination.bucket", looked_up.key)]
    )
    assert found.classes[elsewhere.key].health


def test_a_value_made_from_what_holds_no_data_is_an_open_end() -> None:
    """An account number in an ARN does not tell where the ARN leads."""
    account = resource("aws_caller_identity.me", is_data=True)
    link = subscription("/aws/ehr", NO_VALUE)
    made = [
        replace(one, exact=False)
        for one in inventory(references=[(link.key, "destination_arn", account.key)]).references
    ]
    seen = replace(inventory(log_group(), link, account), references=tuple(made))
    found = classify(seen, load_catalogue(), Estate.default())
    assert [flow.attribute for flow in found.open_flows] == ["destination_arn"]


def test_a_setting_stands_for_what_it_belongs_to() -> None:
    copy = resource("aws_s3_bucket.copy", {"bucket": NO_VALUE})
    versioning = resource("aws_s3_bucket_versioning.v", {"bucket": NO_VALUE})
    link = replication(NO_VALUE)
    links = [(link.key, "rule.destination.bucket", versioning.key), (versioning.key, "bucket", copy.key)]
    found = classified(bucket(), link, versioning, copy, links=links)
    assert found.classes[copy.key].health
    assert found.open_flows == ()


@pytest.mark.parametrize(
    ("variables", "reads"),
    [
        ({"BUCKET_NAME": "patients"}, True),
        ({"STAGE": "patients"}, False),
        ({"SOURCE": "s3://patients/in"}, True),
        ({"SOURCE": "https://patients.s3.eu-west-3.amazonaws.com/in"}, True),
        ({"SOURCE": "s3://others/in"}, False),
    ],
)
def test_variables_name_a_store_when_they_say_so(variables: dict[str, str], reads: bool) -> None:
    function = resource("aws_lambda_function.f", {"environment": [{"variables": variables}]})
    assert classified(bucket(), function).classes[function.key].health is reads


def test_a_document_of_containers_is_read() -> None:
    text = '[{"name": "app", "environment": [{"name": "BUCKET", "value": "patients"}, {"name": "X", "value": "1"}]}]'
    task = resource("aws_ecs_task_definition.t", {"container_definitions": text})
    other = resource("aws_ecs_task_definition.o", {"container_definitions": text.replace("patients", "nothing")})
    broken = resource("aws_ecs_task_definition.x", {"container_definitions": "[" * 100_000})
    found = classified(bucket(), task, other, broken).classes
    assert [found[one.key].health for one in (task, other, broken)] == [True, False, False]


PLAN = resource("aws_backup_plan.p", {"rule": [{"target_vault_name": "vault"}]})
VAULT = resource("aws_backup_vault.v", {"name": "vault"})
DAILY = {"type": "STRINGEQUALS", "key": "backup", "value": "daily"}


def database(name: str, **tags: object) -> Resource:
    return resource(f"aws_db_instance.{name.replace('-', '_')}", {"identifier": name, "tags": {**HEALTH, **tags}})


def backed_up(*databases: Resource, **selection: object) -> tuple[set[str], int]:
    """Databases a selection chooses for certain, and the number of those it perhaps chooses."""
    chosen = resource("aws_backup_selection.s", {"plan_id": NO_VALUE, **selection})
    found = classified(*databases, chosen, PLAN, VAULT, links=[(chosen.key, "plan_id", PLAN.key)])
    told = {edge.source for edge in found.edges if edge.told_by is ToldBy.SELECTION}
    assert found.classes[VAULT.key].health is bool(told)
    return {key.removeprefix("aws_db_instance.").replace("_", "-") for key in told}, len(found.open_flows)


def test_a_backup_selection_by_tag() -> None:
    both = database("a", backup="daily"), database("b", backup="weekly")
    assert backed_up(*both, selection_tag=[DAILY]) == ({"a"}, 0)
    assert backed_up(*both, selection_tag=[DAILY, {**DAILY, "value": "weekly"}]) == ({"a", "b"}, 0)
    assert backed_up(*both) == ({"a", "b"}, 0), "nothing given chooses everything that can be"


def test_a_backup_selection_by_pattern_and_condition() -> None:
    both = database("patients-a", backup="daily"), database("cms", backup="weekly")
    assert backed_up(*both, resources=["arn:aws:rds:*:*:db:patients-*"]) == ({"patients-a"}, 0)
    assert backed_up(*both, resources=["arn:aws:dynamodb:*:*:table/*"]) == (set(), 0)
    assert backed_up(*both, resources=["*"]) == ({"patients-a", "cms"}, 0)
    assert backed_up(*both, resources=["*"], not_resources=["arn:aws:rds:*:*:db:cms*"]) == ({"patients-a"}, 0)
    equals = [{"string_equals": [{"key": "aws:ResourceTag/backup", "value": "weekly"}]}]
    assert backed_up(*both, resources=["*"], condition=equals) == ({"cms"}, 0)
    differs = [{"string_not_like": [{"key": "aws:ResourceTag/backup", "value": "week*"}]}]
    assert backed_up(*both, resources=["*"], condition=differs) == ({"patients-a"}, 0)
    assert backed_up(*both, resources=["arn:aws:dynamodb:*:*:table/*"], selection_tag=[DAILY]) == ({"patients-a"}, 0)


@pytest.mark.parametrize(
    ("tags", "selection"),
    [({"backup": NO_VALUE}, [DAILY]), ({"backup": "daily"}, [{**DAILY, "value": NO_VALUE}]), ({}, [NO_VALUE])],
)
def test_a_tag_that_is_not_known_leaves_the_choice_open(tags: dict[str, object], selection: list[object]) -> None:
    assert backed_up(database("a", **tags), selection_tag=selection) == (set(), 1)


def test_a_selection_chooses_in_its_own_root_first_and_in_its_own_region_only() -> None:
    other = replace(database("b", backup="daily"), root="prod")
    assert backed_up(database("a", backup="daily"), other, selection_tag=[DAILY])[0] == {"a"}
    assert backed_up(other, selection_tag=[DAILY])[0] == {"prod:aws-db-instance.b"}
    abroad = database("c", backup="daily")
    abroad = replace(abroad, attributes={**abroad.attributes, "region": "us-east-1"})
    assert backed_up(abroad, selection_tag=[DAILY], region=PARIS)[0] == set()


def test_a_lifecycle_policy_snapshots_what_carries_one_of_its_tags() -> None:
    volume = resource("aws_ebs_volume.v", {"tags": {**HEALTH, "snapshot": "yes"}})
    machine = resource("aws_instance.m", {"tags": {"snapshot": "yes"}})
    policy = resource(
        "aws_dlm_lifecycle_policy.p",
        {"policy_details": [{"resource_types": ["VOLUME"], "target_tags": {"snapshot": "yes", "other": "no"}}]},
    )
    found = classified(volume, machine, policy)
    assert found.classes[policy.key].path[0].source == volume.key
    assert [edge.source for edge in found.edges] == [volume.key]

"""Which resource is which: cases by hand."""

from __future__ import annotations

import pytest

from hds_policy.drift import join
from hds_policy.drift.joining import By, Why
from hds_policy.model import Cause, ProviderConfig, Resource, Unknown, Value

PARIS, VIRGINIA = "eu-west-3", "us-east-1"
OPEN = Unknown(Cause.UNRESOLVED_VALUE, "var.x has no value")


def code(kind: str, name: str = "this", region: Value = PARIS, **more: Value) -> Resource:
    provider = ProviderConfig("aws", "hashicorp/aws", attributes={"region": region})
    return Resource(f"{kind}.{name}", kind, name, "infra", provider, more)


def live(kind: str, name: str, region: str = PARIS, account: str = "111122223333", **more: Value) -> Resource:
    provider = ProviderConfig("aws", "hashicorp/aws", attributes={"region": region})
    return Resource(f"{kind}.{name}", kind, name, f"aws/{account}/{region}", provider, {"region": region, **more})


def names(found) -> list[str]:
    return [one.key for one in found]


def test_a_name_that_is_unique_in_its_region_joins() -> None:
    found = join([code("aws_db_instance", identifier="ehr")], [live("aws_db_instance", "ehr", identifier="ehr")])
    assert [(pair.code.root, pair.live.root, pair.by) for pair in found.pairs] == [
        ("infra", f"aws/111122223333/{PARIS}", By.NAME)
    ]
    assert (found.only_code, found.only_live, found.unclear) == ((), (), ())


def test_the_same_name_in_another_region_is_another_thing() -> None:
    abroad = live("aws_db_instance", "ehr", VIRGINIA, identifier="ehr")
    found = join([code("aws_db_instance", identifier="ehr")], [abroad])
    assert (names(found.only_code), names(found.only_live)) == (["infra:aws_db_instance.this"], [abroad.key])


def test_a_bucket_that_moved_is_the_same_bucket() -> None:
    found = join([code("aws_s3_bucket", bucket="b")], [live("aws_s3_bucket", "b", VIRGINIA, bucket="b")])
    assert len(found.pairs) == 1


def test_an_arn_of_another_account_is_another_thing_whatever_its_name() -> None:
    ours = code("aws_sqs_queue", arn="arn:aws:sqs:eu-west-3:999988887777:orders")
    theirs = live("aws_sqs_queue", "orders", arn="arn:aws:sqs:eu-west-3:111122223333:orders")
    found = join([ours], [theirs])
    assert (len(found.pairs), len(found.only_code), len(found.only_live)) == (0, 1, 1)


def test_an_arn_comes_before_a_name() -> None:
    arn = "arn:aws:sqs:eu-west-3:111122223333:orders"
    found = join([code("aws_sqs_queue", arn=arn)], [live("aws_sqs_queue", "orders", arn=arn)])
    assert [pair.by for pair in found.pairs] == [By.ARN]


@pytest.mark.parametrize("region", [OPEN, VIRGINIA])
def test_two_accounts_with_the_same_name_are_not_guessed(region: Value) -> None:
    both = [live("aws_db_instance", "t", VIRGINIA, account, identifier="t") for account in ("1" * 12, "2" * 12)]
    found = join([code("aws_db_instance", region=region, identifier="t")], both)
    assert [one.reason for one in found.unclear] == [Why.SEVERAL]
    assert len(found.only_live) == 2


def test_what_has_no_known_name_is_not_compared() -> None:
    machine = live("aws_instance", "i-0123456789abcdef0", id="i-0123456789abcdef0")
    found = join([code("aws_instance"), code("aws_s3_bucket", bucket=OPEN)], [machine])
    assert [one.reason for one in found.unclear] == [Why.NO_NAME, Why.NO_NAME]
    assert names(found.only_live) == [machine.key]


def test_two_of_the_code_that_mean_one_are_both_unclear_and_it_is_known() -> None:
    two = [code("aws_s3_bucket", "a", bucket="b"), code("aws_s3_bucket", "b", bucket="b")]
    found = join(two, [live("aws_s3_bucket", "b", bucket="b")])
    assert [one.reason for one in found.unclear] == [Why.TWICE, Why.TWICE]
    assert (found.pairs, found.only_live) == ((), ())


def test_a_type_of_which_nothing_was_read_is_not_said_to_be_missing() -> None:
    found = join([code("aws_s3_bucket", bucket="b")], [live("aws_sqs_queue", "q")])
    assert [one.reason for one in found.unclear] == [Why.NONE_SEEN]
    assert not found.only_code


def test_a_number_that_is_not_known_is_not_compared() -> None:
    one = code("aws_s3_bucket", bucket="b")
    many = Resource(one.address, one.type, one.name, one.root, one.provider, one.attributes, symbolic=True)
    assert [x.reason for x in join([many], [live("aws_s3_bucket", "b", bucket="b")]).unclear] == [Why.MANY]


def test_what_is_only_read_is_on_neither_side() -> None:
    one = code("aws_s3_bucket", bucket="b")
    data = Resource(one.address, one.type, one.name, one.root, one.provider, one.attributes, is_data=True)
    found = join([data], [])
    assert (found.only_code, found.unclear) == ((), ())

"""Shell-style patterns on Terraform addresses."""

from __future__ import annotations

import pytest

from hds_policy.config.patterns import matches, matches_address


@pytest.mark.parametrize(
    ("pattern", "address", "fits"),
    [
        ("aws_db_instance.main", "aws_db_instance.main", True),
        ("aws_db_instance.main", "aws_db_instance.main[0]", True),
        ("aws_db_instance.main", "aws_db_instance.main[?]", True),
        ("aws_db_instance.main", "aws_db_instance.main2", False),
        ("module.ehr.*", 'module.ehr["lyon"].aws_db_instance.main[0]', True),
        ("module.ehr.*", 'module.ehr["a].b[\\"0"].aws_db_instance.main', True),
        ("module.ehr.*", "module.ehr2.aws_db_instance.main", False),
        ("aws_db_instance.main[0]", "aws_db_instance.main[0]", True),
        ("aws_db_instance.main[0]", "aws_db_instance.main[1]", False),
        ("aws_db_instance.main[0]", "aws_db_instance.main", False),
        ("aws_db_instance.main[*]", "aws_db_instance.main[12]", True),
        ('aws_s3_bucket.b["a"]', 'aws_s3_bucket.b["a"]', True),
        ('aws_s3_bucket.b["a"]', "aws_s3_bucket.ba", False),
        ("AWS_*", "aws_s3_bucket.b", False),
        ("prod:aws_*", "prod:aws_s3_bucket.b", True),
        ("aws_*", "prod:aws_s3_bucket.b", False),
    ],
)
def test_addresses(pattern: str, address: str, fits: bool) -> None:
    assert matches_address(pattern, address) is fits


def test_brackets_are_literal_and_stars_cross_slashes() -> None:
    assert matches("[ab]", "[ab]")
    assert not matches("[ab]", "a")
    assert not matches("[!a]", "b")
    assert matches("prod/*", "prod/paris/db")
    assert matches("a?c", "abc")
    assert not matches("a.c", "abc")

"""``hds-policy scan aws`` as a person runs it; the account it reads stands in tests/collectors/aws."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from command import hds_policy, run


def test_help_names_the_options() -> None:
    done = hds_policy("scan", "aws", "--help")
    assert done.code == 0
    assert "--external-id" in done.out and "--aws-profile" in done.out


def test_no_sdk_is_imported_before_a_scan_asks_for_it() -> None:
    code = "import sys; import hds_collectors.aws.registration; sys.exit('botocore' in sys.modules)"
    assert run([sys.executable, "-P", "-c", code]).code == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--account", "12"), "12 digits"),
        (("--service", "nothing"), "no service 'nothing'"),
        (("--endpoint-url", "ftp://x"), "is not an address"),
        (("--endpoint-url", "http://127.0.0.1:1"), "does not tell whose cloud it is"),
        (("--endpoint-url", "http://127.0.0.1:1", "--hoster", "scaleway"), "is not one of aws"),
        (("--endpoint-url", "https://fcu.eu-west-2.outscale.com"), "is an address of outscale"),
        (("--role", "a b"), "neither an ARN nor a name"),
        (("--threads", "65"), "between 1 and 64"),
    ],
)
def test_an_option_that_does_not_fit_ends_before_anything_is_asked(
    tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    pytest.importorskip("botocore", reason="live AWS left out: pip install 'hds-policy[aws]'")
    done = hds_policy("scan", "aws", *options, cwd=tmp_path)
    assert done.code == 2
    assert told in done.err


def test_the_policy_is_printed_without_the_sdk() -> None:
    done = hds_policy("aws-policy", "--service", "kms")
    assert done.code == 0
    assert done.json["HdsPolicyRead1"]["Statement"][0]["Action"] == [
        "ec2:DescribeRegions",
        "kms:DescribeKey",
        "kms:ListKeys",
        "sts:GetCallerIdentity",
    ]
    assert "s3:GetObject" in done.json["HdsPolicyNoContent"]["Statement"][0]["Action"]


def test_a_policy_of_an_unknown_service_is_refused() -> None:
    done = hds_policy("aws-policy", "--service", "nothing")
    assert (done.code, "no service 'nothing'" in done.err) == (2, True)

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
        (("--endpoint-url", "http://127.0.0.1:1", "--hoster", "scaleway"), "is not one of aws, outscale"),
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

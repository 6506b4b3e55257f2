"""Says that the tests of live AWS accounts do not run, when they do not."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("module", ["boto3", "moto.server"])
def test_what_the_tests_of_live_aws_accounts_need_is_there(module: str) -> None:
    assert pytest.importorskip(module, reason="tests of live AWS accounts left out: pip install boto3 'moto[server]'")

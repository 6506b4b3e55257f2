"""Each labelled case exactly: what carries health data, by which path, what does not, and what is left open."""

from __future__ import annotations

import pytest
from flow_cases import FlowCase, all_cases

from hds_policy.pipeline import Knowledge

CASES = all_cases()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.shipped()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_is_followed_exactly(case: FlowCase, knowledge: Knowledge) -> None:
    assert case.found(knowledge) == case

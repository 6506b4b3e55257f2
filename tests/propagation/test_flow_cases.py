"""Each labelled case exactly: what carries health data, by which path, what does not, and what is left open."""

from __future__ import annotations

from collections import Counter

import pytest
from flow_cases import FlowCase, all_cases, precision_and_recall, provider_of

from hds_policy.pipeline import Knowledge

CASES = all_cases()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.shipped()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_is_followed_exactly(case: FlowCase, knowledge: Knowledge) -> None:
    assert case.found(knowledge) == case


def test_the_cases_cover_every_provider() -> None:
    """At least as many as were asked for; most hold something that must not be classified."""
    count = Counter(provider_of(case.name) for case in CASES)
    wanted = {"aws": 12, "azure": 6, "google": 6, "kubernetes": 6, "across": 2}
    assert {name: count[name] for name in wanted if count[name] < wanted[name]} == {}
    assert count["ovh"] + count["openstack"] >= 4
    assert count["scaleway"] + count["outscale"] >= 4
    assert all(case.free for case in CASES)
    assert all(case.paths or case.open for case in CASES)


def test_the_measure_of_the_cases() -> None:
    """Two of three found, one of them wrongly: by hand, and never above what was labelled."""
    label = FlowCase("x", frozenset("a"), {"b": ("a", "b"), "c": ("a", "c")}, frozenset("d"), frozenset())
    seen = FlowCase("x", frozenset("a"), {"b": ("a", "b"), "d": ("a", "d")}, frozenset("c"), frozenset())
    assert precision_and_recall([(label, seen)]) == (2 / 3, 2 / 3)
    assert precision_and_recall([(label, label)]) == (1.0, 1.0)

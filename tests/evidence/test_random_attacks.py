"""Random attacks: a changed bundle is refused or has the same content, and a killed writer leaves nothing half done."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attack_evidence import accepted_wrongly, mutant, survives
from bundles import Made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hds_policy.evidence.trust import Trust, read_trust
from hds_policy.evidence.verification import Outcome, verify

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def original(made: Made) -> tuple[bytes, Trust]:
    return made.bundle.read_bytes(), read_trust(made.trust)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_a_mutant_is_refused_or_says_the_same(original: tuple[bytes, Trust], seed: int) -> None:
    data, trust = original
    changed = mutant(data, random.Random(seed))
    assert not accepted_wrongly(data, changed, lambda found: verify(found, trust, NOW).outcome is Outcome.OK)


def test_a_verification_that_accepts_everything_would_be_noticed(original: tuple[bytes, Trust]) -> None:
    data, _ = original

    def careless(changed: bytes) -> bool:
        return verify(changed, None, NOW).run is not None

    assert any(accepted_wrongly(data, mutant(data, random.Random(seed)), careless) for seed in range(60))


def test_a_killed_writer_leaves_nothing_or_a_whole_file(tmp_path: Path) -> None:
    dice = random.Random(7)
    assert all(survives(tmp_path, dice) for _ in range(12))

"""Profiles: what each asks, from the meaning of its name; none leaves out anything unseen."""

from __future__ import annotations

from datetime import date

import pytest

from hds_policy.errors import UsageError
from hds_policy.model.choice import PROFILES
from hds_policy.pipeline import Knowledge
from hds_policy.rules.profiles import load_profiles

LAYERS = {f"HDS-00{number}" for number in range(1, 7)}
DATED = {"HDS-008", "HDS-009", "HDS-010"}


@pytest.fixture(scope="module")
def ids() -> set[str]:
    return set(Knowledge.shipped().rules.rules)


def asked(ids: set[str], name: str) -> set[str]:
    return ids - set(load_profiles()[name].left_out(ids))


@pytest.mark.parametrize("name", ["hds-2.0", "strict"])
def test_these_ask_every_shipped_rule(ids: set[str], name: str) -> None:
    assert asked(ids, name) == ids


def test_only_strict_is_strict() -> None:
    assert {name for name, profile in load_profiles().items() if profile.strict} == {"strict"}


def test_the_former_referential_did_not_ask_for_the_eea(ids: set[str]) -> None:
    """Requirement 28 (storage inside the EEA), like 29 to 31, is new in 2.0; the six layers are of both."""
    left_out = ids - asked(ids, "hds-1.1")
    assert "HDS-007" in left_out
    assert not left_out & (LAYERS | DATED)


def test_eea_only_asks_for_places_and_for_what_is_not_known_about_them(ids: set[str]) -> None:
    found = asked(ids, "eea-only")
    assert "HDS-007" in found
    # What nobody classified, what the catalogue does not know and what was not read may lie anywhere.
    assert {"HDS-011", "HDS-013", "HDS-014"} <= found
    assert not found & (LAYERS | DATED)


def test_every_id_in_a_profile_is_a_shipped_rule_or_kept_for_one(ids: set[str]) -> None:
    kept = {"HDS-029", "HDS-030", "HDS-031"}
    named = {rule for profile in load_profiles().values() for rule in (*profile.rules, *profile.without)}
    assert named - kept <= ids
    assert tuple(load_profiles()) == PROFILES


def test_the_former_referential_is_for_days_before_the_transition_ended() -> None:
    profile = load_profiles()["hds-1.1"]
    profile.refuse_day("hds-1.1", date(2026, 5, 15))
    with pytest.raises(UsageError, match=r"--profile hds-1\.1: no day after 2026-05-15 "):
        profile.refuse_day("hds-1.1", date(2026, 5, 16))

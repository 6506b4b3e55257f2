"""The trust file: whose key, which rules and registry, and the place in the chain; a doubt is never valid."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bundles import Made, keygen, taken_apart
from command import hds_policy
from estates import ON

from hds_policy.errors import UsageError
from hds_policy.evidence.trust import read_trust
from hds_policy.evidence.verification import Outcome, Verified, verify

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def relied(made: Made, folder: Path, top: str = "", end: str = "", now: datetime = NOW, data: bytes = b"") -> Verified:
    """Verify with the trust file of the bundle, with more at its top and its end."""
    place = folder / "trust.toml"
    text = made.trust.read_text(encoding="utf-8")
    place.write_text(text.replace("schema = 1", f"schema = 1\n{top}") + end, encoding="utf-8")
    return verify(data or made.bundle.read_bytes(), read_trust(place), now)


def wrong(found: Verified) -> tuple[Outcome, str]:
    return found.outcome, next(step.name for step in found.steps if step.outcome is found.outcome)


def test_another_key_is_not_trusted(made: Made, tmp_path: Path) -> None:
    _, trust = keygen(tmp_path, "other")
    found = verify(made.bundle.read_bytes(), read_trust(trust), NOW)
    assert wrong(found) == (Outcome.INVALID, "signature")


@pytest.mark.parametrize("now", [datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)])
def test_without_a_time_stamp_a_key_that_is_not_in_force_today_proves_nothing(
    now: datetime, made: Made, tmp_path: Path
) -> None:
    assert wrong(relied(made, tmp_path, now=now)) == (Outcome.UNKNOWN, "time")


def test_a_time_stamp_can_be_demanded(made: Made, tmp_path: Path) -> None:
    assert wrong(relied(made, tmp_path, "require_timestamp = true")) == (Outcome.INVALID, "time")


def test_rules_and_registry_are_compared_with_those_accepted(made: Made, tmp_path: Path) -> None:
    run = json.loads(taken_apart(made.bundle.read_bytes())[1]["data/run.json"])
    right = f'policies = ["{run["policies"]}"]\nregistries = ["{run["registry"]["sha256"]}"]'
    assert relied(made, tmp_path, right).outcome is Outcome.OK
    other_rules = f'policies = ["sha256:{"0" * 64}"]'
    other_registry = f'registries = ["{"0" * 64}"]'
    assert wrong(relied(made, tmp_path, other_rules)) == (Outcome.INVALID, "rules")
    assert wrong(relied(made, tmp_path, other_registry)) == (Outcome.INVALID, "registry")


def test_show_does_not_say_that_a_bundle_is_valid(made: Made) -> None:
    shown = hds_policy("evidence", "show", made.bundle)
    assert shown.code == 0
    assert shown.out.rstrip().splitlines()[-1].startswith("not verified: who made it")
    assert "VALID" not in shown.out


def test_the_chain_is_followed_from_the_last_bundle_that_was_seen(made: Made, tmp_path: Path) -> None:
    def after(previous: Path, name: str) -> Path:
        bundle = tmp_path / name
        done = hds_policy(
            "evidence", "export", made.checked, *ON, "--key", made.key, "-o", bundle, "--previous", previous
        )
        assert f"number {2 if previous == made.bundle else 3}" in done.err
        return bundle

    def head(bundle: Path) -> str:
        shown = hds_policy("evidence", "show", bundle, "--format", "json")
        assert shown.code == 0
        return (
            f'[last_head]\nsequence = {shown.json["run"]["sequence"]}\nsha256 = "{shown.json["statement"]["sha256"]}"\n'
        )

    second = after(made.bundle, "second.zip")
    third = after(second, "third.zip")
    rival = after(made.bundle, "rival.zip")

    def seen(last: Path, bundle: Path) -> Verified:
        return relied(made, tmp_path, end=head(last), data=bundle.read_bytes())

    assert seen(made.bundle, second).outcome is Outcome.OK
    assert seen(second, second).outcome is Outcome.OK
    assert seen(second, third).outcome is Outcome.OK
    assert wrong(seen(made.bundle, third)) == (Outcome.UNKNOWN, "chain")
    assert wrong(seen(second, made.bundle)) == (Outcome.INVALID, "chain")
    assert wrong(seen(second, rival)) == (Outcome.INVALID, "chain")
    assert wrong(seen(rival, third)) == (Outcome.INVALID, "chain")


def test_export_writes_nothing_that_its_trust_file_would_not_accept(made: Made, tmp_path: Path) -> None:
    _, strangers = keygen(tmp_path, "other")
    bundle = tmp_path / "bundle.zip"
    command = ("evidence", "export", made.checked, *ON, "--key", made.key, "-o", bundle, "--trust")
    refused = hds_policy(*command, strangers)
    assert (refused.code, "does not verify" in refused.err, bundle.exists()) == (2, True, False)
    assert hds_policy(*command, made.trust).code == 3
    assert bundle.exists()


PEM = '"""\n-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"""'
WRONG = {
    "": "not a trust file",
    "schema = 2": "not a trust file",
    "schema = 1": "not a trust file",
    "schema = 1\nkeys = []": "not a trust file",
    "schema = 1\nkey = 1": "not a trust file",
    "]": "not a trust file",
    f'schema = 1\n[[keys]]\nname = "a"\npublic_key = {PEM}\nvalid_from = 2027-01-01\nvalid_until = 2026-01-01': "ends",
    f'schema = 1\n[[keys]]\nname = "a"\npublic_key = {PEM}\nvalid_from = 2026-01-01\nvalid_until = "soon"': "not a",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_trust_file_is_a_usage_error(text: str, tmp_path: Path) -> None:
    place = tmp_path / "trust.toml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=WRONG[text]):
        read_trust(place)


def test_a_key_that_is_none_and_a_bundle_that_is_none_are_told(made: Made, tmp_path: Path) -> None:
    place = tmp_path / "trust.toml"
    dates = "valid_from = 2026-01-01\nvalid_until = 2027-01-01"
    place.write_text(f'schema = 1\n[[keys]]\nname = "a"\npublic_key = {PEM}\n{dates}\n', encoding="utf-8")
    assert hds_policy("evidence", "verify", made.bundle, "--trust", place).code == 2
    assert hds_policy("evidence", "verify", tmp_path / "missing.zip").code == 2
    invalid = hds_policy("evidence", "verify", place, "--format", "json")
    assert (invalid.code, invalid.json["outcome"], invalid.json["run"]) == (1, "invalid", None)
    assert hds_policy("evidence", "show", place).code == 1

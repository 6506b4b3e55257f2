"""Units with a journal: what is finished is not asked again, what failed is, and the outcome is the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hds_collectors.live.failures import CredentialsExpiredError, Failure
from hds_collectors.live.running import run_units
from hds_collectors.live.units import Outcome, Unit, failed, skipped

from hds_policy.errors import UsageError
from hds_policy.journal import Journal, open_journal
from hds_policy.model import Cause, Input, InputStatus, ProviderConfig, Resource, Unknown

UNITS = [Unit("aws/1", region, service) for region in ("a", "b") for service in ("rds", "sns", "sqs")]
PROVIDER = ProviderConfig("aws", "hashicorp/aws", attributes={"region": "a"})


def outcome(unit: Unit) -> Outcome:
    attributes = {"n": 1.5, "tags": Unknown(Cause.ACCESS_DENIED, "no"), "deep": [{"x": None}]}
    made = Resource("aws_x.y", "aws_x", "y", unit.root, PROVIDER, attributes)
    return Outcome(unit, (made,), (), Input(unit.path, InputStatus.PARSED, "", "0" * 64), 3)


def journal(path: Path) -> Journal:
    return open_journal(path, "aws", {}, datetime.now(UTC))


class Asked:
    """Answers, until one that does not."""

    def __init__(self, *bad: Unit, error: Exception | None = None) -> None:
        self.units: list[Unit] = []
        self._bad = bad
        self._error = error

    def __call__(self, unit: Unit) -> Outcome:
        self.units.append(unit)
        if unit in self._bad:
            if self._error:
                raise self._error
            return failed(unit, Failure(Cause.THROTTLED, "later"))
        return outcome(unit)


def test_a_run_that_broke_off_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal(path) as begun, pytest.raises(CredentialsExpiredError):
        run_units(UNITS, Asked(*UNITS[3:], error=CredentialsExpiredError("x")), 1, None, begun)
    rest = Asked()
    with journal(path) as again:
        resumed = run_units(UNITS, rest, 4, None, again)
    assert sorted(rest.units) == UNITS[3:]
    assert resumed == run_units(UNITS, Asked(), 4)


def test_a_unit_with_a_gap_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal(path) as begun:
        run_units(UNITS, Asked(UNITS[1]), 4, None, begun)
    rest = Asked()
    with journal(path) as again:
        assert run_units(UNITS, rest, 4, None, again) == run_units(UNITS, Asked(), 1)
    assert rest.units == [UNITS[1]]


def test_a_unit_that_is_skipped_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal(path) as begun:
        told = run_units(UNITS[:1], lambda unit: skipped(unit, "not offered"), 1, None, begun)
    with journal(path) as again:
        assert run_units(UNITS[:1], Asked(), 1, None, again) == told


def test_progress_counts_what_was_finished_before(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal(path) as begun:
        run_units(UNITS[:4], Asked(), 1, None, begun)
    seen: list[tuple[int, int]] = []
    with journal(path) as again:
        run_units(UNITS, Asked(), 1, lambda done, total, _: seen.append((done, total)), again)
    assert seen == [(5, 6), (6, 6)]


def test_the_journal_of_another_account_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal(path) as begun:
        run_units(UNITS, Asked(), 1, None, begun)
    other = Asked()
    with journal(path) as again, pytest.raises(UsageError, match="another account"):
        run_units([Unit("aws/2", unit.region, unit.service) for unit in UNITS], other, 1, None, again)
    assert not other.units


@pytest.mark.parametrize("content", [b"{}", b'{"calls":1,"saved":{}}', b'{"calls":1,"saved":{"format":"x"}}', b"1"])
def test_content_that_does_not_fit_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "j"
    with journal(path) as begun:
        begun.add(UNITS[0].path, content)
    with journal(path) as again, pytest.raises(UsageError):
        run_units(UNITS, Asked(), 1, None, again)


def test_the_content_of_another_unit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with journal(path) as begun:
        run_units(UNITS[:1], Asked(), 1, None, begun)
    with journal(path) as again:
        content = again.finished[UNITS[0].path]
        again.add(UNITS[1].path, content)
    with journal(path) as third, pytest.raises(UsageError, match="does not fit"):
        run_units(UNITS, Asked(), 1, None, third)

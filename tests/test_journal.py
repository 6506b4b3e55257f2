"""The journal of a scan: what is refused, what is kept when a run ends in the middle of a line."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hds_policy import journal
from hds_policy.errors import UsageError
from hds_policy.journal import Journal, open_journal

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SETTINGS = {"regions": ("eu-west-3",), "account": None, "threads": 4}


def opened(path: Path, scanner: str = "aws", now: datetime = NOW, **settings: object) -> Journal:
    return open_journal(path, scanner, {**SETTINGS, **settings}, now)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "scan.journal"
    with opened(path) as begun:
        begun.add("aws/1/eu-west-3/rds", b'{"n":1}')
        begun.add("aws/1/eu-west-3/sqs", b'{"n":2}')
    return path


def test_what_is_written_is_there_afterwards_and_more_can_follow(written: Path) -> None:
    with opened(written) as again:
        assert again.finished == {"aws/1/eu-west-3/rds": b'{"n":1}', "aws/1/eu-west-3/sqs": b'{"n":2}'}
        again.add("aws/1/eu-west-3/sns", b"3")
    with opened(written) as third:
        assert list(third.finished)[-1] == "aws/1/eu-west-3/sns"


def test_only_this_user_may_read_it(written: Path) -> None:
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_wherever_a_write_ends_what_was_whole_is_kept(written: Path) -> None:
    data = written.read_bytes()
    ends = [number for number, byte in enumerate(data, start=1) if byte == 10]
    for cut in range(len(data)):
        written.write_bytes(data[:cut])
        with opened(written) as again:
            assert len(again.finished) == max(sum(end <= cut for end in ends) - 1, 0), cut
            again.add("aws/1/eu-west-3/sns", b"3")
        with opened(written) as third:
            assert "aws/1/eu-west-3/sns" in third.finished, cut


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"n":1}', b'{"n":7}'),
        (b"eu-west-3/rds", b"eu-west-3/rdt"),
        (b'"content":{"n":2}', b'"content":{"n":2},"more":1'),
    ],
)
def test_an_altered_entry_is_refused(written: Path, old: bytes, new: bytes) -> None:
    data = written.read_bytes()
    assert old in data
    written.write_bytes(data.replace(old, new))
    with pytest.raises(UsageError, match="altered"):
        opened(written)


def test_entries_that_are_taken_out_put_in_or_moved_are_refused(written: Path) -> None:
    head, first, second, _ = written.read_bytes().split(b"\n")
    for lines in ([head, second], [head, second, first], [head, first, first, second], [head, first, b"", second]):
        written.write_bytes(b"\n".join([*lines, b""]))
        with pytest.raises(UsageError, match="altered"):
            opened(written)


def test_another_scan_is_refused(written: Path) -> None:
    for other in ({"scanner": "kubernetes"}, {"threads": 5}, {"account": "111122223333"}, {"regions": ()}):
        with pytest.raises(UsageError, match="other options"):
            opened(written, **other)  # type: ignore[arg-type] # names of arguments and of settings


def test_another_version_is_refused(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "__version__", "0.0.1")
    with pytest.raises(UsageError, match="another version"):
        opened(written)


def test_what_was_read_long_ago_is_not_taken_for_true(written: Path) -> None:
    opened(written, now=NOW + timedelta(hours=24)).close()
    for now in (NOW + timedelta(hours=24, seconds=1), NOW - timedelta(hours=1)):
        with pytest.raises(UsageError, match="24 hours"):
            opened(written, now=now)


@pytest.mark.parametrize("content", [b"# notes of somebody", b"a\nb\nc", b"\n", b'{"format":"other"}\n', b"\xff\n"])
def test_the_file_of_somebody_else_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="not a journal"):
        opened(path)
    assert path.read_bytes() == content


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    target = tmp_path / "target"
    target.write_bytes(b"")
    link = tmp_path / "link"
    link.symlink_to(target)
    for path in (pipe, tmp_path, link, tmp_path / "missing" / "file"):
        with pytest.raises(UsageError, match="--resume"):
            opened(path)


def test_two_runs_do_not_share_one(written: Path) -> None:
    with opened(written), pytest.raises(UsageError, match="another run has it open"):
        opened(written)


def test_nothing_is_written_once_it_is_closed(written: Path) -> None:
    before = written.read_bytes()
    again = opened(written)
    again.close()
    again.add("aws/1/eu-west-3/late", b"1")
    assert written.read_bytes() == before

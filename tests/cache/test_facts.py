"""Shipped facts are parsed once: what comes back is what was parsed, and whatever is in doubt is parsed again."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from command import environment, hds_policy
from estates import ON, estate

from hds_policy.cache import cache_folder, keep_in
from hds_policy.cache.facts import parsed
from hds_policy.rules.strict_yaml import load_strict

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "facts"
    folder.mkdir(mode=0o700)
    keep_in(folder)
    yield folder
    keep_in(None)


class Parser:
    def __init__(self, value: Any = None) -> None:
        self.calls = 0
        self.value = value

    def __call__(self, text: str) -> Any:
        self.calls += 1
        return tomllib.loads(text) if self.value is None else self.value


TEXT = b'day = 2026-11-24\nn = [1, 2.5, true, "x"]\n[t]\nk = {}\n'
VALUE = {"day": date(2026, 11, 24), "n": [1, 2.5, True, "x"], "t": {"k": {}}}


def test_the_second_time_nothing_is_parsed(place: Path):
    parser = Parser()

    assert [parsed(TEXT, "toml", parser) for _ in range(3)] == [VALUE] * 3
    assert parser.calls == 1


def test_other_bytes_or_another_language_are_parsed(place: Path):
    parser = Parser()
    parsed(TEXT, "toml", parser)

    assert parsed(b"x = 1\n" + TEXT, "toml", parser)["x"] == 1
    parsed(TEXT, "yaml", parser)
    assert parser.calls == 3


def test_without_a_place_everything_is_parsed():
    parser = Parser()

    assert parsed(TEXT, "toml", parser) == parsed(TEXT, "toml", parser) == VALUE
    assert parser.calls == 2


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-1], lambda data: b"", lambda data: data.replace(b"2026", b"2027")]
)
def test_a_damaged_entry_is_parsed_again(place: Path, spoil: Any):
    parser = Parser()
    parsed(TEXT, "toml", parser)
    (entry,) = place.iterdir()
    entry.write_bytes(spoil(entry.read_bytes()))

    assert parsed(TEXT, "toml", parser) == VALUE
    assert parser.calls == 2


@pytest.mark.parametrize(
    "value", [{1: "x"}, {"a": datetime(2026, 11, 24, tzinfo=UTC)}, {"a": 1 << 80}, {"a": (1,)}], ids=repr
)
def test_what_the_form_cannot_hold_is_not_kept(place: Path, value: Any):
    parser = Parser(value)

    assert [parsed(b"x", "toml", parser) for _ in range(2)] == [value] * 2
    assert parser.calls == 2
    assert not [*place.iterdir()]


def test_every_shipped_file_comes_back_as_it_was(place: Path):
    files = [*(REPOSITORY / "hds_policy").rglob("*.toml")]
    assert len(files) > 20
    for file in files:
        data = file.read_bytes()
        parsed(data, "toml", tomllib.loads)
        assert parsed(data, "toml", Parser(value="parsed again")) == tomllib.loads(data.decode())


def test_yaml_comes_back_as_it_was(place: Path):
    text = b"title: x\ncustom:\n  effective_from: 2026-05-16\n  messages: {a: b}\n  none: null\n"
    first = parsed(text, "yaml", load_strict)

    assert parsed(text, "yaml", Parser(value="parsed again")) == first
    assert first["custom"]["effective_from"] == date(2026, 5, 16)


def test_a_run_with_kept_facts_says_the_same_and_a_switched_off_cache_holds_nothing(tmp_path: Path, write: Any):
    tree, cache = write(estate()), tmp_path / "cache"
    off = hds_policy("check", tree, *ON, env=environment(XDG_CACHE_HOME=str(cache)))
    assert not cache.exists()
    on = environment(XDG_CACHE_HOME=str(cache), HDS_POLICY_NO_CACHE="")
    cold, warm = (hds_policy("check", tree, *ON, "--no-cache", env=on) for _ in range(2))

    assert {off.out, cold.out, warm.out} == {off.out}
    assert len([*(cache / "hds-policy" / "facts").iterdir()]) > 20
    assert not (cache / "hds-policy" / "answers").exists()


def test_no_place_is_one_that_others_can_read_or_that_lies_in_what_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder("facts", [])

    assert folder == tmp_path / "hds-policy" / "facts"
    assert cache_folder("facts", [tmp_path]) is None
    folder.chmod(0o750)
    assert cache_folder("facts", []) is None

"""Days of the estate: certificates, contracts and waivers end within sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from hds_policy.config import Estate, Known, load_estate
from hds_policy.errors import EstateError

FILE = """
version = 1
[[certificates]]
holder = "aws"
layers = ["physical"]
services = ["*"]
regions = "eea"
referential = "2.0"
valid_from = {valid_from}
valid_until = {valid_until}
number = "1"
body = "b"
seen_on = {seen_on}
[[contracts]]
hoster = "aws"
signed_on = {signed_on}
valid_until = {end}
conditions = ["annex"]
reference = "r"
[[waivers]]
rule = "HDS-001"
address = "a_b.c"
reason = "long enough to read"
approved_by = "the officer"
expires = {expires}
"""
DAYS = {
    "valid_from": "2025-01-01",
    "valid_until": "2028-01-01",
    "seen_on": "2026-01-01",
    "signed_on": "2025-01-01",
    "end": "2028-01-01",
    "expires": "2027-01-01",
}
KEYS = {"end": "valid_until"}


def loaded(tmp_path: Path, **days: str) -> Estate:
    path = tmp_path / "hds-policy.toml"
    path.write_text(FILE.format(**(DAYS | days)), "utf-8")
    return load_estate(path, Known({"aws": "AWS"}, {"aws": ["annex"]}, None))


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("day", ["2009-12-31", "2201-01-01", "9999-12-31", "0001-01-01"])
def test_out_of_sight_is_refused(tmp_path: Path, name: str, day: str) -> None:
    with pytest.raises(EstateError) as caught:
        loaded(tmp_path, **{name: day})
    assert f"{day} is no day between 2010-01-01 and 2200-12-31" in caught.value.message
    assert KEYS.get(name, name) in caught.value.message


@pytest.mark.parametrize("name", DAYS)
def test_the_first_and_the_last_day_are_accepted(tmp_path: Path, name: str) -> None:
    day = "2010-01-01" if name in {"valid_from", "seen_on", "signed_on"} else "2200-12-31"
    assert loaded(tmp_path, **{name: day}).waivers

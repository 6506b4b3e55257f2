"""Two runs on the same input give the same bytes in every format, whatever surrounds them."""

from __future__ import annotations

from pathlib import Path

from command import environment, hds_policy

from hds_policy.report import FORMATS

CLINIC = Path(__file__).resolve().parents[2] / "examples" / "clinic" / "failing"


def written(folder: Path, cwd: Path, *language: str, **surroundings: str) -> dict[str, bytes]:
    """Every report of one run, by its format."""
    folder.mkdir()
    outputs = [part for name in FORMATS for part in ("--output", f"{name}={folder / name}")]
    done = hds_policy(
        "check", CLINIC, "--on", "2026-11-23", *language, *outputs, cwd=cwd, env=environment(**surroundings)
    )
    assert done.code == 1, done.err
    return {name: (folder / name).read_bytes() for name in FORMATS}


def test_two_runs_are_byte_identical(tmp_path: Path) -> None:
    english = ("--lang", "en")
    far = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LANG": "C", "COLUMNS": "60"}
    near = {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.UTF-8"}
    one = written(tmp_path / "one", tmp_path, *english, **far)
    other = written(tmp_path / "other", CLINIC, *english, **near)
    assert [name for name in FORMATS if one[name] != other[name]] == []
    assert min(map(len, one.values())) > 500


def test_machine_formats_are_the_same_in_every_language(tmp_path: Path) -> None:
    english = written(tmp_path / "en", tmp_path, "--lang", "en")
    french = written(tmp_path / "fr", tmp_path, "--lang", "fr")
    same = [name for name in FORMATS if english[name] == french[name]]
    assert same == ["json", "sarif", "junit", "gitlab", "github", "csv"]

"""What every test may use: the made-up catalogue of ``building``, and the real command in a child process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import write_catalogue
from clinic_tree import ESTATE, ON, Checked
from command import Completed, hds_policy

from hds_policy.catalogue import Catalogue
from hds_policy.pipeline import Knowledge


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The catalogue of the made-up providers ``cloud`` (hoster nimbus) and ``bare`` (no hoster of its own)."""
    return Catalogue(write_catalogue(tmp_path / "made-up-catalogue"))


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """What ships with the tool."""
    return Knowledge.shipped()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes files given as ``{path: text}`` below a new folder and returns it."""

    def write_files(files: dict[str, str], folder: str = "scanned") -> Path:
        top = tmp_path / folder
        for name, text in files.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        top.mkdir(exist_ok=True)
        return top

    return write_files


@pytest.fixture
def check() -> Callable[..., Completed]:
    """``hds-policy check`` in a child process."""

    def run(*arguments: object, **options: object) -> Completed:
        return hds_policy("check", *arguments, **options)  # type: ignore[arg-type]  # options are those of hds_policy

    return run


@pytest.fixture
def checked(write: Callable[..., Path], check: Callable[..., Completed]) -> Checked:
    """``check`` on one ``main.tf`` and the estate of ``clinic_tree``, with more at its end."""

    def run(text: str, *options: str, further: str = "", **files: str) -> Completed:
        done = check(write({"main.tf": text, "hds-policy.toml": ESTATE + further, **files}), *ON, *options)
        assert done.code != 2, done.err
        return done

    return run

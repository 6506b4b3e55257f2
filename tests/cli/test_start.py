"""Start-up: nothing of the checked folder is run, and ``--version`` loads next to nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from command import Completed, environment, run

from hds_policy import __version__

SPY = "from pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n"
HEAVY = {"msgspec", "yaml", "regorus", "hcl2", "lark", "hds_collectors", "tomllib"}
CONSOLE = Path(sys.executable).with_name("hds-policy")


def trapped(folder: Path, *names: str) -> Path:
    """A folder as somebody may check it, with Python of its own under names that we import."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SPY, encoding="utf-8")
    (folder / "main.tf").write_text(
        'provider "aws" { region = "us-east-1" }\nresource "aws_s3_bucket" "x" {\n  tags = { hds = "yes" }\n}\n',
        "utf-8",
    )
    return folder


TRAPS = (
    "yaml.py",
    "click.py",
    "msgspec.py",
    "regorus.py",
    "hcl2.py",
    "tomllib.py",
    "collectors/__init__.py",
    "hds_collectors/__init__.py",
    "sitecustomize.py",
)
PACKAGE = ("hds_policy/__init__.py", "hds_policy/__main__.py", "hds_policy/cli.py")


def judged(done: Completed, folder: Path) -> None:
    assert not sorted(folder.rglob("*.ran"))
    assert done.code == 1, done.err
    assert "us-east-1" in done.out


def test_the_trap_works(tmp_path: Path) -> None:
    """Otherwise the tests below would prove nothing."""
    folder = trapped(tmp_path, "yaml.py")
    assert run([sys.executable, "-c", "import yaml"], cwd=folder).code == 0
    assert (folder / "yaml.ran").exists()


def test_python_m_runs_nothing_of_the_folder(tmp_path: Path) -> None:
    folder = trapped(tmp_path, *TRAPS)
    judged(run([sys.executable, "-m", "hds_policy", "check", ".", "--on", "2026-11-23"], cwd=folder), folder)


@pytest.mark.skipif(not CONSOLE.exists(), reason="the console script is not installed beside this Python")
def test_the_console_script_runs_nothing_of_the_folder(tmp_path: Path) -> None:
    folder = trapped(tmp_path, *TRAPS, *PACKAGE)
    judged(run([str(CONSOLE), "check", ".", "--on", "2026-11-23"], cwd=folder), folder)


def test_safe_path_runs_nothing_of_the_folder(tmp_path: Path) -> None:
    folder = trapped(tmp_path, *TRAPS, *PACKAGE)
    judged(run([sys.executable, "-P", "-m", "hds_policy", "check", ".", "--on", "2026-11-23"], cwd=folder), folder)


def test_a_python_path_that_names_the_folder_is_the_user_s_own_choice_and_not_ours(tmp_path: Path) -> None:
    """The empty entry that ``python -m`` adds is taken away; what the user puts into PYTHONPATH stays theirs."""
    folder = trapped(tmp_path / "checked", "yaml.py")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = [sys.executable, "-m", "hds_policy", "check", str(folder), "--on", "2026-11-23"]
    judged(run(command, cwd=elsewhere, env=environment(PYTHONPATH=str(elsewhere))), folder)


def test_the_version_loads_next_to_nothing() -> None:
    code = (
        "import sys\nfrom hds_policy.cli import main\ncode = main(['--version'])\n"
        "print(','.join(sorted({name.partition('.')[0] for name in sys.modules})))\nsys.exit(code)"
    )
    done = run([sys.executable, "-P", "-c", code])
    assert done.code == 0, done.err
    version, loaded = done.out.splitlines()
    assert version == f"hds-policy {__version__}"
    assert not HEAVY & set(loaded.split(","))
    assert "click" in loaded.split(",")


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["-h"]])
def test_help_is_no_error(arguments: list[str]) -> None:
    done = run([sys.executable, "-P", "-m", "hds_policy", *arguments])
    assert done.code == 0
    assert "Usage: hds-policy" in done.out


def test_an_unknown_command_is_a_usage_error() -> None:
    done = run([sys.executable, "-P", "-m", "hds_policy", "chekc"])
    assert (done.code, done.out) == (2, "")
    assert "chekc" in done.err

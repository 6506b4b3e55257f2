"""docs/policies.md: its commands are run as they stand there, and its limits and profiles are those of the tool."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from command import PATIENCE, environment

from hds_policy.evaluation.sandbox.limits import LIMITS
from hds_policy.model.choice import PROFILES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "policies.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_command_of_the_page(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "clinic" / "mended", tmp_path / "estate")
    commands = "".join(blocks("sh")).splitlines()
    assert len(commands) == 5
    for line in commands:
        command, _, code = line.partition("  # exit code ")
        words = command.split()
        assert words[0] == "hds-policy"
        done = subprocess.run(
            [sys.executable, "-P", "-m", "hds_policy", *words[1:]],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == int(code or 0), f"{line}\n{done.stdout}{done.stderr}"
    written = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "policies").rglob("*.*") if path.is_file()}
    assert written == {line.split()[0] for line in blocks("text")[0].splitlines()}


def test_the_tables_of_the_page_are_read(tmp_path: Path) -> None:
    """The estate and severity.toml, as they are shown."""
    shutil.copytree(ROOT / "examples" / "clinic" / "mended", tmp_path / "estate")
    folders, severity = blocks("toml")
    assert tomllib.loads(folders) == {"policies": {"folders": ["policies"]}}
    (tmp_path / "estate" / "policies").mkdir()
    (tmp_path / "estate" / "policies" / "severity.toml").write_text(severity, encoding="utf-8")
    config = tmp_path / "estate" / "hds-policy.toml"
    config.write_text(config.read_text("utf-8") + "\n" + folders, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "hds_policy", "check", "estate"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert "HDS-009: high instead of " in done.stdout, done.stdout + done.stderr
    assert "Our contracts end with the certificate." in " ".join(done.stdout.split())


def test_limits_and_profiles_are_those_of_the_tool() -> None:
    memory, answer = LIMITS.memory_bytes >> 30, LIMITS.answer_bytes >> 20
    said = f"{LIMITS.cpu_seconds} s of CPU time for each rule, {memory} GiB, {answer} MiB"
    assert said in " ".join(PAGE.split())
    assert re.findall(r"^\| `([a-z0-9.-]+)` \|", PAGE, re.MULTILINE) == list(PROFILES)

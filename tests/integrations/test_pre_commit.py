"""The hook, run by the real pre-commit on a repository with real git."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import Completed, environment, run

ROOT = Path(__file__).parents[2]
CLINIC = ROOT / "examples" / "clinic"
# The hook installs hds-policy into an environment of its own; here the one under test is taken instead.
CONFIG = """repos:
  - repo: {hooks}
    rev: {revision}
    hooks:
      - id: hds-policy
        language: system
        args: ["--on", "2026-11-23"]
"""


def git(folder: Path, *words: str) -> str:
    named = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *named, *words], cwd=folder, env=environment(), check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the hook of this one."""
    folder = tmp_path_factory.mktemp("hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "hook")
    return folder


@pytest.fixture
def repository(tmp_path: Path, hooks: Path) -> Path:
    """A repository of the mended clinic with the hook configured."""
    folder = tmp_path / "clinic"
    shutil.copytree(CLINIC / "mended", folder)
    config = CONFIG.format(hooks=hooks, revision=git(hooks, "rev-parse", "HEAD"))
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "clinic")
    return folder


def pre_commit(folder: Path, *words: str) -> Completed:
    env = environment(
        PRE_COMMIT_HOME=str(folder.parent / "home"),
        PATH=f"{Path(sys.executable).parent}:{environment()['PATH']}",
    )
    return run([sys.executable, "-m", "pre_commit", *words], cwd=folder, env=env)


def test_the_manifest_is_one_that_pre_commit_accepts(tmp_path: Path) -> None:
    done = pre_commit(tmp_path, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert (done.code, done.err) == (0, "")


def test_a_clean_estate_passes_and_a_bucket_abroad_does_not(repository: Path) -> None:
    clean = pre_commit(repository, "run", "--all-files", "--verbose")
    assert clean.code == 0, clean.out
    assert "Passed" in clean.out
    assert "Exit code 0" in clean.out
    main = repository / "imaging" / "main.tf"
    text = main.read_text("utf-8")
    assert text.count('"fr-par"') >= 1
    main.write_text(text.replace('"fr-par"', '"nl-ams"'), encoding="utf-8")
    git(repository, "add", ".")
    moved = pre_commit(repository, "run")
    assert moved.code == 1
    assert "- exit code: 1" in moved.out
    assert "does not cover the region nl-ams" in " ".join(moved.out.split())


def test_a_commit_without_infrastructure_is_not_checked(repository: Path) -> None:
    (repository / "notes.md").write_text("# Notes\n", encoding="utf-8")
    git(repository, "add", ".")
    done = pre_commit(repository, "run")
    assert done.code == 0
    assert "(no files to check)Skipped" in done.out


MATTERS = (
    "main.tf", "x/y.tofu", "a.tf.json", "prod.tfvars", "prod.tfvars.json", "hds-policy.toml", "x/hds-policy.toml",
    "pod.yaml", "rules/own.rego",
)  # fmt: skip


@pytest.mark.parametrize("name", MATTERS)
def test_what_a_verdict_may_depend_on_starts_the_hook(name: str, repository: Path) -> None:
    file = repository / "new" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("", encoding="utf-8")
    git(repository, "add", ".")
    assert "Skipped" not in pre_commit(repository, "run").out

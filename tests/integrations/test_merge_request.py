"""The life of a merge request: a clean main, a bucket moved abroad, a waiver, its end. With real git and pre-commit.

The exit codes are those that docs/waivers.md and docs/baseline.md promise.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import Completed, environment, hds_policy, run
from estates import BUCKET, ESTATE, HEALTH
from repositories import Repo

ROOT = Path(__file__).parents[2]
TODAY, LAST, AFTER = "2026-11-23", "2027-03-31", "2027-04-01"
NEAR, FAR = (BUCKET.format(region=region, tags=HEALTH) for region in ("eu-west-3", "us-east-1"))
NOT_PASSING = ("HDS-001", "HDS-002", "HDS-003", "HDS-004", "HDS-007")
HOOKS = """repos:
  - repo: {hooks}
    rev: {revision}
    hooks:
      - id: hds-policy
        language: system
        args: ["--on", "{day}"]
"""
WAIVERS = "".join(
    f"""
[[waivers]]
rule = "{rule}"
address = "aws_s3_bucket.records"
reason = "moves back to Paris in March"
approved_by = "security officer"
expires = {LAST}
"""
    for rule in NOT_PASSING
)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A clean main with the hook of this project installed by pre-commit."""
    hooks = Repo(tmp_path / "hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks.top)
    revision = hooks.commit({}, "hook")
    made = Repo(tmp_path / "infra")
    config = HOOKS.format(hooks=hooks.top, revision=revision, day=TODAY)
    made.commit({"main.tf": NEAR, "hds-policy.toml": ESTATE, ".pre-commit-config.yaml": config})
    assert run([sys.executable, "-m", "pre_commit", "install"], cwd=made.top, env=settings(made)).code == 0
    return made


def settings(repo: Repo) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{environment()['PATH']}"
    outside = {name: value for name, value in environment().items() if not name.startswith("GIT_")}
    identity = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**outside, **identity, "PATH": path, "PRE_COMMIT_HOME": str(repo.top.parent / "home")}


def commit(repo: Repo, files: dict[str, str]) -> Completed:
    """``git commit`` with the hook."""
    repo.write(files)
    repo.git("add", "-A")
    return run(["git", "commit", "-m", "change"], cwd=repo.top, env=settings(repo))


def check(repo: Repo, *more: str, on: str = TODAY) -> Completed:
    return hds_policy("check", ".", "--on", on, *more, cwd=repo.top)


def test_from_a_clean_main_to_the_end_of_a_waiver(repo: Repo) -> None:
    assert check(repo).code == 0

    repo.branch("cheaper")
    refused = commit(repo, {"main.tf": FAR})
    assert refused.code == 1
    assert "outside the European Economic Area" in " ".join((refused.out + refused.err).split())
    assert repo.git("log", "--oneline").count("\n") == 1
    assert check(repo).code == 1
    new = check(repo, "--diff-base", "main", "--format", "json")
    assert new.code == 1
    found = [f for f in new.json["findings"] if f["result"] in {"fail", "undetermined"}]
    assert {f["rule"] for f in found} == set(NOT_PASSING)
    assert {f["rule"] for f in found if f["result"] == "fail"} == {"HDS-007"}
    assert {f["baseline"] for f in found} == {"new"}

    accepted = commit(repo, {"hds-policy.toml": ESTATE + WAIVERS})
    assert accepted.code == 0, accepted.out + accepted.err
    waived = check(repo)
    assert waived.code == 0
    assert f"in force until {LAST}" in waived.out
    # Whoever wrote the merge request wrote the waiver: with the estate of main it does not count, until it is merged.
    assert check(repo, "--config-from", "main").code == 1
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "cheaper")
    assert check(repo, "--config-from", "main").code == 0

    assert check(repo, on=LAST).code == 0
    ended = check(repo, on=AFTER)
    assert ended.code == 1
    assert f"EXPIRED on {LAST}" in ended.out
    told = hds_policy("forecast", ".", "--on", TODAY, "--until", "2027-06-01", cwd=repo.top)
    assert told.code == 1
    assert AFTER in told.out

    baseline = repo.top.parent / "baseline.json"
    assert hds_policy("baseline", "write", ".", "--on", AFTER, "-o", baseline, cwd=repo.top).code == 0
    # The old fail does not count; what nobody knows of the region abroad does.
    assert check(repo, "--baseline", str(baseline), on=AFTER).code == 3
    repo.branch("back")
    assert commit(repo, {"main.tf": NEAR}).code == 0
    mended = check(repo, "--baseline", str(baseline), "--format", "json", on=AFTER)
    assert mended.code == 0
    assert {entry["rule"] for entry in mended.json["baseline"]["gone"]} == set(NOT_PASSING)
    assert "covers nothing" in check(repo).out


def test_a_commit_cannot_be_made_past_the_hook_by_a_comment(repo: Repo) -> None:
    """The estate of main does not let comments count."""
    repo.branch("sly")
    said = '  # hds-policy: waive HDS-007 until=2099-01-01 by=me reason="it is only a test"\n  bucket ='
    refused = commit(repo, {"main.tf": FAR.replace("  bucket =", said)})
    assert refused.code == 1
    assert "DOES NOT COUNT" in refused.out + refused.err


def test_the_hook_is_the_one_that_was_installed(repo: Repo) -> None:
    hook = repo.top / ".git" / "hooks" / "pre-commit"
    assert "pre-commit" in hook.read_text("utf-8")
    assert (
        subprocess.run([str(hook)], cwd=repo.top, env=settings(repo), check=False, capture_output=True).returncode == 0
    )

"""Other commits: the estate of a branch, and what was there where a branch began. With the real git."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed, environment, hds_policy
from estates import BUCKET, ESTATE, HEALTH, ON
from repositories import Repo

from hds_policy.errors import UsageError
from hds_policy.history import Repository, write_files

FAR = BUCKET.format(region="us-east-1", tags=HEALTH)
NEAR = BUCKET.format(region="eu-west-3", tags=HEALTH)
MORE = 'resource "aws_s3_bucket" "more" {\n  bucket = "more"\n  tags = { data_classification = "health" }\n}\n'
WAIVER = """
[[waivers]]
rule = "HDS-007"
address = "*"
reason = "whoever writes this"
approved_by = "a stranger"
expires = 2027-12-31
"""
Check = Callable[..., Completed]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """One commit on main: a bucket far away."""
    made = Repo(tmp_path / "repo")
    made.commit({"main.tf": FAR, "hds-policy.toml": ESTATE})
    return made


def fails(ran: Completed, state: str | None = None) -> set[tuple[str, str]]:
    return {
        (one["rule"], one["subject"])
        for one in ran.json["findings"]
        if one["result"] == "fail" and state in (None, one["baseline"])
    }


def test_the_estate_of_the_target_branch_counts(repo: Repo, check: Check) -> None:
    repo.branch("stranger")
    repo.commit({"hds-policy.toml": ESTATE + WAIVER})
    assert ("HDS-007", "aws_s3_bucket.records") not in fails(check(repo.top, "--format", "json", *ON))
    ran = check(repo.top, "--config-from", "main", "--format", "json", *ON)
    assert ("HDS-007", "aws_s3_bucket.records") in fails(ran)
    assert ran.json["waivers"] == []


def test_comments_of_a_stranger_do_not_count_unless_main_lets_them(repo: Repo, check: Check) -> None:
    head = 'resource "aws_s3_bucket" "records" {\n'
    said = '  # hds-policy: waive HDS-007 until=2027-01-01 by=me reason="just because"\n'
    repo.branch("stranger")
    repo.commit(
        {
            "main.tf": FAR.replace(head, head + said),
            "hds-policy.toml": f"{ESTATE}\n[settings]\ninline_waivers = true\n",
        }
    )
    ran = check(repo.top, "--config-from", "main", "--format", "json", *ON)
    assert ("HDS-007", "aws_s3_bucket.records") in fails(ran)
    assert len(ran.json["refused_waivers"]) == 1


def test_registry_and_policies_come_from_there_too(repo: Repo, check: Check) -> None:
    rule = Path(__file__).parents[2] / "docs" / "policies.md"
    assert rule.exists()
    repo.commit({"hds-policy.toml": f"{ESTATE}\n[policies]\nfolders = ['rules']\n", "rules/.keep": ""})
    repo.branch("stranger")
    repo.commit({"hds-policy.toml": ESTATE})
    (repo.top / "rules" / ".keep").unlink()
    # The folder of main holds no rule, which is refused: it was looked for, and found, on main.
    ran = check(repo.top, "--config-from", "main", *ON)
    assert ran.code == 2
    assert "rules" in ran.err
    assert "/hds-policy-" not in ran.err


def test_the_estate_keeps_its_place(repo: Repo, check: Check) -> None:
    """Patterns on roots and addresses mean the same, whichever folder the check starts from."""
    rules = '[[classification.rules]]\nroot = "prod"\nhealth = true\nreason = "patients are here"\n'
    repo.commit({"prod/main.tf": FAR.replace(HEALTH, ""), "hds-policy.toml": ESTATE + rules})
    ran = check(
        repo.top / "prod", "--config", repo.top / "hds-policy.toml", "--config-from", "main", "--format", "json"
    )
    assert {one["key"] for one in ran.json["resources"]} == {"prod:aws_s3_bucket.records"}


@pytest.mark.parametrize("damage", ["version = 2", "version = 1\nx = 1", "version = "])
def test_errors_name_the_commit_and_no_temporary_folder(repo: Repo, check: Check, damage: str) -> None:
    repo.commit({"hds-policy.toml": damage})
    repo.commit({"hds-policy.toml": ESTATE})
    ran = check(repo.top, "--config-from", "HEAD~1", *ON)
    assert ran.code == 2
    assert "HEAD~1:hds-policy.toml" in ran.err
    assert "/tmp" not in ran.err.replace(str(repo.top), "")


@pytest.mark.parametrize(
    ("option", "ref", "said"),
    [
        ("--config-from", "nowhere", "Needed a single revision"),
        ("--config-from", "--help", "Needed a single revision"),
        ("--config-from", "--output=x", "Needed a single revision"),
        ("--config-from", "main:main.tf", "Needed a single revision"),
        ("--diff-base", "nowhere", "Needed a single revision"),
        ("--diff-base", "-h", "Needed a single revision"),
    ],
)
def test_a_ref_that_is_none(repo: Repo, check: Check, option: str, ref: str, said: str) -> None:
    ran = check(repo.top, f"{option}={ref}", *ON)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert sorted(path.name for path in repo.top.iterdir()) == [".git", "hds-policy.toml", "main.tf"]


def test_a_commit_without_an_estate_or_outside_of_a_repository(repo: Repo, tmp_path: Path, check: Check) -> None:
    repo.git("rm", "-q", "hds-policy.toml")
    repo.commit({})
    assert "has no hds-policy.toml" in check(repo.top, "--config-from", "main", *ON).err
    (tmp_path / "plain").mkdir()
    for option in ("--config-from", "--diff-base"):
        ran = check(tmp_path / "plain", option, "main", *ON)
        assert (ran.code, "not a git repository" in ran.err) == (2, True)


def test_no_git_is_told(repo: Repo, tmp_path: Path) -> None:
    ran = hds_policy("check", repo.top, "--diff-base", "main", env=environment(PATH=str(tmp_path)))
    assert (ran.code, "git is not installed" in ran.err) == (2, True)


def test_only_what_is_new_since_the_branch_began_counts(repo: Repo, check: Check) -> None:
    repo.branch("feature")
    repo.commit({"renamed.tf": FAR})
    repo.git("rm", "-q", "main.tf")
    same = check(repo.top, "--diff-base", "main", "--format", "json", *ON)
    assert fails(same, "new") == set()
    assert same.code != 1
    repo.write({"more.tf": MORE})
    ran = check(repo.top, "--diff-base", "main", "--format", "json", *ON)
    assert ran.code == 1
    assert {subject for _, subject in fails(ran, "new")} == {"aws_s3_bucket.more"}
    assert {subject for _, subject in fails(ran, "unchanged")} == {"aws_s3_bucket.records"}
    assert "git merge-base HEAD main" in ran.json["baseline"]["source"]


def test_what_main_did_since_then_does_not_matter(repo: Repo, check: Check) -> None:
    repo.branch("feature")
    repo.commit({"more.tf": MORE})
    repo.git("checkout", "-q", "main")
    repo.commit({"more.tf": MORE}, "the same, by somebody else")
    repo.git("checkout", "-q", "feature")
    assert check(repo.top, "--diff-base", "main", *ON).code == 1


def test_a_declaration_of_the_branch_makes_its_findings_new(repo: Repo, check: Check) -> None:
    plain = MORE.replace('{ data_classification = "health" }', "{}")
    repo.commit({"more.tf": plain})
    repo.branch("feature")
    rule = '[[classification.rules]]\nmatch = "aws_s3_bucket.more"\nhealth = true\nreason = "patients are here"\n'
    repo.commit({"hds-policy.toml": ESTATE + rule})
    ran = check(repo.top, "--diff-base", "main", "--format", "json", *ON)
    assert {subject for _, subject in fails(ran, "new")} == {"aws_s3_bucket.more"}


@pytest.mark.parametrize(
    "config", [(), ("--config", "hds-policy.toml"), ("--config-from", "main", "--config", "hds-policy.toml")]
)
def test_a_folder_of_the_repository(repo: Repo, config: tuple[str, ...]) -> None:
    repo.commit({"prod/main.tf": FAR, "prod/hds-policy.toml": ESTATE, "test/main.tf": FAR})
    repo.branch("feature")
    ran = hds_policy("check", "prod", "--diff-base", "main", "--format", "json", *config, *ON, cwd=repo.top)
    assert fails(ran)
    assert fails(ran, "new") == set()


def test_a_folder_or_file_that_was_not_there_is_all_new(repo: Repo, check: Check) -> None:
    repo.branch("feature")
    repo.commit({"new/main.tf": FAR, "more.tf": MORE})
    for path in (repo.top / "new", repo.top / "more.tf"):
        ran = check(path, "--diff-base", "main", "--format", "json", "--config", repo.top / "hds-policy.toml", *ON)
        assert ran.code == 1
        assert fails(ran, "unchanged") == set()


def test_documents_are_not_compared_with_a_commit(repo: Repo, check: Check) -> None:
    repo.write({"plan.json": "{}"})
    ran = check(repo.top / "plan.json", "--diff-base", "main", *ON)
    assert ran.code == 2


def test_nothing_a_repository_configures_is_run(repo: Repo, tmp_path: Path, check: Check) -> None:
    ran_file = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {ran_file}\ncat\n")
    script.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "core.sshCommand",
        "filter.x.smudge",
        "diff.x.textconv",
    ):
        repo.git("config", key, str(script))
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (repo.top / ".git" / "hooks" / hook).write_text(script.read_text())
        (repo.top / ".git" / "hooks" / hook).chmod(0o755)
    repo.write({".gitattributes": "* filter=x diff=x\n"})
    check(repo.top, "--diff-base", "main", "--config-from", "main", *ON)
    assert not ran_file.exists()


def test_links_and_odd_names_are_not_written(repo: Repo, tmp_path: Path) -> None:
    (repo.top / "link.tf").symlink_to("/etc/hostname")
    commit = repo.commit({"a b/ü.tf": "x = 1\n", "deep/er/c.tf": ""})
    target = tmp_path / "out"
    target.mkdir()
    write_files(Repository.around(repo.top / "deep"), commit, ["."], target)
    found = {str(path.relative_to(target)) for path in target.rglob("*") if not path.is_dir()}
    assert found == {"main.tf", "hds-policy.toml", "a b/ü.tf", "deep/er/c.tf"}
    assert (target / "a b" / "ü.tf").read_text() == "x = 1\n"


def test_a_path_that_leads_out_of_the_folder_is_not_written(repo: Repo, tmp_path: Path) -> None:
    blob = repo.git("rev-parse", "HEAD:main.tf").strip()
    os.environ.pop("GIT_DIR", None)
    # mktree takes the name, as a hostile server would.
    import subprocess  # noqa: PLC0415 - only here git gets an input

    def tree(line: str) -> str:
        done = subprocess.run(
            ["git", "mktree"], cwd=repo.top, input=line, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout.strip()

    inner = tree(f"100644 blob {blob}\tevil.tf\n")
    try:
        outer = tree(f"040000 tree {inner}\t..\n100644 blob {blob}\tgood.tf\n")
    except subprocess.CalledProcessError:
        pytest.fail("git mktree refuses the name: make the tree another way")
    commit = repo.git("commit-tree", outer, "-m", "hostile").strip()
    target = tmp_path / "deep" / "out"
    target.mkdir(parents=True)
    write_files(Repository.around(repo.top), commit, ["."], target)
    assert [path.name for path in (tmp_path / "deep").rglob("*.tf")] == ["good.tf"]


def test_a_shallow_clone_says_what_to_do(repo: Repo, tmp_path: Path, check: Check) -> None:
    repo.branch("feature")
    repo.commit({"more.tf": MORE})
    clone = Repo(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth", "1", f"file://{repo.top}", "main:main", "feature:feature", "--update-head-ok")
    clone.git("checkout", "-q", "feature")
    ran = check(clone.top, "--diff-base", "main", *ON)
    assert (ran.code, "shallow" in ran.err) == (2, True), ran.err


def test_a_folder_without_history(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a git repository"):
        Repository.around(tmp_path)

"""``check --changed REF`` with real git: which root modules are judged, and what is read all the same."""

import json
import re
import shutil
from pathlib import Path

import pytest
from command import Completed, hds_policy
from repositories import Repo

CLINIC = Path(__file__).parents[2] / "examples" / "clinic"
ON = ("--on", "2026-11-23")
ALL = ["imaging", "portal", "record"]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """The failing clinic on main, with a branch checked out."""
    made = Repo(tmp_path / "clinic")
    shutil.copytree(CLINIC / "failing", made.top / "infra")
    made.commit({"README.md": "# Clinic\n", "elsewhere/main.tf": "# not checked\n"})
    made.branch("work")
    return made


def check(repo: Repo, *arguments: str) -> Completed:
    return hds_policy("check", "infra", *ON, "--changed", "main", *arguments, cwd=repo.top)


def judged(repo: Repo) -> list[str]:
    report = check(repo, "--format", "json").json
    roots = {key.partition(":")[0] for key in (entry["key"] for entry in report["resources"])}
    assert roots <= set(report["narrowed"]["roots"])
    return report["narrowed"]["roots"]


def change(repo: Repo, name: str, before: str = "", after: str = "\n# a remark\n") -> None:
    file = repo.top / name
    text = file.read_text("utf-8")
    assert before in text
    repo.commit({name: text.replace(before, after, 1) if before else text + after})


@pytest.mark.parametrize(
    ("name", "roots"),
    [
        ("infra/portal/main.tf", ["portal"]),
        ("infra/record/logs.tf", ["record"]),
        ("infra/modules/patient-database/main.tf", ["record"]),  # a module counts for who calls it
        ("infra/hds-policy.toml", ALL),
        ("README.md", []),
        ("elsewhere/main.tf", []),
    ],
)
def test_what_a_change_touches(name: str, roots: list[str], repo: Repo) -> None:
    change(repo, name)
    assert judged(repo) == roots


def test_new_files_and_files_that_are_not_committed(repo: Repo) -> None:
    (repo.top / "infra" / "imaging" / "prod.auto.tfvars").write_text("x = 1\n", encoding="utf-8")
    assert judged(repo) == ["imaging"]
    (repo.top / "infra" / "portal" / "main.tf").write_text("# nothing is left\n", encoding="utf-8")
    assert judged(repo) == ["imaging", "portal"]


def test_a_file_of_which_nobody_can_say_who_reads_it_touches_everything(repo: Repo) -> None:
    repo.commit({"infra/templates/user.tftpl": "x\n"})
    assert judged(repo) == ALL


def test_a_root_module_that_is_gone_touches_everything(repo: Repo) -> None:
    shutil.rmtree(repo.top / "infra" / "portal")
    repo.commit({})
    assert judged(repo) == ["imaging", "record"]


def test_the_merge_base_counts_and_not_what_main_did_since(repo: Repo) -> None:
    change(repo, "infra/portal/main.tf")
    repo.git("checkout", "-q", "main")
    change(repo, "infra/imaging/main.tf")
    repo.git("checkout", "-q", "work")
    assert judged(repo) == ["portal"]


def test_data_that_flows_to_another_root_module_is_followed_there(tmp_path: Path) -> None:
    """The bucket of ``lake`` carries health data only because ``app``, which changed, copies there."""
    made = Repo(tmp_path / "two")
    provider = 'provider "aws" {\n  region = "eu-west-3"\n}\n'
    abroad = 'provider "aws" {\n  region = "us-east-1"\n}\n'
    source = (
        'resource "aws_s3_bucket" "patients" {\n  bucket = "patients"\n  tags = { data_classification = "health" }\n}\n'
    )
    lake = 'resource "aws_s3_bucket" "lake" {\n  bucket = "the-lake"\n}\n'
    made.commit({"app/main.tf": provider + source, "lake/main.tf": abroad + lake, "other/main.tf": abroad + source})
    made.branch("work")
    flow = (
        'resource "aws_s3_bucket_replication_configuration" "out" {\n  bucket = aws_s3_bucket.patients.id\n'
        '  role = "arn:aws:iam::1:role/r"\n  rule {\n    status = "Enabled"\n    destination {\n'
        '      bucket = "arn:aws:s3:::the-lake"\n    }\n  }\n}\n'
    )
    made.commit({"app/flow.tf": flow})
    done = hds_policy("check", *ON, "--changed", "main", "--format", "json", cwd=made.top)
    assert done.code == 1, done.err
    assert [entry["key"] for entry in done.json["resources"]] == [
        "app:aws_s3_bucket.patients",
        "lake:aws_s3_bucket.lake",
    ]
    assert done.json["narrowed"]["roots"] == ["app"]
    outside = [one["subject"] for one in done.json["findings"] if one["rule"] == "HDS-007" and one["result"] == "fail"]
    assert outside == ["lake:aws_s3_bucket.lake"]  # and not that of other, which nothing touches


def test_a_part_is_judged_as_the_whole_judges_it(repo: Repo) -> None:
    change(repo, "infra/portal/main.tf")
    part, whole = (
        hds_policy("check", "infra", *ON, *more, "--format", "json", cwd=repo.top).json
        for more in (("--changed", "main"), ())
    )

    def of_portal(report: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
        return [one for one in report["findings"] if str(one["subject"]).startswith("portal:")]

    assert len(of_portal(whole)) > 20
    assert of_portal(part) == of_portal(whole)


def test_the_summary_says_that_it_is_a_part(repo: Repo) -> None:
    change(repo, "infra/portal/main.tf")
    done = check(repo)
    said = " ".join(done.out.split())
    assert re.search(r"part only what changed since main \([0-9a-f]{12}\): 1 of 3 root modules: portal ", said)
    assert done.code == 1


def test_nothing_touched_is_nothing_to_check(repo: Repo) -> None:
    done = check(repo)
    assert done.code == 4
    assert "0 of 3 root modules: none" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("infra", "--changed", "nowhere"), "git rev-parse"),
        (("infra", "--changed", "main", "--diff-base", "main"), "--changed does not go with --baseline or --diff-base"),
        (("infra/portal/main.tf", "--changed", "main"), "--changed goes with folders of a repository"),
    ],
)
def test_what_cannot_be_done(arguments: tuple[str, ...], said: str, repo: Repo) -> None:
    done = hds_policy("check", *arguments, cwd=repo.top)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {said}")


def test_outside_of_a_repository(tmp_path: Path) -> None:
    shutil.copytree(CLINIC / "mended", tmp_path / "infra")
    done = hds_policy("check", "infra", "--changed", "main", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "error: " in done.err


def test_nothing_of_the_repository_is_run(repo: Repo) -> None:
    """A filter, a diff driver and a monitor that its settings and attributes name."""
    ran = repo.top / ".git" / "ran"
    for key in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor"):
        repo.git("config", key, f"touch {ran}; cat")
    (repo.top / ".gitattributes").write_text("* filter=evil diff=evil\n", encoding="utf-8")
    (repo.top / "infra" / "portal" / "main.tf").touch()
    check(repo)
    assert not ran.exists()


def test_json_of_a_whole_run_says_so(repo: Repo) -> None:
    done = hds_policy("check", "infra/portal", *ON, "--format", "json", cwd=repo.top)
    assert json.loads(done.out)["narrowed"] is None

"""``hds-policy check`` twice: the same answer when nothing has changed, a new one whenever anything has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import PATIENCE, Completed, environment, hds_policy, run
from estates import ON, estate

REPOSITORY = Path(__file__).parents[2]
HIT = "answered from the cache"
READS_FILE = 'locals { region = trimspace(file("region.txt")) }\n'


class Runs:
    """Checks of one tree by a user with a cache of their own."""

    def __init__(self, tree: Path, cache: Path) -> None:
        self.tree = tree
        self.cache = cache
        self.env = environment(XDG_CACHE_HOME=str(cache), HDS_POLICY_NO_CACHE="")

    def __call__(self, *options: object, tree: Path | None = None, **changed: str) -> Completed:
        day = () if "--on" in options else ON
        return hds_policy("check", tree or self.tree, *day, "--verbose", *options, env=self.env | changed)

    def hit(self, *options: object, **given: object) -> bool:
        return HIT in self(*options, **given).err  # type: ignore[arg-type]  # as for a run

    @property
    def entries(self) -> list[Path]:
        return sorted((self.cache / "hds-policy" / "answers").glob("*"))


@pytest.fixture
def runs(tmp_path: Path, write: Callable[..., Path]) -> Runs:
    files = estate(region="${local.region}") | {"more.tf": READS_FILE, "region.txt": "eu-west-3\n", "mod/x.txt": "x"}
    return Runs(write(files, folder="tree"), tmp_path / "cache")


def test_the_second_run_of_an_unchanged_tree_says_the_same_bytes_and_reads_nothing(runs: Runs):
    first, second = runs(), runs()

    assert HIT not in first.err
    assert HIT in second.err
    assert (first.code, first.out) == (second.code, second.out)
    assert first.code == 0


def test_a_remembered_answer_needs_neither_collector_nor_engine(runs: Runs):
    runs()
    code = (
        "import sys; from hds_policy.cli import main\n"
        f"main({['check', str(runs.tree), *ON, '--verbose']!r}); print(*sys.modules, file=sys.stderr)"
    )
    done = run([sys.executable, "-P", "-c", code], env=runs.env)
    assert HIT in done.err
    loaded = set(done.err.split())
    assert "hds_policy.cache.answers" in loaded
    assert loaded.isdisjoint({"hds_collectors", "hds_policy.pipeline", "regorus", "hcl2", "yaml", "tomllib"})


@pytest.mark.parametrize(("form", "region"), [("text", "us-east-1"), ("json", "eu-west-3"), ("sarif", "${var.x}")])
def test_each_format_is_byte_identical_with_one_that_was_computed(runs: Runs, form: str, region: str):
    (runs.tree / "region.txt").write_text(region)
    asked = ("--format", form, "--output", f"text={runs.cache}.report")
    runs(*asked)
    Path(f"{runs.cache}.report").unlink()

    cached, written = runs(*asked), Path(f"{runs.cache}.report").read_bytes()
    computed = runs(*asked, "--no-cache")

    assert HIT in cached.err
    assert HIT not in computed.err
    assert (cached.code, cached.out) == (computed.code, computed.out)
    assert written == Path(f"{runs.cache}.report").read_bytes()


def _append(name: str, text: str) -> Callable[[Path], object]:
    return lambda tree: (tree / name).write_text((tree / name).read_text() + text)


def _new(name: str, text: str = "") -> Callable[[Path], object]:
    def make(tree: Path) -> None:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text)

    return make


def _link(tree: Path) -> None:
    (tree / "more.tf").rename(tree / "real.txt")
    (tree / "more.tf").symlink_to("real.txt")


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited file": _append("main.tf", "# a word\n"),
    "same size, other bytes": lambda tree: (tree / "region.txt").write_text("eu-west-4\n"),
    "new file": _new("new.tf"),
    "new hidden folder": _new(".hidden/main.tf"),
    "new file below node_modules": _new("node_modules/x/main.tf"),
    "removed file": lambda tree: (tree / "more.tf").unlink(),
    "tfvars appear": _new("terraform.tfvars", 'x = "y"\n'),
    "modules get installed": _new(".terraform/modules/modules.json", '{"Modules": []}'),
    "estate edited": _append("hds-policy.toml", "# a word\n"),
    "estate removed": lambda tree: (tree / "hds-policy.toml").unlink(),
    "target of file() edited": _append("region.txt", " \n"),
    "target of file() removed": lambda tree: (tree / "region.txt").unlink(),
    "file becomes a link": _link,
    "a repository begins here": lambda tree: (tree / ".git").mkdir(),
    "a repository begins above": lambda tree: (tree.parent / ".git").mkdir(),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_whatever_changes_in_the_tree_is_read_again(runs: Runs, change: str):
    runs()
    assert runs.hit()
    CHANGES[change](runs.tree)

    after = runs()

    assert HIT not in after.err
    assert after.out == runs("--no-cache").out


def test_a_change_that_is_taken_back_makes_the_old_answer_right_again(runs: Runs):
    before = runs()
    (runs.tree / "new.tf").write_text("")
    assert not runs.hit()
    (runs.tree / "new.tf").unlink()

    again = runs()

    assert HIT in again.err
    assert again.out == before.out


def test_a_link_that_leads_elsewhere_is_read_again(runs: Runs):
    for name, region in (("one", "eu-west-3"), ("two", "us-east-1")):
        (runs.tree / f"{name}.auto").write_text(f'locals {{ region = "{region}" }}\n')
    (runs.tree / "more.tf").unlink()
    (runs.tree / "more.tf").symlink_to("one.auto")
    assert runs().code == 0
    assert runs.hit()
    (runs.tree / "more.tf").unlink()
    (runs.tree / "more.tf").symlink_to("two.auto")

    after = runs()

    assert (after.code, HIT in after.err) == (1, False)


@pytest.mark.parametrize(
    "options",
    [
        ("--on", "2026-11-25"),
        ("--strict",),
        ("--assume", "health"),
        ("--format", "json"),
        ("--workspace", "prod"),
        ("--hcl-parser", "python-hcl2"),
    ],
    ids=" ".join,
)
def test_another_option_is_another_question(runs: Runs, options: tuple[str, ...]):
    runs()

    assert not runs.hit(*options)
    assert runs.hit(*options)
    assert runs.hit()


def test_a_variables_file_counts_by_its_content_and_wherever_it_lies(runs: Runs, tmp_path: Path):
    (runs.tree / "variables.tf").write_text('variable "x" {}\n')
    given = tmp_path / "given.tfvars"
    given.write_text('x = "one"\n')
    runs("--var-file", given)
    assert runs.hit("--var-file", given)
    given.write_text('x = "two"\n')

    assert not runs.hit("--var-file", given)
    assert not runs.hit("--var", "x=one")
    assert runs.hit("--var", "x=one")
    assert not runs.hit("--var", "x=two")


def test_an_estate_file_outside_the_tree_counts_by_its_content(runs: Runs, tmp_path: Path):
    config = tmp_path / "other.toml"
    (runs.tree / "hds-policy.toml").rename(config)
    runs("--config", config)
    assert runs.hit("--config", config)
    config.write_text(config.read_text() + "# a word\n")

    assert not runs.hit("--config", config)


def test_another_width_of_the_terminal_is_another_text(runs: Runs):
    runs()

    assert not runs.hit(COLUMNS="70")
    assert runs.hit(COLUMNS="70")


@pytest.mark.parametrize(
    "file",
    [
        "hds_policy/catalogue/aws.toml",
        "hds_policy/hosters/certified.toml",
        "policies/hds/rules/layer_physical/layer_physical.rego",
        "hds_policy/judging.py",
        "collectors/hds_collectors/terraform/hcl.py",
    ],
)
def test_another_fact_rule_or_line_of_code_is_another_tool(runs: Runs, tmp_path: Path, file: str):
    copy = tmp_path / "tool"
    for part in ("hds_policy", "collectors", "policies"):
        shutil.copytree(REPOSITORY / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    path = os.pathsep.join((str(copy), str(copy / "collectors")))
    runs(PYTHONPATH=path)
    assert runs.hit(PYTHONPATH=path)
    with (copy / file).open("a") as stream:
        stream.write("\n# a word\n")

    after = runs(PYTHONPATH=path)

    assert HIT not in after.err
    assert after.code == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[:40],
        lambda data: b"",
        lambda data: data[:-2] + bytes([data[-2] ^ 1]) + data[-1:],
        lambda data: data + b"x",
        lambda data: data.replace(b"PASS", b"pass") if b"PASS" in data else data[::-1],
    ],
    ids=["cut by one", "cut in the frame", "empty", "one bit", "one more", "another text"],
)
def test_an_entry_that_is_not_whole_is_none(runs: Runs, spoil: Callable[[bytes], bytes]):
    first = runs()
    (entry,) = runs.entries
    entry.write_bytes(spoil(entry.read_bytes()))

    after = runs()

    assert HIT not in after.err
    assert after.out == first.out
    assert runs.hit()


def test_an_entry_under_another_name_is_none(runs: Runs):
    runs()
    (entry,) = runs.entries
    runs("--strict")
    (other,) = set(runs.entries) - {entry}
    other.write_bytes(entry.read_bytes())

    assert not runs.hit("--strict")


def test_what_others_could_have_written_is_not_believed(runs: Runs):
    runs()
    (entry,) = runs.entries
    entry.chmod(0o644)
    assert not runs.hit()
    assert runs.hit()
    (runs.cache / "hds-policy" / "answers").chmod(0o755)

    assert not runs.hit()


def test_a_link_in_the_place_of_an_entry_or_of_the_folder_is_not_followed(runs: Runs, tmp_path: Path):
    runs()
    (entry,) = runs.entries
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert not runs.hit()
    answers = runs.cache / "hds-policy" / "answers"
    answers.rename(tmp_path / "moved")
    answers.symlink_to(tmp_path / "moved")

    assert not runs.hit()
    assert not runs.hit()


def test_folder_and_entries_are_the_users_alone(runs: Runs):
    runs()

    assert runs.entries
    assert {entry.stat().st_mode & 0o777 for entry in runs.entries} == {0o600}
    assert runs.entries[0].parent.stat().st_mode & 0o777 == 0o700


def test_without_a_place_for_it_everything_works(runs: Runs):
    runs.cache.write_text("a file where the folder would be")

    first = runs()

    assert (first.code, HIT in first.err) == (0, False)
    assert not runs.hit()


def test_a_cache_inside_the_checked_tree_is_none(runs: Runs):
    inside = runs.tree / "cache"

    assert not runs.hit(XDG_CACHE_HOME=str(inside))
    assert not runs.hit(XDG_CACHE_HOME=str(inside))
    assert not [*inside.rglob("*.entry")]


def test_a_cache_in_the_repository_that_holds_the_checked_tree_is_none(runs: Runs):
    beside = runs.tree.parent / "cache beside"
    assert not runs.hit(XDG_CACHE_HOME=str(beside))
    assert runs.hit(XDG_CACHE_HOME=str(beside))
    (runs.tree.parent / ".git").mkdir()
    in_it = runs.tree.parent / "cache of the repository"

    assert not runs.hit(XDG_CACHE_HOME=str(in_it))
    assert not runs.hit(XDG_CACHE_HOME=str(in_it))
    assert not [*in_it.rglob("*.entry")]


@pytest.mark.parametrize("way", ["option", "environment", "estate"])
def test_it_can_be_switched_off(runs: Runs, way: str):
    if way == "estate":
        file = runs.tree / "hds-policy.toml"
        file.write_text(file.read_text() + "[settings]\ncache = false\n")
    options = ["--no-cache"] if way == "option" else []
    changed = {"HDS_POLICY_NO_CACHE": "1"} if way == "environment" else {}

    assert [runs.hit(*options, **changed) for _ in range(2)] == [False, False]
    assert not runs.entries


def test_a_file_a_plan_and_the_standard_input_are_always_read(runs: Runs):
    assert [runs.hit(tree=runs.tree / "main.tf") for _ in range(2)] == [False, False]
    assert not runs.entries


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_tree_with_something_refused_for_its_content_is_always_read(runs: Runs):
    (runs.tree / "lfs.tf").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")

    assert [runs.hit() for _ in range(2)] == [False, False]


def test_a_module_outside_of_the_tree_is_always_looked_for(runs: Runs):
    (runs.tree / "call.tf").write_text('module "m" {\n  source = "../beside"\n}\n')
    assert [runs.hit() for _ in range(2)] == [False, False]


def test_no_secret_of_the_tree_is_kept(runs: Runs):
    (runs.tree / "secret.tf").write_text(
        'resource "aws_db_instance" "d" {\n  password = "Tr0ub4dor&3"\n  tags = { x = var.token }\n}\n'
        'variable "token" { sensitive = true }\n'
    )
    (runs.tree / "terraform.tfvars").write_text('token = "c0rrect-horse"\n')
    runs("--format", "json", "--var", "token=battery-staple", "--no-cache")
    runs("--format", "json", "--var", "token=battery-staple")
    kept = b"".join(entry.read_bytes() for entry in runs.entries)

    assert b"aws_db_instance.d" in kept
    for secret in (b"Tr0ub4dor", b"c0rrect-horse", b"battery-staple"):
        assert secret not in kept


def test_runs_at_the_same_time_all_say_the_same(runs: Runs):
    command = [sys.executable, "-P", "-m", "hds_policy", "check", str(runs.tree), *ON, "--verbose"]
    started = [subprocess.Popen(command, env=runs.env, stdout=subprocess.PIPE) for _ in range(5)]

    outputs = {child.communicate(timeout=PATIENCE)[0] for child in started}

    assert {child.returncode for child in started} == {0}
    assert len(outputs) == 1
    assert runs.hit()
    assert [entry.suffix for entry in runs.entries] == [".entry"]

"""Only new findings count: compared with a baseline file, or with the commit at which the branch began."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hds_policy.cli.reading import Read, collected_of, ground_of
from hds_policy.cli.verdict import assessed
from hds_policy.errors import UsageError

if TYPE_CHECKING:
    from hds_policy.evaluation import EngineMaker
    from hds_policy.history import Repository
    from hds_policy.model import Assessment, BaselineEntry

_Command = TypeVar("_Command", bound=Callable[..., Any])
_CODE = (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json")
_OPTIONS = (
    click.option(
        "--baseline",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Fails that `hds-policy baseline write` has seen do not count; undetermined results do.",
    ),
    click.option(
        "--diff-base",
        default="",
        metavar="REF",
        help="Fails that were there where the branch left REF do not count; undetermined results do.",
    ),
)


def comparing_options(command: _Command) -> _Command:
    """Add the options that say what a run is compared with."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def refuse_both(baseline: Path | None, diff_base: str) -> None:
    """One thing to compare with.

    Raises:
        UsageError: both are given.
    """
    if baseline is not None and diff_base:
        raise UsageError("--baseline and --diff-base say two different things", hint="give one of them")


def compared(  # noqa: PLR0913 - what was read, how, and what it is compared with
    assessment: Assessment,
    read: Read,
    engine: EngineMaker,
    *,
    strict: bool,
    baseline: Path | None,
    diff_base: str,
    reading: dict[str, Any],
) -> Assessment:
    """The assessment with the state of each finding; the same when there is nothing to compare it with.

    Args:
        reading: the options it was read with.

    Raises:
        HdsPolicyError: the baseline, or the other commit, cannot be read or judged.
    """
    if baseline is None and not diff_base:
        return assessment
    from hds_policy.baseline import against, read_baseline  # noqa: PLC0415 - only then

    strictly = strict or read.chosen.strict
    if baseline is not None:
        found = read_baseline(baseline)
        return against(assessment, found.findings, f"{baseline.name} ({found.on})", strict=strictly)
    entries, source = _before(diff_base, read, engine, reading)
    return against(assessment, entries, source, strict=strictly)


def _before(
    ref: str, read: Read, engine: EngineMaker, reading: dict[str, Any]
) -> tuple[tuple[BaselineEntry, ...], str]:
    """What the commit holds at which the branch left a ref, and its name for a person."""
    from hds_policy.baseline import entries_of  # noqa: PLC0415 - only then
    from hds_policy.history import Repository, write_files  # noqa: PLC0415

    paths: tuple[Path, ...] = reading["paths"] or (Path(),)
    _refuse_documents(paths)
    repository = Repository.around(paths[0])
    commit = repository.merge_base(ref)
    source = f"git merge-base HEAD {ref}: {commit[:12]}"
    with tempfile.TemporaryDirectory(prefix="hds-policy-") as folder:
        top = Path(folder).resolve()
        # As deep as the repository itself: what lies above or beside it keeps its place relative to it.
        moved = top / repository.top.relative_to(repository.top.anchor)
        moved.mkdir(parents=True)
        given = reading["var_files"]
        wanted = [repository.relative(path if path.is_dir() else path.parent) for path in paths]
        wanted += [repository.relative(file) for file in given if _inside(repository, file)]
        write_files(repository, commit, wanted, moved)
        there = [moved / repository.relative(path) for path in paths]
        for path, new in zip(paths, there, strict=True):
            if path.is_dir():
                new.mkdir(parents=True, exist_ok=True)
        there = [path for path in there if path.exists()]
        if not there:
            return (), source
        options = {
            **reading,
            "paths": tuple(there),
            "var_files": tuple(_moved(file, repository, moved) for file in given),
        }
        before = _read(options, read, top)
        return entries_of(assessed(before, engine, strict=False).findings), source


def _read(options: dict[str, Any], now: Read, top: Path) -> Read:
    """The folders of the commit, judged by the estate of the commit unless one is named for the run."""
    if options["config"] is not None or options["config_from"]:
        file = Path(now.estate.file).resolve() if now.estate.file else None
        estate = top / file.relative_to(file.anchor) if file else None
        return Read(collected_of(options["paths"], options, estate), now.estate, now.knowledge, now.day, now.chosen)
    names = ("no_inline_waivers", "on", "assume", "policies", "profile")
    own = {name: options[name] for name in names}
    ground = ground_of(options["paths"], config=None, config_from="", **own)
    estate = Path(ground.estate.file) if ground.estate.file else None
    return ground.with_inventory(collected_of(options["paths"], options, estate))


def _refuse_documents(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.is_dir() and not path.name.endswith(_CODE):
            text = f"{path}: --diff-base compares folders and files of configuration"
            raise UsageError(text, hint="a plan or a state is compared with a baseline file")


def _inside(repository: Repository, file: Path) -> bool:
    return file.resolve().is_relative_to(repository.top)


def _moved(file: Path, repository: Repository, moved: Path) -> Path:
    """A variable file of the commit, or the given one when the commit has none."""
    there = moved / repository.relative(file) if _inside(repository, file) else file
    return there if there.exists() else file

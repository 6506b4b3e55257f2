"""What is read and against what: the options that every command on a PATH shares, and what they lead to."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct
from msgspec.structs import replace

from hds_policy.cli.progress import Progress
from hds_policy.errors import UsageError
from hds_policy.model.choice import PROFILES

if TYPE_CHECKING:
    from hds_policy.collection import Collected
    from hds_policy.config import Estate
    from hds_policy.estate_at import EstateCopy
    from hds_policy.pipeline import Knowledge
    from hds_policy.policy_choice import Chosen

# HDS certification takes the place of the former approval from 1 April 2018 on (décret 2018-137).
_FIRST_DAY = date(2018, 1, 1)
_LAST_DAY = date(2200, 12, 31)
_STANDARD_INPUT = Path("-")
_Command = TypeVar("_Command", bound=Callable[..., Any])
_ESTATE_OPTIONS = (
    click.option(
        "--config", type=click.Path(path_type=Path), help="Estate file; default: hds-policy.toml at the top of PATH."
    ),
    click.option(
        "--config-from", default="", metavar="REF", help="Take the estate file as it is on a commit or branch of git."
    ),
    click.option(
        "--no-inline-waivers", is_flag=True, help="Waivers in comments do not count, whatever the estate says."
    ),
    click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the evaluation; default: today."),
    click.option(
        "--assume", type=click.Choice(["health"]), help="Treat every unmarked store as health data, for this run."
    ),
)
_OPTIONS = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]..."),
    *_ESTATE_OPTIONS,
    click.option(
        "--var-file", "var_files", multiple=True, type=click.Path(path_type=Path), help="Terraform variables file."
    ),
    click.option("--var", "variables", multiple=True, metavar="NAME=VALUE", help="Terraform variable."),
    click.option(
        "--env-vars",
        "env_vars",
        is_flag=True,
        help="Take Terraform variables from TF_VAR_ names of the environment too.",
    ),
    click.option(
        "--source",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Configuration of a plan or state, for its lines.",
    ),
    click.option("--workspace", default="", metavar="NAME", help="Terraform workspace; default: not known."),
    click.option(
        "--render",
        is_flag=True,
        help="Run Helm and Kustomize on a copy, without a network, for charts and kustomizations.",
    ),
    click.option(
        "--hcl-parser",
        type=click.Choice(["fast", "python-hcl2"]),
        default="fast",
        help="Reader of HCL; default: fast.",
    ),
)
_RULE_OPTIONS = (
    click.option(
        "--policies",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Custom policies; can be repeated.",
    ),
    click.option(
        "--profile", type=click.Choice(PROFILES), default=None, help="Which shipped rules to ask; default: all."
    ),
)


class Ground(Struct, frozen=True):
    """What a run is judged by."""

    estate: Estate
    knowledge: Knowledge
    day: date
    chosen: Chosen

    def with_inventory(self, collected: Collected) -> Read:
        """The same, with what was read."""
        return Read(collected, self.estate, self.knowledge, self.day, self.chosen)


class Read(Struct, frozen=True):
    """What was read, and what it is judged by."""

    collected: Collected
    estate: Estate
    knowledge: Knowledge
    day: date
    chosen: Chosen


def reading_options(command: _Command) -> _Command:
    """Add PATH and the options that say how it is read; ``read_paths`` takes their values as keywords."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def estate_options(command: _Command) -> _Command:
    """Add the options that say which estate and day hold; ``ground_of`` takes their values as keywords."""
    for option in reversed(_ESTATE_OPTIONS):
        command = option(command)
    return command


def rule_options(command: _Command) -> _Command:
    """Add the options that say which rules are asked; ``read_paths`` takes their values as keywords."""
    for option in reversed(_RULE_OPTIONS):
        command = option(command)
    return command


def read_paths(  # noqa: PLR0913 - one argument for each option
    *,
    paths: tuple[Path, ...],
    config: Path | None,
    config_from: str,
    no_inline_waivers: bool,
    on: datetime | None,
    assume: str | None,
    var_files: tuple[Path, ...],
    variables: tuple[str, ...],
    source: Path | None,
    workspace: str,
    hcl_parser: str,
    env_vars: bool,
    render: bool,
    policies: tuple[Path, ...] = (),
    profile: str | None = None,
) -> Read:
    """Read what PATH names, and the estate that goes with it; no PATH is the current folder.

    Raises:
        HdsPolicyError: the day, the estate or a path is not usable.
    """
    paths = paths or (Path(),)
    ground = ground_of(
        tuple(Path() if path == _STANDARD_INPUT else path for path in paths),
        config=config,
        config_from=config_from,
        no_inline_waivers=no_inline_waivers,
        on=on,
        assume=assume,
        policies=policies,
        profile=profile,
    )
    options = {
        "var_files": var_files,
        "variables": variables,
        "source": source,
        "workspace": workspace,
        "hcl_parser": hcl_parser,
        "env_vars": env_vars,
        "render": render,
    }
    estate = Path(ground.estate.file) if ground.estate.file else None
    return ground.with_inventory(collected_of(paths, options, estate))


def collected_of(paths: tuple[Path, ...], options: Mapping[str, Any], estate: Path | None) -> Collected:
    """What PATH names, read as the options say; ``estate``: where the estate file lies, for roots and addresses.

    Raises:
        UsageError: a path or an option is not usable.
    """
    from hds_policy.collection import collect_all  # noqa: PLC0415 - after the arguments are known to be right

    settings = {
        "var_files": options["var_files"],
        "variables": options["variables"],
        "source": options["source"],
        "workspace": options["workspace"],
        "parser": options["hcl_parser"],
        "use_environment": options["env_vars"],
        "render": options["render"],
    }
    progress = Progress()
    try:
        return collect_all(paths, settings, progress, estate)
    finally:
        progress.close()


def ground_of(  # noqa: PLR0913 - one argument for each option
    folders: tuple[Path, ...],
    *,
    config: Path | None,
    config_from: str,
    no_inline_waivers: bool,
    on: datetime | None,
    assume: str | None,
    policies: tuple[Path, ...] = (),
    profile: str | None = None,
) -> Ground:
    """What a run is judged by, with the estate file that lies at the top of the folders unless one is named.

    Raises:
        HdsPolicyError: the day, the estate or the choice of rules is not usable.
    """
    # What is read stays until the process ends: looking for garbage in it costs a third of the run.
    gc.disable()
    day = day_of(on)

    def ground(file: Path | None, copy: EstateCopy | None = None) -> Ground:
        from hds_policy.pipeline import Knowledge, estate_of  # noqa: PLC0415 - after the arguments are known to be right
        from hds_policy.policy_choice import choose  # noqa: PLC0415

        knowledge = Knowledge.shipped()
        estate = estate_of(folders, file, knowledge, assume_health=assume == "health")
        if copy is not None:
            estate = replace(estate, file=str(copy.stands_for), copy=str(copy.file))
        if no_inline_waivers:
            estate = replace(estate, settings=replace(estate.settings, inline_waivers=False))
        chosen = choose(knowledge.rules, estate, day, folders=policies, profile=profile or "")
        return Ground(estate, knowledge, day, chosen)

    if not config_from:
        return ground(config)
    from hds_policy.estate_at import estate_at, told_as  # noqa: PLC0415 - only then

    with estate_at(config_from, folders, config) as copy, told_as(copy):
        return ground(copy.file, copy)


def day_of(given: datetime | None) -> date:
    """The day of the evaluation; one before there were certificates, or beyond sight, is a slip of the pen."""
    day = given.date() if given else date.today()
    if given and not _FIRST_DAY <= day <= _LAST_DAY:
        raise UsageError(f"--on {day}: not between {_FIRST_DAY} and {_LAST_DAY}", hint="certificates exist since 2018")
    return day

"""``hds-policy diff``: what runs that the code does not know, and what the code says that does not run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from hds_policy.cli.reading import Ground, collected_of, ground_of, reading_options, rule_options
from hds_policy.cli.speaking import language_option
from hds_policy.errors import UsageError

_GROUND = ("config", "config_from", "no_inline_waivers", "on", "assume", "policies", "profile")


@click.command()
@reading_options
@rule_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@language_option
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def diff(form: str, debug: bool, **reading: Any) -> int:  # noqa: ARG001 - --debug is main's
    """Compare CODE with LIVE, two PATHs: what runs that the code does not know, and what does not run.

    Each is a folder, a plan, a state or a saved inventory (`hds-policy scan aws --save`), judged by the same estate on
    the same day. A resource is the same on both sides by its ARN, its identifier, or a name that is unique in its
    account and region; where that cannot be told, it is listed as not compared. docs/diff.md says more.

    Exit codes: 0 both agree; 1 they differ; 3 they may, as something could not be read or compared; 4 nothing to
    compare.
    """
    paths: tuple[Path, ...] = reading.pop("paths")
    if len(paths) != 2 or Path("-") in paths:
        raise UsageError("two paths are compared: CODE and LIVE", hint="hds-policy diff infra/ account.json")
    ground = ground_of(paths, **{name: reading.pop(name) for name in _GROUND})
    from hds_policy.drift import compare, drift_json, drift_text  # noqa: PLC0415 - after the arguments are right

    code, live = (_side(path, ground, reading) for path in paths)
    found = compare(code, live, ground.knowledge.catalogue)
    if form == "json":
        click.echo(json.dumps(drift_json(found), indent=2).replace("##", "#\\u0023"))
    else:
        click.echo(drift_text(found))
    return found.exit_code


def _side(path: Path, ground: Ground, options: dict[str, Any]) -> Any:
    """One side, read and judged."""
    from hds_policy.drift import Side  # noqa: PLC0415 - as above
    from hds_policy.pipeline import judge, prepare  # noqa: PLC0415

    estate = Path(ground.estate.file) if ground.estate.file else None
    collected = collected_of((path,), options, estate)
    ready = prepare(collected.inventory, ground.estate, ground.knowledge, ground.day)
    assessment = judge(ready, ground.estate, ground.knowledge, ground.day, chosen=ground.chosen)
    return Side(ready.inventory.resources, ready.classified.classes, assessment)

"""``hds-policy inventory``: the policy input, for people who write rules and for programs that evaluate them."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from hds_policy.cli.reading import read_paths, reading_options


@click.command()
@reading_options
@click.option("--format", "form", type=click.Choice(["json"]), default="json", help="Format; default: json.")
@click.option("--about", is_flag=True, help="Also say which resources stand behind each subject.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def inventory(form: str, about: bool, debug: bool, **reading: Any) -> int:  # noqa: ARG001 - one format; --debug is main's
    """Print what policies see: the input of `opa eval`, conftest or a rule of your own.

    Nothing is judged. The format is policies/schema/input.json. Exit codes: 0 everything was read; 3 something could
    not be read, and the input says how much under `unread`; 4 nothing in PATH carries health data.
    """
    read = read_paths(**reading)
    from hds_policy.evaluation import about_subjects  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.judging import exit_code_of  # noqa: PLC0415
    from hds_policy.pipeline import prepare  # noqa: PLC0415

    ready = prepare(read.collected.inventory, read.estate, read.knowledge, read.day)
    document = dict(ready.questions.document)
    if about:
        document["about"] = about_subjects(ready.questions, ready.resources)
    # ASCII, and no two `#` in a row: names out of the tree are inert in a terminal and in the log of a CI system.
    text = json.dumps(document, indent=2).replace("##", "#\\u0023")
    sys.stdout.write(text + "\n")
    if unread := document["unread"]:
        click.echo(f"not read: {unread}; `hds-policy check` names each", err=True)
    return exit_code_of((), ready.inventory, ready.classified.classes, strict=False)

"""``hds-policy policies test``: run the Rego tests and the examples of a policies folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hds_policy.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from hds_policy.evaluation.trial import Trial


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@click.option("--verbose", is_flag=True, help="List every test and example, not only what does not hold.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def test(folder: Path | None, form: str, verbose: bool, debug: bool) -> int:  # noqa: ARG001 - --debug is read by main
    """Run the Rego tests and the examples of the rules in DIR; default: the rules that come with hds-policy.

    Each rule needs a test, a good example and one that is not. A branch of deny, undetermined or review is exercised
    when a test or example notices that it never holds any more. Everything runs in a process with limits.

    Exit codes: 0 all hold; 1 a test or example fails or is missing; 2 DIR is no folder of policies; 4 nothing to test.
    """
    from hds_policy.evaluation.trial import try_policies  # noqa: PLC0415 - --help needs none of this
    from hds_policy.rules import default_folder  # noqa: PLC0415

    where = default_folder() if folder is None else folder
    if not where.is_dir():
        raise UsageError(f"{where}: no such folder")
    if not any(where.rglob("*.rego")):
        return _nothing(f"{where}: no Rego file, so nothing to test")
    if folder is None and not any(where.rglob("*_test.rego")):
        return _nothing("the tests of the shipped rules are in the source distribution, not in this installation")
    trial = try_policies(where)
    click.echo(json.dumps(_document(trial), ensure_ascii=False, indent=2) if form == "json" else _text(trial, verbose))
    return ExitCode.OK if all(outcome.passed for outcome in trial.outcomes) else ExitCode.FAIL


def _nothing(message: str) -> int:
    from hds_policy.report.printable import printable  # noqa: PLC0415

    click.echo(printable(message), err=True)
    return ExitCode.NOTHING


def _text(trial: Trial, verbose: bool) -> str:
    from hds_policy.report.printable import printable  # noqa: PLC0415

    lines = []
    for outcome in trial.outcomes:
        if verbose or not outcome.passed:
            word, reason = ("holds", "") if outcome.passed else ("FAILS", f": {outcome.message}")
            lines.append(f"{word}  {outcome.path}:{outcome.line}: {outcome.name}{reason}")
    for identifier, branches in trial.branches.items():
        done = sum(branch.exercised is True for branch in branches)
        lines.append(f"{identifier}  {trial.rules[identifier].name}: {done} of {len(branches)} branches exercised")
        for branch in branches:
            if branch.exercised is not True:
                why = "no test or example notices it" if branch.exercised is False else "could not be found out"
                lines.append(f"       {branch.path}:{branch.line}: {branch.name}: {why}")
    failed = sum(not outcome.passed for outcome in trial.outcomes)
    lines.append(f"{len(trial.outcomes)} tests and examples of {len(trial.rules)} rules: {failed} fail or are missing")
    return "\n".join(map(printable, lines))


def _document(trial: Trial) -> dict[str, object]:
    return {
        "outcomes": [
            {
                "name": outcome.name,
                "path": outcome.path,
                "line": outcome.line,
                "passed": outcome.passed,
                "message": outcome.message,
            }
            for outcome in trial.outcomes
        ],
        "rules": [
            {
                "id": identifier,
                "name": trial.rules[identifier].name,
                "branches": [
                    {"set": one.name, "path": one.path, "line": one.line, "exercised": one.exercised}
                    for one in branches
                ],
            }
            for identifier, branches in sorted(trial.branches.items())
        ],
    }

"""``hds-policy check``: judge what is written in files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hds_policy.cache import Answer
from hds_policy.cli.changing import changed_option, narrowed_to_changes, part_of, refuse_with_changed
from hds_policy.cli.comparing import compared, comparing_options, refuse_both
from hds_policy.cli.engine import engine_maker, engine_options
from hds_policy.cli.fixing import fixing_options, propose, without_stdout
from hds_policy.cli.reading import day_of, read_paths, reading_options, rule_options
from hds_policy.cli.remembering import answers_for, files_read, keep_facts
from hds_policy.cli.verdict import assessed, colour_of, report_options
from hds_policy.cli.writing import destinations, looks_of, rendered, write_reports


@click.command()
@reading_options
@rule_options
@engine_options
@report_options
@comparing_options
@changed_option
@fixing_options
@click.option("--no-cache", is_flag=True, help="Read everything again, and keep no answer.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def check(  # noqa: PLR0913, PLR0917 - one argument for each option
    context: click.Context,
    /,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    strict: bool,
    verbose: bool,
    explain: bool,
    baseline: Path | None,
    diff_base: str,
    changed: str,
    diff: bool,
    fix: bool,
    no_cache: bool,  # noqa: ARG001 - read from the context
    debug: bool,  # noqa: ARG001 - read by main
    **others: Any,
) -> int:
    """Judge Terraform and Kubernetes: who operates each HDS layer of health data, where, and is it certified?

    PATH is a folder or file of configuration or manifests, a plan (terraform show -json), a state, an inventory that
    `hds-policy scan --save` wrote, or - for one of these documents from the standard input; default: the current
    folder. A folder that has not changed since an equal run is answered from the cache of the user: see docs/cache.md.
    """
    where = destinations(formats, outputs)
    refuse_both(baseline, diff_base)
    refuse_with_changed(changed, compared=baseline is not None or bool(diff_base))
    engine = engine_maker(others)
    looks = looks_of(where, colour=colour_of(where))
    answers = answers_for(context, day_of(others["on"]), looks)
    answer = None if answers is None else answers.find()
    if answer is not None:
        if verbose:
            click.echo("nothing has changed since an equal run: answered from the cache", err=True)
        write_reports(where, answer.reports)
        return answer.code
    keep_facts(others["paths"] or (Path(),))
    read, part = narrowed_to_changes(read_paths(**others), changed)
    assessment = assessed(read, engine, strict=strict, explain=explain or diff or fix)
    if diff or fix:
        mended = propose(read, assessment, show=diff, write=fix)
        where, looks = without_stdout(where, looks) if diff else (where, looks)
        if mended:
            read, part = narrowed_to_changes(read_paths(**others), changed)
            assessment = assessed(read, engine, strict=strict, explain=explain)
    assessment = compared(
        assessment, read, engine, strict=strict, baseline=baseline, diff_base=diff_base, reading=others
    )
    assessment = part_of(assessment, part)
    reports = rendered(assessment, looks, read.collected.source, verbose=verbose, explain=explain)
    files = None if answers is None else files_read(read)
    if answers is not None and files is not None:
        answers.keep(Answer(assessment.exit_code, reports), files)
    write_reports(where, reports)
    return assessment.exit_code

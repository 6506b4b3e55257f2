"""The table of guarantees in Markdown."""

from __future__ import annotations

from hds_policy.language import _
from hds_policy.model import Assessment
from hds_policy.report.guarantees.rows import COLUMNS, NOBODY, NOTE, TITLE, Field, rows
from hds_policy.report.markdown.inline import in_cell, words
from hds_policy.report.options import RenderOptions
from hds_policy.report.overview import overview, verdict, verdict_of
from hds_policy.report.printable import without_commands
from hds_policy.report.words import MARKS


def _cell(field: Field) -> str:
    answer = f"**{in_cell(field.answer)}**" if field.details else in_cell(field.answer)
    return "<br>".join((answer, *map(in_cell, field.details)))


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The table, where its answers come from, and the verdict of the run it belongs to."""
    code = assessment.exit_code
    lines = [f"# {_(TITLE)}", "", words(_(NOTE)), "", f"{MARKS[verdict_of(code)]} {words(verdict(assessment))}", ""]
    found = rows(assessment)
    if found:
        lines += [f"| {' | '.join(map(_, COLUMNS))} |", "|" + " --- |" * len(COLUMNS)]
        lines += [f"| {' | '.join(map(_cell, row))} |" for row in found]
    else:
        lines.append(_(NOBODY))
    lines += ["", *(f"- **{label}**: {words(text)}" for label, text in overview(assessment))]
    return without_commands("\n".join(lines) + "\n")

"""The table of guarantees as CSV: the seven columns in the language of the run, what an answer rests on behind it."""

from __future__ import annotations

from hds_policy.language import _
from hds_policy.model import Assessment
from hds_policy.report.csv_report import table
from hds_policy.report.guarantees.rows import COLUMNS, NOBODY, Field, rows
from hds_policy.report.options import RenderOptions


def _said(field: Field) -> str:
    return "; ".join((field.answer, *field.details))


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The table as CSV; one row says so when there is no actor."""
    columns = tuple(map(_, COLUMNS))
    written: list[dict[str, object]] = [dict(zip(columns, map(_said, row), strict=True)) for row in rows(assessment)]
    return table(columns, iter(written or [{columns[0]: _(NOBODY)}]))

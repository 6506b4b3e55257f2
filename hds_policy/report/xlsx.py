"""A workbook for people who sort and filter: summary, findings, what was not judged, guarantees, declarations.

Every cell but counts and lines is text, so that no name of the scanned tree is a formula or a link. XlsxWriter writes
it (extra ``xlsx``): small, without dependencies, and the same bytes for the same content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from hds_policy.errors import UsageError
from hds_policy.language import _, marked
from hds_policy.model import Assessment, Finding, Result
from hds_policy.report.declared import declared
from hds_policy.report.gaps import Gap, gaps
from hds_policy.report.guarantees.rows import COLUMNS, NOBODY, NOTE, TITLE, rows
from hds_policy.report.options import RenderOptions
from hds_policy.report.overview import overview, verdict
from hds_policy.report.phrases import phrase
from hds_policy.report.printable import shortened
from hds_policy.report.telling import told
from hds_policy.report.where import Where
from hds_policy.report.words import MARKS, ORDER, cause_name, layer_name, result_name, severity_name
from hds_policy.rules.explain import in_language

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_000  # Excel refuses cells of more than 32,767 characters
_MOST_ROWS = 1_000_000  # and sheets of more than 1,048,576 rows
_FINDINGS: tuple[tuple[str, int], ...] = (
    (marked("result"), 16),
    (marked("rule"), 10),
    (marked("severity"), 11),
    (marked("subject"), 44),
    (marked("layer"), 12),
    (marked("region"), 14),
    (marked("message"), 80),
    (marked("cause"), 20),
    (marked("file"), 40),
    (marked("line"), 7),
    (marked("title"), 50),
    (marked("what to do"), 60),
    (marked("waived until"), 13),
    (marked("waived by"), 16),
    (marked("reason of the waiver"), 40),
)
_Cell = str | int


class _Book:
    """Writes sheets of text."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})

    def sheet(self, name: str, columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[_Cell]]) -> None:
        """A sheet with a head that stays, a filter on it, and a row for each line."""
        sheet: Worksheet = self._book.add_worksheet(name[:31])
        for place, (title, width) in enumerate(columns):
            sheet.set_column(place, place, width, self._text)
            sheet.write_string(0, place, title, self._head)
        last = 0
        for last, line in enumerate(lines, 1):
            if last > _MOST_ROWS:
                sheet.write_string(last, 0, _("There is no room for the rest: other formats hold all of it."))
                break
            for place, cell in enumerate(line):
                if isinstance(cell, int):
                    sheet.write_number(last, place, cell)
                elif cell:
                    sheet.write_string(last, place, shortened(cell, _LONGEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)


def _finding(finding: Finding, assessment: Assessment, where: Where) -> Sequence[_Cell]:
    rule, place, waiver = assessment.rules.get(finding.rule), where.best(finding), finding.waiver
    return (
        f"{MARKS[finding.result]} {result_name(finding.result)}",
        finding.rule,
        severity_name(rule.severity) if rule else "",
        finding.subject or finding.subject_kind.value,
        layer_name(finding.layer) if finding.layer else "",
        finding.region or "",
        told(finding, assessment.rules) or finding.code,
        cause_name(finding.cause) if finding.cause else "",
        place.file if place else "",
        place.start_line if place else "",
        in_language(rule)[0] if rule else "",
        _(rule.remediation) if rule and finding.result is not Result.PASS else "",
        waiver.expires.isoformat() if waiver else "",
        waiver.approved_by if waiver else "",
        waiver.reason if waiver else "",
    )


def _gap(gap: Gap) -> Sequence[_Cell]:
    place = (gap.location.file, gap.location.start_line) if gap.location else ()
    return (gap.what, cause_name(gap.cause), phrase(gap.detail), *place)


def _fill(book: _Book, assessment: Assessment) -> None:
    about = [(_("verdict"), verdict(assessment)), *overview(assessment), (_(TITLE), _(NOTE))]
    book.sheet(_("Summary"), ((_("what"), 24), ("", 110)), about)
    where = Where(assessment)
    worst_first = sorted(assessment.findings, key=lambda each: ORDER[each.result])
    columns = [(_(title), width) for title, width in _FINDINGS]
    book.sheet(_("Findings"), columns, (_finding(each, assessment, where) for each in worst_first))
    heads = ((_("what"), 44), (_("cause"), 24), (_("why"), 80), (_("file"), 40), (_("line"), 7))
    book.sheet(_("Not judged"), heads, map(_gap, gaps(assessment)))
    table = [tuple("\n".join((field.answer, *field.details)) for field in row) for row in rows(assessment)]
    book.sheet(_("Guarantees"), [(_(name), 40) for name in COLUMNS], table or [(_(NOBODY),)])
    entries = ((title, entry.what, entry.said) for title, found in declared(assessment) for entry in found)
    book.sheet(_("Declarations"), ((_("kind"), 24), (_("what"), 60), (_("state"), 100)), entries)


def render(assessment: Assessment, options: RenderOptions) -> bytes:  # noqa: ARG001 - the signature of Renderer
    """The report as a workbook.

    Raises:
        UsageError: XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - an extra, imported only when it is used
    except ImportError:
        raise UsageError(
            "the format xlsx needs XlsxWriter, which is not installed", hint="pip install 'hds-policy[xlsx]'"
        ) from None
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _("Hosting of health data"), "created": datetime.combine(assessment.on, time())})
    _fill(_Book(book), assessment)
    book.close()
    return stream.getvalue()

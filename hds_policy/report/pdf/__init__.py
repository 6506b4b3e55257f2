"""The report as a PDF for files and auditors: tagged (PDF/UA-1, PDF/A-2a), the same bytes for the same content.

typst sets it (extra ``pdf``): one wheel without system libraries, whose own fonts are the only ones used. The content
goes in as JSON, never as markup.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from hds_policy.errors import UsageError
from hds_policy.model import Assessment
from hds_policy.report.options import RenderOptions
from hds_policy.report.pdf.content import content

_TEMPLATE: Final = Path(__file__).with_name("page.typ")
_STANDARDS: Any = ["a-2a", "ua-1"]


def render(assessment: Assessment, options: RenderOptions) -> bytes:  # noqa: ARG001 - the signature of Renderer
    """The report as a PDF.

    Raises:
        UsageError: typst is not installed.
    """
    return pages(content(assessment), assessment.on)


def pages(document: bytes, day: date) -> bytes:
    """The PDF of a document of ``content``, dated with the day of the run.

    A name in a script of which typst's own fonts have no letters is shown by boxes; PDF/A does not allow that, so that
    such a document is plain PDF.

    Raises:
        UsageError: typst is not installed.
    """
    try:
        import typst  # noqa: PLC0415 - an extra, imported only when it is used
    except ImportError:
        raise UsageError(
            "the format pdf needs typst, which is not installed", hint="pip install 'hds-policy[pdf]'"
        ) from None

    settings: dict[str, Any] = {
        "format": "pdf",
        "ignore_system_fonts": True,
        "sys_inputs": {"document": document.decode()},
        "timestamp": datetime.combine(day, time(), UTC),
    }
    try:
        made: bytes = typst.compile(_TEMPLATE.read_bytes(), **settings, pdf_standards=_STANDARDS)
    except typst.TypstError:
        made = typst.compile(_TEMPLATE.read_bytes(), **settings)
    return made

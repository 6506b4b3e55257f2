"""The PDF, read by pypdf: what it says in both languages, tags, dates, its bound, and names nothing can write."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date

import pytest
from clinic_estate import assessment, finding

from hds_policy.errors import UsageError
from hds_policy.model import Assessment, Result
from hds_policy.report import FORMATS, RenderOptions

pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (dependency group test)")
pytest.importorskip("typst", reason="typst is not installed (extra pdf)")


def read(reported: Assessment, language: str = "en") -> pypdf.PdfReader:
    report = FORMATS["pdf"](reported, RenderOptions(language=language))
    assert isinstance(report, bytes)
    return pypdf.PdfReader(io.BytesIO(report))


def words(document: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_what_it_says(clinic: Assessment) -> None:
    said = words(read(clinic))
    assert "Exit code 1: at least one fail" in said
    assert "The HDS certificate of Acme Infogérance does not cover the activity backup." in said
    assert "waived until 2027-01-31 by RSSI: backup contract under signature, ticket SEC-114" in said
    assert "broken.tf" in said
    assert "module.vpc" in said
    assert "Nobody: no resource that was read carries health data." in said


def test_french(clinic: Assessment) -> None:
    document = read(clinic, "fr")
    assert document.trailer["/Root"]["/Lang"] == "fr"
    assert document.metadata["/Title"] == "Hébergement des données de santé"
    assert "Code de sortie 1" in words(document)


def test_it_is_tagged_and_says_which_standards_it_keeps(clinic: Assessment) -> None:
    """PDF/A-2a and PDF/UA-1 are told in the metadata (ISO 19005-2, 6.6.4; ISO 14289-1, 5)."""
    root = read(clinic).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    told = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", told)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", told)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", told)


def test_its_day_is_that_of_the_run() -> None:
    document = read(assessment(on=date(2025, 2, 3)))
    assert document.metadata["/CreationDate"].startswith("D:20250203")


def test_what_is_beyond_the_bound_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["hds_policy.report.pdf.content"], "MOST", 2)
    many = [finding("HDS-007", Result.FAIL, f"x.{number}", f"number {number}") for number in range(5)]
    said = words(read(assessment(findings=many)))
    assert "5 subjects need attention" in said
    assert "Left out for want of room: 3 more subjects." in said
    assert sum(f"number {number}" in said for number in range(5)) == 2


@pytest.mark.parametrize("name", ["#eval(1)", "$x^2$", "*bold* _x_", "\\ #panic()", "<label> @ref", "//x /*", '"#1"'])
def test_nothing_of_the_scanned_tree_is_markup(name: str) -> None:
    said = words(read(assessment(findings=[finding("HDS-007", Result.FAIL, "a.b", f"say {name} end")])))
    assert f"say {name} end" in said


def test_letters_that_no_font_has_cost_the_standard_not_the_report() -> None:
    document = read(assessment(findings=[finding("HDS-007", Result.FAIL, "a.b", "name \u4e2d\u6587 end")]))
    assert "end" in words(document)
    assert b"pdfaid" not in document.trailer["/Root"]["/Metadata"].get_data()


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError) as caught:
        FORMATS["pdf"](assessment(), RenderOptions())
    assert caught.value.hint == "pip install 'hds-policy[pdf]'"


def test_typst_is_imported_only_for_this_format() -> None:
    code = "import sys; import hds_policy.evidence.export, hds_policy.report.pdf; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

"""The workbook, read by openpyxl: sheets, rows, and nothing that Excel would compute or follow."""

import io
import subprocess
import sys
from typing import Any

import pytest
from clinic_estate import assessment, finding

from hds_policy.errors import UsageError
from hds_policy.model import Assessment, Result
from hds_policy.report import FORMATS, RenderOptions

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed (dependency group test)")


def book(reported: Assessment, language: str = "en") -> dict[str, list[tuple[Any, ...]]]:
    report = FORMATS["xlsx"](reported, RenderOptions(language=language))
    assert isinstance(report, bytes)
    read = openpyxl.load_workbook(io.BytesIO(report))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in read.worksheets}


def test_a_sheet_for_each_part(clinic: Assessment) -> None:
    found = book(clinic)
    assert list(found) == ["Summary", "Findings", "Not judged", "Guarantees", "Declarations"]
    assert found["Summary"][1] == ("verdict", "Exit code 1: at least one fail")
    assert len(found["Findings"]) == 1 + len(clinic.findings)
    assert [row[0] for row in found["Not judged"][1:]] == ["broken.tf", "module.vpc"]
    assert found["Guarantees"][1][0] == "Nobody: no resource that was read carries health data."
    assert len(found["Declarations"]) == 1 + 3


def test_a_finding_in_full(clinic: Assessment) -> None:
    head, *rows = book(clinic)["Findings"]
    exempt = next(dict(zip(head, row, strict=True)) for row in rows if row[0] == "~ exempt")
    assert exempt == {
        "result": "~ exempt",
        "rule": "HDS-006",
        "severity": "high",
        "subject": "ovh_cloud_project_database.archive",
        "layer": "backup",
        "region": None,
        "message": "The HDS certificate of Acme Infogérance does not cover the activity backup.",
        "cause": None,
        "file": "modules/archive/main.tf",
        "line": 3,
        "title": "The layer backup is covered by a certificate",
        "what to do": "Choose a hoster, service and region whose certificate covers this activity, declare who "
        "performs it in hds-policy.toml ([[operations]]), or attach the certificate copy you hold ([[certificates]]).",
        "waived until": "2027-01-31",
        "waived by": "RSSI",
        "reason of the waiver": "backup contract under signature, ticket SEC-114",
    }


def test_the_worst_come_first(clinic: Assessment) -> None:
    results = [row[0] for row in book(clinic)["Findings"][1:]]
    assert results[0] == "✗ fail"
    assert results[-1] == "– not applicable"


def test_a_text_that_is_too_long_for_a_cell_is_cut() -> None:
    long = finding("HDS-007", Result.FAIL, "a.b", "x" * 40_000)
    message = book(assessment(findings=[long]))["Findings"][1][6]
    assert len(message) == 32_000
    assert message.endswith("…")


def test_french(clinic: Assessment) -> None:
    found = book(clinic, "fr")
    assert list(found)[1:] == ["Constats", "Non jugé", "Garanties", "Déclarations"]
    assert found["Constats"][0][:3] == ("résultat", "règle", "gravité")


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError) as caught:
        FORMATS["xlsx"](assessment(), RenderOptions())
    assert caught.value.hint == "pip install 'hds-policy[xlsx]'"


def test_the_library_is_imported_only_for_this_format() -> None:
    code = (
        "import sys; from hds_policy.report import FORMATS, RenderOptions; import hds_policy.report.csv_report\n"
        "print('xlsxwriter' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

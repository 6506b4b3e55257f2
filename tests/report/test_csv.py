"""CSV: every result is a row, what was not read too, and no cell is a formula."""

import pytest
from clinic_estate import assessment, finding
from reading_back import csv_rows

from hds_policy.model import Assessment, Result
from hds_policy.report import FORMATS, RenderOptions


def test_every_finding_gap_and_waiver_is_a_row(clinic: Assessment, options: RenderOptions) -> None:
    rows = csv_rows(FORMATS["csv"](clinic, options))
    kinds = [row["record"] for row in rows]
    assert kinds == ["run"] + ["finding"] * len(clinic.findings) + ["gap"] * 2 + ["waiver"] * 3
    assert rows[0]["result"] == "fail"
    assert rows[0]["title"] == "hds-policy 0.1.0 on 2026-11-23"
    assert [row["cause"] for row in rows if row["record"] == "gap"] == ["parse_error", "module_not_available"]
    assert [row["code"] for row in rows if row["record"] == "waiver"] == ["in_force", "unused", "expired"]


def test_a_finding_in_full(clinic: Assessment, options: RenderOptions) -> None:
    row = next(row for row in csv_rows(FORMATS["csv"](clinic, options)) if row["result"] == "exempt")
    del row["fingerprint"]
    assert {name: value for name, value in row.items() if value} == {
        "record": "finding",
        "result": "exempt",
        "rule": "HDS-006",
        "severity": "high",
        "title": "The layer backup is covered by a certificate",
        "subject_kind": "resource",
        "subject": "ovh_cloud_project_database.archive",
        "layer": "backup",
        "code": "layer_not_covered",
        "message": "The HDS certificate of Acme Infogérance does not cover the activity backup.",
        "file": "modules/archive/main.tf",
        "line": "3",
        "remediation": "Choose a hoster, service and region whose certificate covers this activity, declare who "
        "performs it in hds-policy.toml ([[operations]]), or attach the certificate copy you hold ([[certificates]]).",
        "legal_basis": "CSP L.1111-8; CSP R.1111-9 6°",
        "resources": "ovh_cloud_project_database.archive",
        "underlying": "fail",
        "waived_until": "2027-01-31",
        "waived_by": "RSSI",
        "waiver_reason": "backup contract under signature, ticket SEC-114",
    }


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", " =", "\t="])
def test_no_cell_is_a_formula(begin: str) -> None:
    bad = finding("HDS-007", Result.FAIL, "a.b", f"{begin}1+1")
    row = csv_rows(FORMATS["csv"](assessment(findings=[bad]), RenderOptions()))[1]
    assert row["message"] == ("\\t=1+1" if begin == "\t=" else f"'{begin}1+1")

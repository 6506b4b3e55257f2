"""The Assessment as files of a bundle: what was seen, what was found, who hosts, what was declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hds_policy.config import Estate
from hds_policy.evidence import layout, oscal
from hds_policy.evidence.bag import digest
from hds_policy.evidence.redaction import Redactor, digest_withheld
from hds_policy.evidence.shape import encoded, lines
from hds_policy.language import speaking
from hds_policy.model import LAYERS, Assessment, Hoster
from hds_policy.report import FORMATS, RenderOptions
from hds_policy.report.encoding import inert_json
from hds_policy.report.json_report import document
from hds_policy.report.pdf import pages
from hds_policy.report.pdf.content import content
from hds_policy.report.waived import refused_records, waiver_records

_DECLARED = (
    *("name", "sha256", "default_class", "rules", "operators", "operations", "certificates", "contracts", "sites"),
    *("waivers", "declassifications", "settings"),
)
"""What of the estate is evidence; names of clusters and options of scanners say more of machines than of hosting."""


def record_files(
    assessment: Assessment, estate: Estate, holders: Mapping[str, Hoster], run: oscal.OscalRun, redactor: Redactor
) -> dict[str, bytes]:
    """Every file that is made from the answer, without what looks like a secret."""
    report = document(assessment)
    found: dict[str, Any] = {name: report[name] for name in ("findings", "unread", "resources", "rules")}
    inputs = [{**entry, "sha256": _shown(entry)} for entry in _mappings(report["inputs"])]
    files = {
        layout.FINDINGS: _lines(found["findings"]),
        layout.INPUTS: _lines(inputs),
        layout.UNREAD: _lines(found["unread"]),
        layout.RESOURCES: _lines(found["resources"]),
        layout.RULES: _lines(found["rules"]),
        layout.WAIVERS: _lines(waiver_records(assessment)),
        layout.REFUSED_WAIVERS: _lines(refused_records(assessment)),
        layout.DECLARATIONS: _inert(_declarations(estate)),
        layout.HOSTING_CHAIN: _inert({"table": report["chain"], "known": hosting_chain(assessment, holders)}),
        layout.CSV: _report("csv", assessment, "en"),
        layout.SARIF: _sarif(assessment, run.id),
        **{name: _report(form, assessment, language) for (form, language), name in layout.PAGES.items()},
    }
    clean = {name: redactor.clean(name, data) for name, data in files.items()}
    return clean | _oscal(assessment, run, clean[layout.FINDINGS], redactor)


def _oscal(assessment: Assessment, run: oscal.OscalRun, findings: bytes, redactor: Redactor) -> dict[str, bytes]:
    plan = redactor.clean(layout.OSCAL_PLAN, encoded(oscal.plan(run)))
    results = encoded(oscal.results(assessment, run, digest(plan), digest(findings)))
    return {layout.OSCAL_PLAN: plan, layout.OSCAL_RESULTS: redactor.clean(layout.OSCAL_RESULTS, results)}


def pdf_files(assessment: Assessment, redactor: Redactor) -> dict[str, bytes]:
    """The reports to print. What looks like a secret is taken out before pages are made of it.

    Raises:
        UsageError: typst is not installed.
    """
    found = {}
    for language, name in layout.PDFS.items():
        with speaking(language):
            document = content(assessment)
        found[name] = pages(redactor.clean(name, document), assessment.on)
    return found


def withheld(assessment: Assessment) -> tuple[str, ...]:
    """Inputs whose digest is left out."""
    return tuple(entry.path for entry in assessment.inputs if entry.sha256 and digest_withheld(entry.path))


def _shown(entry: Mapping[str, Any]) -> str:
    return "" if digest_withheld(entry["path"]) else entry["sha256"]


def _mappings(value: Any) -> Iterable[Mapping[str, Any]]:
    rows: Iterable[Mapping[str, Any]] = value
    return rows


def _lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    return lines(inert_json(record).encode() for record in records)


def _inert(value: object) -> bytes:
    return encoded(msgspec.Raw(inert_json(value).encode()))


def _report(name: str, assessment: Assessment, language: str) -> bytes:
    # Without source lines, which may hold anything.
    report = FORMATS[name](assessment, RenderOptions(language=language))
    return report if isinstance(report, bytes) else report.encode("utf-8", "backslashreplace")


def _sarif(assessment: Assessment, run_id: str) -> bytes:
    """The SARIF report, tied to the run by ``automationDetails.guid`` (SARIF 2.1.0, 3.17.4)."""
    log = msgspec.json.decode(_report("sarif", assessment, "en"))
    log["runs"][0]["automationDetails"] = {"guid": run_id}
    return msgspec.json.format(msgspec.json.encode(log), indent=1) + b"\n"


def _declarations(estate: Estate) -> dict[str, Any]:
    return {name: msgspec.to_builtins(getattr(estate, name), order="sorted", str_keys=True) for name in _DECLARED}


def hosting_chain(assessment: Assessment, holders: Mapping[str, Hoster]) -> list[dict[str, Any]]:
    """Everybody who performs a layer for health data: the layers, and all that is known of them with its sources.

    Subcontractors stand among what is known of a hoster; one that the registry knows itself is listed as well.
    """
    performed: dict[str, set[str]] = {}
    for judged in assessment.resources:
        for layer, placements in judged.layers.items():
            for each in placements:
                actor = each.placement.actor
                performed.setdefault(actor.id or actor.kind.value, set()).add(layer.value)
    reached = set(performed)
    waiting = sorted(performed)
    while waiting:
        holder = holders.get(waiting.pop())
        for one in holder.subcontractors if holder else ():
            if one.hoster and one.hoster not in reached:
                reached.add(one.hoster)
                waiting.append(one.hoster)
    return [
        {
            "id": name,
            "performs": [layer.value for layer in LAYERS if layer.value in performed.get(name, ())],
            "known": msgspec.to_builtins(holders[name], order="sorted", str_keys=True) if name in holders else None,
        }
        for name in sorted(reached)
    ]

"""Names of the files of a bundle: a closed list, so that nothing can ride along."""

from __future__ import annotations

import re
from typing import Final

FORMAT: Final = "hds-policy/evidence/1"
FORMAT_NAME: Final = "hds-policy/evidence/"
DATA: Final = "data/"
BAGIT: Final = "bagit.txt"
BAG_INFO: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "evidence.sigstore.json"
"""The only file that no manifest lists."""

RUN: Final = "data/run.json"
FINDINGS: Final = "data/findings.jsonl"
INPUTS: Final = "data/inputs.jsonl"
UNREAD: Final = "data/unread.jsonl"
RESOURCES: Final = "data/resources.jsonl"
WAIVERS: Final = "data/waivers.jsonl"
REFUSED_WAIVERS: Final = "data/waivers-refused.jsonl"
RULES: Final = "data/rules.jsonl"
DECLARATIONS: Final = "data/declarations.json"
HOSTING_CHAIN: Final = "data/hosting-chain.json"
POLICIES_LOCK: Final = "data/policies.lock.json"
FACTS_LOCK: Final = "data/facts.lock.json"
CSV: Final = "data/findings.csv"
SARIF: Final = "data/results.sarif"
OSCAL_PLAN: Final = "data/oscal/assessment-plan.json"
OSCAL_RESULTS: Final = "data/oscal/assessment-results.json"
PAGES: Final = {
    (form, language): f"data/{name}.{language}.html"
    for form, name in (("html", "report"), ("guarantees-html", "guarantees"))
    for language in ("fr", "en")
}
"""Pages for people by report format and language."""
PDFS: Final = {language: f"data/report.{language}.pdf" for language in ("fr", "en")}
"""The report to print by language; a bundle may do without."""
CERTIFICATES: Final = "data/certificates/"
CERTIFICATES_LIST: Final = "data/certificates.jsonl"
REDACTIONS: Final = "data/redactions.json"
GUIDES: Final = {"README.md": "data/README.md", "LISEZ-MOI.md": "data/LISEZ-MOI.md"}
POLICIES: Final = "data/policies/"
FACTS: Final = "data/facts/"

TAG_FILES: Final = (BAGIT, BAG_INFO, MANIFEST, TAG_MANIFEST)
REQUIRED: Final = frozenset(
    {
        *TAG_FILES,
        *GUIDES.values(),
        *PAGES.values(),
        *(RUN, FINDINGS, INPUTS, UNREAD, RESOURCES, WAIVERS, REFUSED_WAIVERS, RULES, DECLARATIONS, HOSTING_CHAIN),
        *(CERTIFICATES_LIST, POLICIES_LOCK, FACTS_LOCK, CSV, SARIF, REDACTIONS, OSCAL_PLAN, OSCAL_RESULTS),
    }
)
_FREE = re.compile(
    r"data/(?:certificates/[0-9a-f]{64}\.(?:pdf|png|jpe?g|txt)|policies(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){1,12}\.rego|facts/[a-z]+/[a-z0-9_-]+\.toml)"
)
_TOP = re.compile(r"hds-evidence_[a-z0-9][a-z0-9-]{0,63}_\d{8}T\d{6}Z_[0-9a-f-]{36}")


def is_known(name: str) -> bool:
    """Whether a bundle of this format may hold a file of that name (below its top folder)."""
    return (
        name in REQUIRED
        or name == SIGNATURE
        or name in PDFS.values()
        or (_FREE.fullmatch(name) is not None and ".." not in name)
    )


def is_top(name: str) -> bool:
    """Whether that is the name of the one top folder."""
    return _TOP.fullmatch(name) is not None

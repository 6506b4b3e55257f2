"""The one thing that is signed: an in-toto Statement v1 about the manifests of a bundle.

Every byte of it follows from the bundle, so that a verifier writes it again and compares. Fields that mean the same as
in the SLSA Verification Summary Attestation v1 have its names; that predicate itself knows no undetermined result.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from hds_policy.evidence.layout import MANIFEST, TAG_MANIFEST
from hds_policy.evidence.shape import Run

PREDICATE_TYPE: Final = "https://hds-policy.dev/attestation/evidence/v1"
PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
_VERIFIER: Final = "https://hds-policy.dev/"


def statement(run: Run, manifest: str, tag_manifest: str) -> bytes:
    """The statement of a run.

    Args:
        manifest, tag_manifest: SHA-256 of the two manifests.
    """
    subjects = [
        {"name": MANIFEST, "digest": {"sha256": manifest}},
        {"name": TAG_MANIFEST, "digest": {"sha256": tag_manifest}},
    ]
    if run.commit.id:
        subjects.append({"name": "commit", "digest": {"gitCommit": run.commit.id}})
    return msgspec.json.encode(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": subjects,
            "predicateType": PREDICATE_TYPE,
            "predicate": _predicate(run),
        }
    )


def _predicate(run: Run) -> dict[str, Any]:
    return {
        "verifier": {"id": _VERIFIER, "version": {run.tool.name: run.tool.version}},
        "timeVerified": run.finished_at,
        "resourceUri": f"hds-policy:scope/{run.scope}",
        "evaluatedOn": run.evaluated_on,
        "policy": {"uri": "hds-policy:policies", "digest": {"sha256": run.policies.removeprefix("sha256:")}},
        "facts": {"digest": {"sha256": run.facts}},
        "registry": {"digest": {"sha256": run.registry.sha256}, "date": run.registry.updated},
        "findings": {"digest": {"sha256": run.findings}},
        "result": {"exitCode": run.exit_code, "meaning": run.meaning, "strict": run.strict},
        "counts": run.counts,
        "coverage": run.coverage,
        "timestamp": run.timestamp,
        "sequence": run.sequence,
        "previous": {"sha256": run.previous} if run.previous else None,
        "run": {"id": run.id, "nonce": run.nonce},
    }

"""Make a bundle out of an answer and everything it was judged by."""

from __future__ import annotations

import re
import secrets
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from msgspec import Struct

from hds_policy.config import Estate
from hds_policy.errors import UsageError
from hds_policy.evidence import layout
from hds_policy.evidence.archive import packed
from hds_policy.evidence.attachments import certificate_files
from hds_policy.evidence.bag import bagged, digest
from hds_policy.evidence.envelope import Envelope, envelope_bytes, signed_bytes
from hds_policy.evidence.keys import Signer
from hds_policy.evidence.origin import commit_of, tool
from hds_policy.evidence.oscal import OscalRun
from hds_policy.evidence.problems import EvidenceError
from hds_policy.evidence.records import pdf_files, record_files, withheld
from hds_policy.evidence.redaction import NEVER, Redactor
from hds_policy.evidence.remote_keys import RemoteSigner
from hds_policy.evidence.shape import EstateFile, Redactions, RegistryUsed, Run, encoded
from hds_policy.evidence.snapshots import fact_files, policy_files
from hds_policy.evidence.statement import statement
from hds_policy.evidence.verification import read_bundle
from hds_policy.language import speaking
from hds_policy.model import Assessment, Hoster
from hds_policy.pipeline import Knowledge
from hds_policy.policy_choice import Chosen
from hds_policy.report.counts import result_counts
from hds_policy.report.printable import inert
from hds_policy.report.words import EXIT_MEANINGS

_LONGEST_SCOPE = 200
_LONGEST_SLUG = 40


class Judged(Struct, frozen=True):
    """An answer, and what it was judged by; ``base`` is the folder its file names count from."""

    assessment: Assessment
    estate: Estate
    knowledge: Knowledge
    chosen: Chosen
    holders: Mapping[str, Hoster]
    base: Path


class About(Struct, frozen=True):
    """What the caller knows of the run.

    Attributes:
        scope: what was checked, in the words of the user.
        started_at, finished_at: UTC, whole seconds.
        options: options that were given, without values that may be secret.
        strict: as given on the command line.
        sequence, previous: place in the chain; see ``Run``.
        pdf: whether the reports to print are in it too.
    """

    scope: str
    started_at: datetime
    finished_at: datetime
    options: Mapping[str, Any]
    strict: bool
    sequence: int = 1
    previous: str = ""
    pdf: bool = False


Stamp = Callable[[bytes], bytes]
"""Takes a signature and gives the RFC 3161 response over it, already verified."""


class Sealed(Struct, frozen=True):
    """A bundle: the name of its folder, its statement, and the ZIP."""

    top: str
    statement: bytes
    archive: bytes
    redacted: int
    """How many texts that look like secrets were taken out."""


def export(
    judged: Judged, about: About, signer: Signer | RemoteSigner | None = None, stamp: Stamp | None = None
) -> Sealed:
    """The bundle of a run; unsigned without a signer.

    Its texts are English whatever is spoken, so that two runs on the same files have the same findings.

    Raises:
        UsageError: what was checked gives a bundle that a verification would refuse, e.g. for its size; or pages are
            asked for and typst is not installed.
    """
    with speaking("en"):
        sealed = _sealed(judged, about, signer, stamp)
    try:
        read_bundle(sealed.archive)
    except EvidenceError as error:
        raise UsageError(f"no bundle can be made of this run: {error.message}") from error
    return sealed


def _sealed(judged: Judged, about: About, signer: Signer | RemoteSigner | None, stamp: Stamp | None) -> Sealed:
    identity = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
    redactor = Redactor()
    scope = inert(" ".join(about.scope.split()))[:_LONGEST_SCOPE]
    told = OscalRun(identity, scope, about.started_at, about.finished_at)
    content = record_files(judged.assessment, judged.estate, judged.holders, told, redactor)
    if about.pdf:
        content |= pdf_files(judged.assessment, redactor)
    rules, revision = policy_files(judged.knowledge.rules, judged.chosen)
    content |= rules | fact_files(judged.estate) | certificate_files(judged.estate) | _guides()
    run = _run(judged, about, told, revision, content, signed=signer is not None, stamped=stamp is not None)
    content[layout.RUN] = encoded(run)
    redactions = Redactions(NEVER, redactor.counts(), withheld(judged.assessment))
    content[layout.REDACTIONS] = encoded(redactions)
    top = f"hds-evidence_{slug(run.scope)}_{run.finished_at:%Y%m%dT%H%M%SZ}_{identity}"
    bag = bagged(content, top, run.finished_at.date().isoformat(), f"{run.tool.name} {run.tool.version}")
    payload = statement(run, digest(bag[layout.MANIFEST]), digest(bag[layout.TAG_MANIFEST]))
    if signer is not None:
        signature = signer.sign(signed_bytes(payload))
        token = stamp(signature) if stamp is not None else b""
        bag[layout.SIGNATURE] = envelope_bytes(Envelope(payload, signature, signer.keyid, token))
    removed = sum(sum(found.values()) for found in redactions.removed.values())
    return Sealed(top, payload, packed(top, bag), removed)


def _run(  # noqa: PLR0913 - what it says comes from everywhere
    judged: Judged,
    about: About,
    told: OscalRun,
    revision: str,
    content: Mapping[str, bytes],
    *,
    signed: bool,
    stamped: bool,
) -> Run:
    assessment, estate, registry = judged.assessment, judged.estate, judged.knowledge.registry
    own = estate.registry.sha256 if estate.registry else ""
    return Run(
        format=layout.FORMAT,
        id=told.id,
        nonce=secrets.token_hex(16),
        tool=tool(),
        scope=told.scope,
        evaluated_on=assessment.on,
        started_at=about.started_at,
        finished_at=about.finished_at,
        estate=EstateFile(inert(estate.name), inert(Path(estate.file).name), estate.sha256),
        commit=commit_of(judged.base),
        options=inert(dict(about.options)),
        strict=about.strict or judged.chosen.strict,
        exit_code=int(assessment.exit_code),
        meaning=EXIT_MEANINGS[assessment.exit_code],
        counts={result.value: number for result, number in result_counts(assessment).items()},
        coverage=assessment.coverage,
        policies=revision,
        facts=digest(content[layout.FACTS_LOCK]),
        registry=RegistryUsed(registry.sha256, registry.updated, own, estate.hosters_read if own else None),
        findings=digest(content[layout.FINDINGS]),
        signature="dsse" if signed else "none",
        timestamp="rfc3161" if stamped else "none",
        sequence=about.sequence,
        previous=about.previous,
    )


def _guides() -> dict[str, bytes]:
    folder = package_files("hds_policy.evidence") / "guide"
    return {place: (folder / name).read_bytes() for name, place in layout.GUIDES.items()}


def slug(scope: str) -> str:
    """A scope as part of a file name."""
    plain = unicodedata.normalize("NFKD", scope).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "scope"

"""What the files of a bundle say of each other: counts, coverage and verdict are computed again."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from hds_policy.errors import ExitCode
from hds_policy.evaluation.revision import revision_of
from hds_policy.evidence import layout
from hds_policy.evidence.bag import digest
from hds_policy.evidence.problems import InvalidError
from hds_policy.evidence.shape import (
    CertificateLine,
    FactsLock,
    FindingLine,
    InputLine,
    LockEntry,
    PoliciesLock,
    Redactions,
    RuleLine,
    Run,
    WaiverLine,
    decoded,
    decoded_lines,
)
from hds_policy.evidence.snapshots import OWN_REGISTRY, REGISTRY, SHIPPED
from hds_policy.model import InputStatus, Result
from hds_policy.report.words import EXIT_MEANINGS

_WAIVABLE = frozenset({Result.FAIL, Result.UNDETERMINED, Result.REVIEW})
Files = Mapping[str, bytes]


def check_content(files: Files, run: Run) -> None:
    """Hold every statement of ``run.json`` against the files it is about.

    Raises:
        InvalidError: names what does not agree.
    """
    _agree("digest of the findings", run.findings, digest(files[layout.FINDINGS]))
    counts = _checked_findings(files, run)
    _agree("counts", run.counts, {result.value: counts[result] for result in Result})
    _check_coverage(files, run)
    _check_verdict(counts, files, run)
    _check_policies(files, run)
    _check_facts(files, run)
    _check_certificates(files)
    _check_reports(files, run)
    decoded(files[layout.REDACTIONS], Redactions, layout.REDACTIONS)
    for name in (layout.RESOURCES, layout.REFUSED_WAIVERS):
        for _ in decoded_lines(files[name], dict, name):
            pass


def _agree(what: str, said: object, found: object) -> None:
    if said != found:
        raise InvalidError("content", f"{what}: {layout.RUN} says {said}, the files say {found}")


def _checked_findings(files: Files, run: Run) -> Counter[Result]:
    """How many findings have which result, each held against rules and waivers; never all in memory at once."""
    counts: Counter[Result] = Counter()
    rules = {rule.id for rule in decoded_lines(files[layout.RULES], RuleLine, layout.RULES)}
    waivers = set(decoded_lines(files[layout.WAIVERS], WaiverLine, layout.WAIVERS))
    findings = decoded_lines(files[layout.FINDINGS], FindingLine, layout.FINDINGS)
    for number, finding in enumerate(findings, start=1):
        place = f"{layout.FINDINGS}:{number}"
        counts[finding.result] += 1
        if finding.rule not in rules:
            raise InvalidError("content", f"{place}: {finding.rule} is none of the rules that were asked")
        if finding.result is Result.UNDETERMINED and finding.cause is None:
            raise InvalidError("content", f"{place}: undetermined without a cause")
        if finding.result is not Result.EXEMPT:
            if finding.waiver is not None or finding.underlying is not None:
                raise InvalidError("content", f"{place}: a waiver that exempts nothing")
            continue
        if finding.waiver not in waivers or finding.underlying not in _WAIVABLE:
            raise InvalidError("content", f"{place}: exempt without a waiver of the list, or of nothing")
        if finding.waiver is not None and finding.waiver.expires < run.evaluated_on:
            raise InvalidError("content", f"{place}: exempt by a waiver past its end")
    return counts


def _check_coverage(files: Files, run: Run) -> None:
    status = Counter(entry.status for entry in decoded_lines(files[layout.INPUTS], InputLine, layout.INPUTS))
    seen = (sum(status.values()), *(status[kind] for kind in InputStatus))
    said = run.coverage
    _agree("inputs seen, parsed, skipped, failed", (said.seen, said.parsed, said.skipped, said.failed), seen)


def _check_verdict(counts: Counter[Result], files: Files, run: Run) -> None:
    """The exit code, as ``judging.exit_code_of`` settles it; a bundle has no other verdict than these."""
    unread = sum(1 for _ in decoded_lines(files[layout.UNREAD], dict, layout.UNREAD)) or run.coverage.failed
    if counts[Result.FAIL]:
        possible = {ExitCode.FAIL}
    elif counts[Result.UNDETERMINED] or unread or (run.strict and counts[Result.REVIEW]):
        possible = {ExitCode.UNDETERMINED}
    elif run.coverage.in_scope:
        possible = {ExitCode.OK}
    else:
        possible = {ExitCode.OK, ExitCode.NOTHING}
    if run.exit_code not in possible or run.meaning != EXIT_MEANINGS[ExitCode(run.exit_code)]:
        expected = " or ".join(str(int(code)) for code in sorted(possible))
        raise InvalidError("content", f"verdict: {layout.RUN} says {run.exit_code}, the findings give {expected}")


def _check_policies(files: Files, run: Run) -> None:
    lock = decoded(files[layout.POLICIES_LOCK], PoliciesLock, layout.POLICIES_LOCK)
    _check_lock(lock.files, files, layout.POLICIES)
    sources = {entry.path: files[entry.path].decode("utf-8", "replace") for entry in lock.files}
    own = {path.removeprefix(layout.POLICIES): source for path, source in sources.items()}
    shipped = [
        (entry.path.removeprefix(layout.POLICIES), sources[entry.path])
        for entry in lock.files
        if entry.origin == SHIPPED
    ]
    _agree("revision of the rules", run.policies, revision_of(own.items()))
    _agree("revision of the rules in their lock", lock.revision, run.policies)
    _agree("revision of the shipped rules", lock.shipped_revision, revision_of(shipped))


def _check_facts(files: Files, run: Run) -> None:
    lock = decoded(files[layout.FACTS_LOCK], FactsLock, layout.FACTS_LOCK)
    _check_lock(lock.files, files, layout.FACTS)
    _agree("digest of the facts", run.facts, digest(files[layout.FACTS_LOCK]))
    _agree("registry of hosters", run.registry.sha256, digest(files.get(REGISTRY, b"")))
    own = digest(files[OWN_REGISTRY]) if OWN_REGISTRY in files else ""
    _agree("registry of the estate", run.registry.own_sha256, own)


def _check_certificates(files: Files) -> None:
    """Each copy is one that the list names, and is named by its digest."""
    listed = decoded_lines(files[layout.CERTIFICATES_LIST], CertificateLine, layout.CERTIFICATES_LIST)
    wanted = {line.sha256 for line in listed if line.sha256}
    found = {name for name in files if name.startswith(layout.CERTIFICATES)}
    told = {name.removeprefix(layout.CERTIFICATES).partition(".")[0] for name in found}
    _agree("copies of certificates", wanted, told)
    for name in sorted(found):
        _agree(f"digest of {name}", name.removeprefix(layout.CERTIFICATES).partition(".")[0], digest(files[name]))


def _check_lock(entries: Iterable[LockEntry], files: Files, folder: str) -> None:
    listed = {entry.path: entry.sha256 for entry in entries}
    _agree(f"files of {folder}", set(listed), {name for name in files if name.startswith(folder)})
    for path, wanted in listed.items():
        _agree(f"digest of {path}", wanted, digest(files[path]))


class _Guid(msgspec.Struct):
    guid: str


class _Invocation(msgspec.Struct, rename="camel"):
    exit_code: int


class _Properties(msgspec.Struct, rename="camel"):
    evaluated_on: str
    inputs_seen: int
    inputs_parsed: int
    inputs_skipped: int
    inputs_failed: int


class _SarifRun(msgspec.Struct, rename="camel"):
    automation_details: _Guid
    invocations: tuple[_Invocation]
    properties: _Properties


class _Sarif(msgspec.Struct):
    runs: tuple[_SarifRun]


class _Prop(msgspec.Struct):
    name: str
    value: str


class _OscalResult(msgspec.Struct):
    props: tuple[_Prop, ...]


class _Results(msgspec.Struct):
    results: tuple[_OscalResult]


class _Oscal(msgspec.Struct, rename="kebab"):
    assessment_results: _Results


def _check_oscal(files: Files, run: Run) -> None:
    try:
        [result] = msgspec.json.decode(files[layout.OSCAL_RESULTS], type=_Oscal).assessment_results.results
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError("content", f"{layout.OSCAL_RESULTS}: {error}") from error
    told = {prop.name: prop.value for prop in result.props}
    counts = {f"count-{name}": str(number) for name, number in run.counts.items()}
    _agree("the OSCAL results", {"run-id": run.id, "exit-code": str(run.exit_code), **counts}, told)


def _check_reports(files: Files, run: Run) -> None:
    try:
        [sarif] = msgspec.json.decode(files[layout.SARIF], type=_Sarif).runs
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError("content", f"{layout.SARIF}: {error}") from error
    about = sarif.properties
    said = run.coverage
    told = (about.inputs_seen, about.inputs_parsed, about.inputs_skipped, about.inputs_failed)
    _agree("run of the SARIF report", run.id, sarif.automation_details.guid)
    _agree("verdict of the SARIF report", run.exit_code, sarif.invocations[0].exit_code)
    _agree("day of the SARIF report", run.evaluated_on.isoformat(), about.evaluated_on)
    _agree("inputs of the SARIF report", (said.seen, said.parsed, said.skipped, said.failed), told)
    _check_oscal(files, run)
    counts, codes = _table(files[layout.CSV])
    _agree("counts of the table", run.counts, {result: counts[result] for result in run.counts})
    _agree("verdict of the table", [str(run.exit_code)], codes)


def _table(data: bytes) -> tuple[Counter[str], list[str]]:
    """Findings by result and exit codes of the table; a cell may name thousands of resources."""
    counts: Counter[str] = Counter()
    codes: list[str] = []
    before = csv.field_size_limit(max(len(data), 1))
    try:
        for row in csv.DictReader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=""), strict=True):
            if row.get("record") == "finding":
                counts[row.get("result") or ""] += 1
            elif row.get("record") == "run":
                codes.append(row.get("code") or "")
    except (csv.Error, UnicodeDecodeError) as error:
        raise InvalidError("content", f"{layout.CSV}: {error}") from error
    finally:
        csv.field_size_limit(before)
    return counts, codes

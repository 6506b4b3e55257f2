"""Which findings of a run were there before, and what that means for its exit code. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from hds_policy.baseline.entries import entries_for, order
from hds_policy.errors import ExitCode
from hds_policy.model import (
    Assessment,
    BaselineComparison,
    BaselineEntry,
    BaselineState,
    Finding,
    Result,
)

_WORST_FIRST = (Result.FAIL, Result.UNDETERMINED, Result.REVIEW)
_RANK = {result: rank for rank, result in enumerate(_WORST_FIRST)}


class _Left:
    """Entries that no finding has been matched with yet: a multiset, so that one mended and one new do not cancel."""

    def __init__(self, entries: Sequence[BaselineEntry]) -> None:
        self._left: dict[BaselineEntry, list[Result]] = defaultdict(list)
        for entry in sorted(entries, key=lambda entry: _RANK[entry.result]):
            self._left[_identity(entry)].append(entry.result)

    def take(self, entry: BaselineEntry) -> bool:
        """Whether an entry at least as bad is left; the mildest such one is taken."""
        results = self._left.get(_identity(entry), [])
        for index in range(len(results) - 1, -1, -1):
            if _RANK[results[index]] <= _RANK[entry.result]:
                del results[index]
                return True
        return False

    def rest(self) -> tuple[BaselineEntry, ...]:
        """What is left."""
        found = (replace(entry, result=result) for entry, results in self._left.items() for result in results)
        return tuple(sorted(found, key=order))


def _identity(entry: BaselineEntry) -> BaselineEntry:
    return replace(entry, result=Result.FAIL)


def against(assessment: Assessment, entries: Sequence[BaselineEntry], source: str, *, strict: bool) -> Assessment:
    """The assessment with the state of each finding, and the exit code that only new fails decide.

    A fail that was there before does not count. An undetermined result, and what was not read, counts whether it was
    there before or not: exit code 3 says that there is no whole answer, and no list of old findings makes one.

    Args:
        entries: what was there before.
        source: where that is told, for a person.
        strict: as it was judged: reviews count like undetermined results.
    """
    left = _Left(entries)
    # Worst first: a milder finding does not take away what a worse one needs.
    ranked = sorted(range(len(assessment.findings)), key=lambda index: _RANK.get(assessment.findings[index].result, 9))
    findings = list(assessment.findings)
    counts = {BaselineState.NEW: 0, BaselineState.UNCHANGED: 0}
    for index in ranked:
        state = _state(findings[index], left)
        if state is not None:
            counts[state] += 1
            findings[index] = replace(findings[index], baseline=state)
    comparison = BaselineComparison(source, counts[BaselineState.NEW], counts[BaselineState.UNCHANGED], left.rest())
    code = _exit_code(assessment, findings, strict=strict)
    return replace(assessment, findings=tuple(findings), exit_code=code, baseline=comparison)


def _state(finding: Finding, left: _Left) -> BaselineState | None:
    # Every entry is taken, so that the known part of a finding that has grown is not told as gone.
    known = [left.take(entry) for entry in entries_for(finding)]
    if not known:
        return None
    return BaselineState.UNCHANGED if all(known) else BaselineState.NEW


def _exit_code(assessment: Assessment, findings: Sequence[Finding], *, strict: bool) -> ExitCode:
    if assessment.exit_code is not ExitCode.FAIL:
        return assessment.exit_code
    if any(one.result is Result.FAIL and one.baseline is not BaselineState.UNCHANGED for one in findings):
        return ExitCode.FAIL
    results = {finding.result for finding in findings}
    incomplete = bool(assessment.unread) or assessment.coverage.failed > 0
    if Result.UNDETERMINED in results or incomplete or (strict and Result.REVIEW in results):
        return ExitCode.UNDETERMINED
    return ExitCode.OK

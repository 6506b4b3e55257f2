"""How a run compares with its baseline, as every format tells it."""

from __future__ import annotations

from collections.abc import Iterable

from hds_policy.errors import ExitCode
from hds_policy.language import _, marked
from hds_policy.model import Assessment, BaselineEntry, BaselineState, Finding, Result
from hds_policy.report.grouping import Reason
from hds_policy.report.words import EXIT_MEANINGS, MARKS, layer_name

_MEANINGS = {
    ExitCode.OK: marked("everything in scope was determined and nothing new fails; what failed before does not count"),
    ExitCode.FAIL: marked("at least one new fail"),
    ExitCode.UNDETERMINED: marked("no new fail, but undetermined results or incomplete coverage, which always count"),
}


def verdict_meaning(assessment: Assessment) -> str:
    """The exit code in words; with a baseline that knows of fails, it says that these do not count."""
    code = assessment.exit_code
    known = any(map(is_known_fail, assessment.findings))
    return (_MEANINGS.get(code) if known else None) or EXIT_MEANINGS[code]


def is_known_fail(finding: Finding | Reason) -> bool:
    """Whether it is a fail that was there before and does not count."""
    return finding.result is Result.FAIL and finding.baseline is BaselineState.UNCHANGED


def all_known(reasons: Iterable[Reason]) -> bool:
    """Whether everything that is said of a subject was there before, or is waived."""
    found = [reason for reason in reasons if reason.result is not Result.EXEMPT]
    return bool(found) and all(reason.baseline is BaselineState.UNCHANGED for reason in found)


def comparison_record(assessment: Assessment) -> dict[str, object] | None:
    """The comparison as plain data; None when there is none."""
    found = assessment.baseline
    if found is None:
        return None
    gone = [
        {
            "rule": entry.rule,
            "result": entry.result,
            "subject_kind": entry.subject_kind,
            "subject": entry.subject,
            "resource": entry.resource,
            "layer": entry.layer,
            "hoster": entry.hoster,
            "region": entry.region,
            "code": entry.code,
        }
        for entry in found.gone
    ]
    return {"source": found.source, "new": found.new, "unchanged": found.unchanged, "gone": gone}


def comparison_text(assessment: Assessment) -> str:
    """The row of the summary; empty without a baseline."""
    found = assessment.baseline
    if found is None:
        return ""
    return _("{source}: {new} new · {known} known · {gone} gone").format(
        source=found.source, new=found.new, known=found.unchanged, gone=len(found.gone)
    )


def gone_text(entry: BaselineEntry) -> str:
    """Something that was there before and is no more, in a line."""
    about = entry.subject if entry.resource in {"", entry.subject} else f"{entry.subject}: {entry.resource}"
    where = " · ".join(
        part
        for part in (layer_name(entry.layer) if entry.layer else "", entry.hoster, entry.region, entry.code)
        if part
    )
    return f"{MARKS[entry.result]} {entry.rule} {about}  {where}".rstrip()

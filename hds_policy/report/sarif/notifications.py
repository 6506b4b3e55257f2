"""What the tool could not do, as SARIF ``toolExecutionNotifications``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hds_policy.model import Assessment, Finding, Result, Unread
from hds_policy.report.sarif.message import SarifObject, message
from hds_policy.report.sarif.places import physical
from hds_policy.report.words import NAMES, ORDER

_UNREAD_LIMIT = 1000


def _unread(entry: Unread) -> SarifObject:
    notification: SarifObject = {
        "level": "error",
        "message": message(f"Not read: {entry.what} ({entry.cause}): {entry.detail}"),
        "properties": {"cause": entry.cause.value},
    }
    if entry.location:
        notification["locations"] = [{"physicalLocation": physical(entry.location)}]
    return notification


def notifications(assessment: Assessment) -> list[SarifObject]:
    """One for each thing that was not read, and one for each cause of undetermined results."""
    written = [_unread(entry) for entry in assessment.unread[:_UNREAD_LIMIT]]
    more = len(assessment.unread) - len(written)
    if more:
        written.append({"level": "error", "message": message(f"{more} more inputs were not read.")})
    causes = Counter(
        str(finding.cause or "no cause") for finding in assessment.findings if finding.result is Result.UNDETERMINED
    )
    for cause, number in sorted(causes.items()):
        text = f"{number} result{'' if number == 1 else 's'} undetermined: {cause}."
        written.append({"level": "error", "message": message(text), "properties": {"cause": cause}})
    return written


def cut(left_out: Sequence[Finding]) -> list[SarifObject]:
    """Says how many results of each kind did not fit into the limits of GitHub."""
    if not left_out:
        return []
    counts = Counter(finding.result for finding in left_out)
    kinds = ", ".join(f"{counts[result]} {NAMES[result]}" for result in sorted(counts, key=ORDER.__getitem__))
    text = f"{len(left_out)} results are left out to stay inside the limits of GitHub: {kinds}. --format json has all."
    return [{"level": "error", "message": message(text)}]

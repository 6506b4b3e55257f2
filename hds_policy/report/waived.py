"""Whatever takes something out of the verdict, as plain data for every format: waivers, refused ones, exclusions."""

from __future__ import annotations

from hds_policy.model import Assessment, Waiver
from hds_policy.report.encoding import range_record
from hds_policy.report.waivers import WaiverState, waiver_states


def waiver_record(waiver: Waiver) -> dict[str, object]:
    """One waiver; ``place`` is null for one of the estate file."""
    return {
        "rule": waiver.rule,
        "address": waiver.address,
        "reason": waiver.reason,
        "root": waiver.root,
        "approved_by": waiver.approved_by,
        "expires": waiver.expires.isoformat(),
        "place": range_record(waiver.place),
    }


def waiver_records(assessment: Assessment) -> list[dict[str, object]]:
    """Every waiver, and whether it is past its end or covers nothing."""
    return [
        {**waiver_record(waiver), "expired": state is WaiverState.EXPIRED, "unused": state is WaiverState.UNUSED}
        for waiver, state in waiver_states(assessment)
    ]


def refused_records(assessment: Assessment) -> list[dict[str, object]]:
    """Comments that were to be waivers and do not count."""
    return [
        {"text": entry.text, "place": range_record(entry.place), "reason": entry.reason}
        for entry in assessment.refused_waivers
    ]


def exclusion_records(assessment: Assessment) -> list[dict[str, object]]:
    """What declares resources to hold no health data, and of how many."""
    return [{"evidence": entry.evidence, "resources": entry.resources} for entry in assessment.exclusions]


def left_out(assessment: Assessment) -> list[str]:
    """Each waiver, each comment that is none, each declassified flow and each exclusion in a sentence, for programs."""
    told = [
        f"waiver of {waiver.rule} for {waiver.address} ({state.value.replace('_', ' ')}), until {waiver.expires}, "
        f"approved by {waiver.approved_by}: {waiver.reason}"
        for waiver, state in waiver_states(assessment)
    ]
    told += [
        f"no waiver at {entry.place.file}:{entry.place.start_line}: {entry.reason}"
        for entry in assessment.refused_waivers
    ]
    told += [
        f"declassified flow {entry.source} to {entry.target}, until {entry.expires}, approved by {entry.approved_by}: "
        f"{entry.reason}"
        for entry in assessment.declassifications
    ]
    told += [f"declared to hold no health data: {one.evidence} ({one.resources})" for one in assessment.exclusions]
    return told

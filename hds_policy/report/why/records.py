"""The answer as JSON under the versioned schema ``hds-policy/why/1``; every key is always present."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.config import ClassificationRule
from hds_policy.graph.why import Explanation, Stop
from hds_policy.model import SourceRange, Unread
from hds_policy.report.encoding import records_json
from hds_policy.report.graph.records import link_record, node_record, place_record, step_record

SCHEMA = "hds-policy/why/1"


def _stop(stop: Stop) -> dict[str, object]:
    return {**step_record(stop.step), "reason": stop.reason, "location": place_record(stop.location)}


def _gap(gap: Unread) -> dict[str, object]:
    return {"what": gap.what, "cause": gap.cause, "detail": gap.detail, "location": place_record(gap.location)}


def _explanation(one: Explanation) -> dict[str, object]:
    return {
        **node_record(one.node),
        "known": one.known,
        "declared_at": place_record(one.declared_at),
        "origin": node_record(one.origin) if one.origin else None,
        "path": [_stop(stop) for stop in one.stops],
        "links": [link_record(link) for link in one.links],
        "no_edges": [
            {"source": found.source, "target": found.target, "attribute": found.attribute} for found in one.mentions
        ],
        "waivers": [
            {
                "rule": waiver.rule,
                "address": waiver.address,
                "reason": waiver.reason,
                "approved_by": waiver.approved_by,
                "expires": waiver.expires.isoformat(),
            }
            for waiver in one.waivers
        ],
        "unread": [_gap(gap) for gap in one.unread],
    }


def render(
    address: str,
    explanations: Sequence[Explanation],
    unused: Sequence[tuple[ClassificationRule, SourceRange | None]],
    unread: Sequence[Unread] = (),
) -> str:
    """Explanations, the rules of the estate that fit nothing, and what was not read where the address lies."""
    return records_json(
        {
            "schema": SCHEMA,
            "address": address,
            "answers": [_explanation(one) for one in explanations],
            "unread": [_gap(gap) for gap in unread],
            "unused_rules": [
                {"health": rule.health, "reason": rule.reason, "location": place_record(place)}
                for rule, place in unused
            ],
        }
    )

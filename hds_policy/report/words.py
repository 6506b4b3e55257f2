"""Marks and words for results, layers and exit codes, the same in every report."""

from __future__ import annotations

from hds_policy.errors import ExitCode
from hds_policy.model import Actor, ActorKind, Result

MARKS: dict[Result, str] = {
    Result.PASS: "✓",
    Result.FAIL: "✗",
    Result.UNDETERMINED: "?",
    Result.REVIEW: "!",
    Result.EXEMPT: "~",
    Result.NOT_APPLICABLE: "–",
}
"""One mark for each result: a report never tells results apart by colour alone."""

NAMES: dict[Result, str] = {result: result.value.replace("_", " ") for result in Result}

ORDER: dict[Result, int] = {
    result: place
    for place, result in enumerate(
        (Result.FAIL, Result.UNDETERMINED, Result.REVIEW, Result.EXEMPT, Result.PASS, Result.NOT_APPLICABLE)
    )
}
"""Worst first: the order in which results are shown."""

FLOW_WORDS: dict[str, str] = {
    "replicates_to": "replica",
    "snapshots": "snapshot",
    "copies_to": "copy",
    "backs_up": "backup",
    "restores_from": "restored",
    "exports_to": "export",
    "logs_to": "log",
    "streams_to": "stream",
    "mounts": "mount",
    "reads": "read by",
    "writes": "written to",
    "serves": "served by",
    "contains": "with",
}
"""What the end of each edge type is to its beginning, in a word: ``patients → snapshot nightly → copy disaster``."""

EXIT_MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "everything in scope was determined and nothing fails",
    ExitCode.FAIL: "at least one fail",
    ExitCode.USAGE: "usage or configuration error",
    ExitCode.UNDETERMINED: "no fail, but undetermined results or incomplete coverage",
    ExitCode.NOTHING: "nothing to check",
    ExitCode.INTERNAL: "internal error",
    ExitCode.INTERRUPTED: "interrupted",
}


def actor_words(actor: Actor) -> str:
    """Short name of an actor: its id, or what is known of it in a word."""
    if actor.kind in {ActorKind.HOSTER, ActorKind.OPERATOR} and actor.id:
        return actor.id
    words = {ActorKind.UNDECLARED: "undeclared", ActorKind.CONTROLLER: "controller", ActorKind.EXEMPT: "exempt"}
    word = words.get(actor.kind, "hoster unknown")
    return f"{actor.id} ({word})" if actor.id else word

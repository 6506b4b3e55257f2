"""Marks and words for results, layers, causes and exit codes, the same in every report.

The tables hold English, as formats for programs want it; the functions speak the language of the run.
"""

from __future__ import annotations

from collections.abc import Iterable

from hds_policy.errors import ExitCode
from hds_policy.language import _, marked
from hds_policy.model import Actor, ActorKind, Basis, Cause, Layer, Result

MARKS: dict[Result, str] = {
    Result.PASS: "✓",
    Result.FAIL: "✗",
    Result.UNDETERMINED: "?",
    Result.REVIEW: "!",
    Result.EXEMPT: "~",
    Result.NOT_APPLICABLE: "–",
}
"""One mark for each result: a report never tells results apart by colour alone."""

NAMES: dict[Result, str] = {
    Result.PASS: marked("pass"),
    Result.FAIL: marked("fail"),
    Result.UNDETERMINED: marked("undetermined"),
    Result.REVIEW: marked("review"),
    Result.EXEMPT: marked("exempt"),
    Result.NOT_APPLICABLE: marked("not applicable"),
}

ORDER: dict[Result, int] = {
    result: place
    for place, result in enumerate(
        (Result.FAIL, Result.UNDETERMINED, Result.REVIEW, Result.EXEMPT, Result.PASS, Result.NOT_APPLICABLE)
    )
}
"""Worst first: the order in which results are shown."""

FLOW_WORDS: dict[str, str] = {
    "replicates_to": marked("replica"),
    "snapshots": marked("snapshot"),
    "copies_to": marked("copy"),
    "backs_up": marked("backup"),
    "restores_from": marked("restored"),
    "exports_to": marked("export"),
    "logs_to": marked("log"),
    "streams_to": marked("stream"),
    "mounts": marked("mount"),
    "reads": marked("read by"),
    "writes": marked("written to"),
    "serves": marked("served by"),
    "contains": marked("with"),
}
"""What the end of each edge type is to its beginning, in a word: ``patients → snapshot nightly → copy disaster``."""

EXIT_MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: marked("everything in scope was determined and nothing fails"),
    ExitCode.FAIL: marked("at least one fail"),
    ExitCode.USAGE: marked("usage or configuration error"),
    ExitCode.UNDETERMINED: marked("no fail, but undetermined results or incomplete coverage"),
    ExitCode.NOTHING: marked("nothing to check"),
    ExitCode.INTERNAL: marked("internal error"),
    ExitCode.INTERRUPTED: marked("interrupted"),
}

_LAYERS: dict[Layer, str] = {
    Layer.PHYSICAL: marked("physical"),
    Layer.HARDWARE: marked("hardware"),
    Layer.VIRTUAL: marked("virtual"),
    Layer.PLATFORM: marked("platform"),
    Layer.ADMIN: marked("admin"),
    Layer.BACKUP: marked("backup"),
}
_CAUSES: dict[Cause, str] = {
    Cause.PARSE_ERROR: marked("parse_error"),
    Cause.UNRESOLVED_VALUE: marked("unresolved_value"),
    Cause.KNOWN_AFTER_APPLY: marked("known_after_apply"),
    Cause.MODULE_NOT_AVAILABLE: marked("module_not_available"),
    Cause.ACCESS_DENIED: marked("access_denied"),
    Cause.THROTTLED: marked("throttled"),
    Cause.API_ERROR: marked("api_error"),
    Cause.BAD_RESPONSE: marked("bad_response"),
    Cause.TIMEOUT: marked("timeout"),
    Cause.LIMIT_EXCEEDED: marked("limit_exceeded"),
    Cause.UNSUPPORTED_RESOURCE: marked("unsupported_resource"),
    Cause.REGISTRY_STALE: marked("registry_stale"),
    Cause.POLICY_ERROR: marked("policy_error"),
    Cause.ENGINE_ERROR: marked("engine_error"),
}
_BASES: dict[Basis, str] = {
    Basis.DECLARED: marked("declared"),
    Basis.NATIVE: marked("native"),
    Basis.PROPAGATED: marked("propagated"),
    Basis.ASSUMED: marked("assumed"),
    Basis.SUSPECTED: marked("suspected"),
    Basis.NONE: marked("none"),
    Basis.UNCLASSIFIED: marked("unclassified"),
}
_SEVERITIES: dict[str, str] = {
    "critical": marked("critical"),
    "high": marked("high"),
    "medium": marked("medium"),
    "low": marked("low"),
}


UNBROKEN = "\u00a0"
"""Joins words that stay on one line."""


def unbroken(text: str) -> str:
    """The text as one word for whoever wraps it."""
    return text.replace(" ", UNBROKEN)


def result_name(result: Result) -> str:
    """A result in a word."""
    return _(NAMES[result])


def layer_name(layer: Layer) -> str:
    """A layer in a word."""
    return _(_LAYERS[layer])


def layer_names(layers: Iterable[Layer], separator: str = ", ") -> str:
    """Several layers, in the order given."""
    return separator.join(map(layer_name, layers))


def cause_name(cause: str) -> str:
    """Why something is undetermined, in a word; a cause nobody knows is shown as it is."""
    known = {entry.value: name for entry, name in _CAUSES.items()}
    return _(known[cause]) if cause in known else cause


def basis_name(basis: Basis) -> str:
    """On what a classification rests, in a word."""
    return _(_BASES[basis])


def flow_word(flow: str) -> str:
    """What the end of an edge is to its beginning, in a word; a kind nobody knows is shown as it is."""
    return _(FLOW_WORDS[flow]) if flow in FLOW_WORDS else flow


def severity_name(severity: str) -> str:
    """How bad a fail is, in a word."""
    return _(_SEVERITIES[severity])


def exit_meaning(code: ExitCode) -> str:
    """What an exit code says."""
    return _(EXIT_MEANINGS[code]) if code in EXIT_MEANINGS else _("not documented")


def actor_words(actor: Actor) -> str:
    """Short name of an actor: its id, or what is known of it in a word."""
    if actor.kind in {ActorKind.HOSTER, ActorKind.OPERATOR} and actor.id:
        return actor.id
    words = {
        ActorKind.UNDECLARED: _("undeclared"),
        ActorKind.CONTROLLER: _("controller"),
        ActorKind.EXEMPT: _("exempt"),
    }
    word = words.get(actor.kind) or _("hoster unknown")
    return f"{actor.id} ({word})" if actor.id else word

"""Canaries: an object in every table whose answer is known. A rule that does not report it is not trusted."""

from __future__ import annotations

from typing import Any

CANARY = "canary"


def add_canaries(document: dict[str, Any]) -> None:
    """Add the canary of every table to a policy input."""
    for layer, questions in document["placements"].items():
        questions.append(
            {
                "id": f"placements/{layer}/{CANARY}",
                "layer": layer,
                "actor": "hoster",
                "holder": CANARY,
                "holder_status": "not_certified",
                "service": CANARY,
                "region": CANARY,
                "eea": "no",
                "certificates": [],
            }
        )
    nothing = {"known": True, "everything": False, "eea": False, "names": {}, "complete": True}
    document["law"]["referentials"][CANARY] = {"id": CANARY, "until_ns": 0}
    document["certificates"][CANARY] = {
        "id": CANARY,
        "holder": CANARY,
        "layers": dict.fromkeys(document["placements"], False),
        "services": nothing,
        "regions": nothing,
        "referential": CANARY,
        "from_ns": None,
        "until_ns": document["on_ns"] + 1,
        "read_ns": 0,
        "weak": False,
    }
    document["locations"].append(
        {"id": f"locations/{CANARY}", "hoster": CANARY, "region": CANARY, "country": "", "eea": "no"}
    )
    document["conditions"].append(
        {
            "id": f"conditions/{CANARY}",
            "hoster": CANARY,
            "condition": CANARY,
            "kind": "option",
            "state": "not_met",
        }
    )
    document["holders"].append({"id": f"holders/{CANARY}", "kind": "unknown", "status": "unknown", "certificates": 0})
    document["folders"].append({"id": f"folders/{CANARY}", "unclassified": 1})
    document["types"].append({"id": f"types/{CANARY}", "count": 1})


def is_canary(subject: str) -> bool:
    """Whether a subject id is a canary's."""
    return subject == CANARY or subject.endswith(f"/{CANARY}")

"""Canaries: an object in every table whose answer is known. A rule that does not report it is not trusted."""

from __future__ import annotations

from typing import Any

from hds_policy.evaluation.certificate_input import MOMENT_NS

CANARY = "canary"
# No subject of an estate begins so: its ids begin with the name of a table or with a holder's id, without a colon.
_PREFIX = "canary:"


def add_canaries(document: dict[str, Any]) -> None:
    """Add the canary of every table to a policy input."""
    for layer, questions in document["placements"].items():
        questions.append(
            {
                "id": f"{_PREFIX}placements/{layer}",
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
    document["law"]["referentials"][CANARY] = {"id": CANARY, "from_ns": 0, "until_ns": 0}
    certificate = f"{_PREFIX}certificates"
    document["certificates"][certificate] = {
        "id": certificate,
        "holder": CANARY,
        "layers": dict.fromkeys(document["placements"], False),
        "services": nothing,
        "regions": nothing,
        "referential": CANARY,
        "from_ns": None,
        "until_ns": document["on_ns"] + MOMENT_NS,
        "read_ns": 0,
        "weak": False,
        "held": False,
        "number": "",
        "state": "withdrawn",
    }
    document["locations"].append(
        {"id": f"{_PREFIX}locations", "hoster": CANARY, "region": CANARY, "country": "", "eea": "no"}
    )
    document["conditions"].append(
        {
            "id": f"{_PREFIX}conditions",
            "hoster": CANARY,
            "condition": CANARY,
            "kind": "option",
            "state": "not_met",
        }
    )
    document["holders"].append({"id": f"{_PREFIX}holders", "kind": "unknown", "status": "unknown", "certificates": 0})
    document["guarantees"].append(
        {
            "id": f"{_PREFIX}guarantees",
            "holder": CANARY,
            "access_outside_eea": "yes",
            "third_country_law": "yes",
            "secnumcloud": "no",
            "transfer_map": "no",
        }
    )
    document["subcontractors"].append(
        {
            "id": f"{_PREFIX}subcontractors",
            "contractor": CANARY,
            "holder": "",
            "status": "not_certified",
            "layers": [],
            "certificates": [],
        }
    )
    document["administrators"].append(
        {"id": f"{_PREFIX}administrators", "party": "public", "operator": "", "status": "", "certificates": []}
    )
    document["folders"].append({"id": f"{_PREFIX}folders", "unclassified": 1})
    document["types"].append({"id": f"{_PREFIX}types", "count": 1})
    document["flows"].append({"id": f"{_PREFIX}flows", "kind": CANARY, "region": "", "eea": "unknown", "doubt": ""})
    document["openings"].append({"id": f"{_PREFIX}openings", "to": "public"})
    document["backups"].append({"id": f"{_PREFIX}backups", "stores": 1, "missing": 1, "unknown": 0})
    document["suspected"].append({"id": f"{_PREFIX}suspected"})
    document["tagged"].append({"id": f"{_PREFIX}tagged", "count": 1})
    document["contradictory"].append({"id": f"{_PREFIX}contradictory"})
    document["overruled"].append({"id": f"{_PREFIX}overruled"})
    document["clusters"].append(
        {
            "id": f"{_PREFIX}clusters",
            "hoster": CANARY,
            "region": CANARY,
            "found_hoster": f"not the {CANARY}",
            "found_region": "",
        }
    )
    document["registries"].append({"id": f"{_PREFIX}registries", "read_ns": 0, "hosters": [CANARY]})
    document["unused"].append({"id": f"{_PREFIX}unused", "grave": True, "why": "no_resource"})


def is_canary(subject: str) -> bool:
    """Whether a subject id is a canary's."""
    return subject.startswith(_PREFIX)


def without_canaries(document: Any) -> Any:
    """A policy input as it was before the canaries, for rules that need not know of them."""
    if isinstance(document, dict):
        return {key: without_canaries(value) for key, value in document.items() if key != CANARY and not is_canary(key)}
    if isinstance(document, list):
        return [without_canaries(entry) for entry in document if not _is_object_of(entry)]
    return document


def _is_object_of(entry: Any) -> bool:
    return isinstance(entry, dict) and is_canary(str(entry.get("id", "")))

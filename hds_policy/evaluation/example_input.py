"""A whole policy input from the part that an example gives.

A key that is missing takes a value under which nothing is certified and nothing is known, so that an example passes
only for what it says itself. The shape is the one of policies/README.md.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from typing import Any

from hds_policy.errors import PolicyError
from hds_policy.evaluation.certificate_input import day_ns
from hds_policy.model.layer import LAYERS

_DAY = date(2026, 11, 23)
_SCOPE = {"known": False, "everything": False, "eea": False, "names": {}, "complete": True}
_QUESTION = {
    "id": "",
    "layer": "",
    "actor": "hoster",
    "holder": "hoster",
    "holder_status": "unknown",
    "service": "",
    "region": "",
    "eea": "unknown",
    "certificates": [],
}
_CERTIFICATE = {
    "id": "",
    "holder": "hoster",
    "layers": {layer.value: False for layer in LAYERS},
    "services": _SCOPE,
    "regions": _SCOPE,
    "referential": "",
    "from_ns": None,
    "until_ns": None,
    "read_ns": 0,
    "weak": False,
    "held": False,
    "number": "",
    "state": "unknown",
}
_ITEMS: dict[str, dict[str, Any]] = {
    "locations": {"id": "", "hoster": "hoster", "region": "", "country": "", "eea": "unknown"},
    "conditions": {"id": "", "hoster": "hoster", "condition": "condition", "kind": "option", "state": "unknown"},
    "holders": {"id": "", "kind": "known", "status": "unknown", "certificates": 0},
    "guarantees": {
        "id": "",
        "holder": "hoster",
        "access_outside_eea": "unknown",
        "third_country_law": "unknown",
        "secnumcloud": "unknown",
        "transfer_map": "unknown",
    },
    "subcontractors": {
        "id": "",
        "contractor": "hoster",
        "holder": "",
        "status": "unknown",
        "layers": [],
        "certificates": [],
    },
    "administrators": {"id": "", "party": "account", "operator": "", "status": "", "certificates": []},
    "folders": {"id": "", "unclassified": 0},
    "types": {"id": "", "count": 1},
    "flows": {"id": "", "kind": "copies_to", "region": "", "eea": "unknown", "doubt": ""},
    "openings": {"id": "", "to": "unknown"},
    "backups": {"id": "", "stores": 1, "missing": 0, "unknown": 0},
    "suspected": {"id": ""},
    "tagged": {"id": "", "count": 1},
    "contradictory": {"id": ""},
    "overruled": {"id": ""},
    "clusters": {"id": "", "hoster": "hoster", "region": "", "found_hoster": "hoster", "found_region": ""},
    "unused": {"id": "", "grave": False, "why": "no_resource"},
    "registries": {"id": "", "read_ns": 0, "hosters": []},
}
_EMPTY: dict[str, Any] = {
    "version": 1,
    "on_ns": day_ns(_DAY),
    "settings": {"expiry_warning_ns": 90 * 86_400 * 10**9, "registry_max_age_ns": 365 * 86_400 * 10**9},
    "law": {
        "referentials": {
            "1.1": {"id": "1.1", "from_ns": 0, "until_ns": day_ns(date(2026, 5, 17))},
            "2.0": {"id": "2.0", "from_ns": 0, "until_ns": None},
        }
    },
    "unread": 0,
    "certificates": {},
    "placements": {layer.value: [] for layer in LAYERS},
    **{table: [] for table in _ITEMS},
}
_OPEN = {"names", "referentials"}
TABLES = ("certificates", *_ITEMS, *(f"placements/{layer.value}" for layer in LAYERS))
"""What a rule may judge: the tables of the input whose objects have an id."""


def complete(where: str, given: Any) -> dict[str, Any]:
    """The whole input for a part of it.

    Objects of a list that have no ``id`` get ``<table>/<number from 1>``; days may be written as dates.

    Args:
        where: file and example, for messages.
        given: the part, as read from YAML.

    Raises:
        PolicyError: names a key that the input does not have, or a value of another kind.
    """
    document: dict[str, Any] = _merged(where, "input", _EMPTY, given)
    for name, certificate in document["certificates"].items():
        document["certificates"][name] = _merged(
            where, f"certificates.{name}", {**_CERTIFICATE, "id": name}, certificate
        )
    for table, blank in _ITEMS.items():
        document[table] = _items(where, table, blank, document[table])
    for entry in (*document["subcontractors"], *document["administrators"]):
        entry["certificates"] = [
            _merged(where, f"{entry['id']}.certificates", _CERTIFICATE, certificate)
            for certificate in entry["certificates"]
        ]
    for layer, questions in document["placements"].items():
        table = f"placements/{layer}"
        document["placements"][layer] = _items(where, table, {**_QUESTION, "layer": layer}, questions)
    return document


def _items(where: str, table: str, blank: dict[str, Any], items: list[Any]) -> list[Any]:
    return [
        _merged(where, f"{table}[{number}]", {**blank, "id": f"{table}/{number}"}, item)
        for number, item in enumerate(items, start=1)
    ]


def _merged(where: str, place: str, blank: Any, given: Any) -> Any:
    """``given`` over ``blank``: mappings key by key, anything else as a whole."""
    if not isinstance(blank, dict):
        return _value(where, place, blank, given)
    if not isinstance(given, dict):
        raise PolicyError(f"{where}: {place} must be a mapping")
    result = deepcopy(blank)
    is_open = place.rsplit(".", 1)[-1] in _OPEN or place == "input.certificates"
    for key, value in given.items():
        if key not in blank and not is_open:
            raise PolicyError(f"{where}: {place} has no key {key!r}")
        inner = f"{place}.{key}"
        result[key] = _merged(where, inner, blank[key], value) if key in blank else _day_values(value)
    return result


def _value(where: str, place: str, blank: Any, given: Any) -> Any:
    value = _day_values(given)
    if isinstance(blank, list) != isinstance(value, list) or (isinstance(blank, str) and not isinstance(value, str)):
        raise PolicyError(f"{where}: {place} has a value of another kind than in the policy input: {given!r}")
    return value


def _day_values(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _day_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_day_values(inner) for inner in value]
    return day_ns(value) if isinstance(value, date) and not isinstance(value, datetime) else value

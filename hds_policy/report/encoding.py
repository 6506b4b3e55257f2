"""JSON text in which every string is inert, quickly: most reports hold nothing that must be escaped."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hds_policy.model import SourceRange
from hds_policy.report.printable import inert, is_inert_json


def range_record(location: SourceRange | None) -> dict[str, object] | None:
    """A place as plain data."""
    if location is None:
        return None
    return {"file": location.file, "start_line": location.start_line, "end_line": location.end_line}


def inert_json(tree: object) -> str:
    """Compact JSON of dicts, lists and scalars with ``printable`` applied to every string."""
    try:
        encoded = msgspec.json.encode(tree).decode()
    except UnicodeEncodeError:  # a lone surrogate, which has no UTF-8 form
        encoded = ""
    if encoded and is_inert_json(encoded):
        return encoded
    return msgspec.json.encode(inert(tree)).decode()


def records_json(document: Mapping[str, object]) -> str:
    """A JSON object with a line for each member, and a line for each element of members that are lists.

    Reports of large estates stay small, and two of them can be compared line by line.
    """
    members = []
    for name, value in document.items():
        if isinstance(value, list) and value:
            written = "[\n    " + ",\n    ".join(inert_json(element) for element in value) + "\n  ]"
        else:
            written = inert_json(value)
        members.append(f"  {inert_json(name)}: {written}")
    return "{\n" + ",\n".join(members) + "\n}\n"

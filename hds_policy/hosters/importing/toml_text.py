"""The text of a registry file (certified.toml has the same form)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hds_policy.model import Source


def render(hosters: Mapping[str, Mapping[str, Any]], source: Source, headings: Sequence[str]) -> str:
    """A registry file whose facts all have one source."""
    lines = [
        "# Made by hds-policy hosters import: every fact below was read in one list. Correct it by hand where it is",
        f"# wrong, and review what is not known. Columns that were understood: {', '.join(map(_comment, headings))}",
        "schema = 1",
        f"updated = {source.checked_on.isoformat()}",
    ]
    for identity, entry in hosters.items():
        lines += ["", *_hoster(identity, entry, source)]
    return "\n".join([*lines, "", "[end]", "complete = true"]) + "\n"


def _hoster(identity: str, entry: Mapping[str, Any], source: Source) -> Iterator[str]:
    yield f"[hosters.{identity}]"
    yield f"name = {_quoted(entry['name'])}"
    yield f"brands = {_list(entry['brands'])}"
    yield 'status = "certified"'
    yield _source(source)
    for certificate in entry["certificates"]:
        yield ""
        yield f"[[hosters.{identity}.certificates]]"
        yield from _certificate(certificate)
        yield _source(source)
    if entry["transfer_map"]:
        yield ""
        yield f"[[hosters.{identity}.guarantees]]"
        yield 'topic = "transfer_map"'
        yield 'answer = "yes"'
        yield f"address = {_quoted(entry['transfer_map'])}"
        yield _source(source)


def _certificate(certificate: Mapping[str, Any]) -> Iterator[str]:
    for key, value in certificate.items():
        if key in {"services", "regions"}:
            # A list that somebody typed in is not known to be the whole one.
            text = _quoted(value) if isinstance(value, str) else f"{{ names = {_list(value)}, complete = false }}"
            yield f"{key} = {text}"
        elif key == "layers" or (isinstance(value, list) and value):
            yield f"{key} = {_list(value)}"
        elif isinstance(value, date):
            yield f"{key} = {value.isoformat()}"
        elif isinstance(value, str) and value:
            yield f"{key} = {_quoted(value)}"


def _source(source: Source) -> str:
    day = source.checked_on.isoformat()
    return f'source = {{ reference = {_quoted(source.reference)}, checked_on = {day}, grade = "{source.grade.value}" }}'


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(text: str) -> str:
    # A TOML basic string is a JSON string without escapes beyond the basic plane, which ensure_ascii would write.
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)

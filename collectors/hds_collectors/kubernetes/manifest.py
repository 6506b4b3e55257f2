"""One file, or the standard input: which objects it holds, and what of it is none or cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from hds_collectors.kubernetes.conversion import NotAnObjectError, objects_of
from hds_collectors.kubernetes.kinds import type_of
from hds_collectors.kubernetes.yaml_documents import Document, LargeError, Lines, YamlError, documents_of
from hds_policy.catalogue import load_catalogue
from hds_policy.model import Cause, SourceRange

_TEMPLATE = re.compile(r"\{\{[-\s]*[.$a-z(/]")


class Entry(Struct, frozen=True):
    """An object of a manifest, where it stands, and the lines of its keys."""

    value: Mapping[str, Any]
    place: SourceRange
    lines: Lines


class Gap(Struct, frozen=True):
    """What of a manifest could not be read."""

    place: SourceRange
    cause: Cause
    detail: str


class Manifest(Struct):
    """What a file holds.

    Attributes:
        entries: its objects.
        gaps: what could not be read.
        other: documents that are none of Kubernetes.
    """

    entries: list[Entry]
    gaps: list[Gap]
    other: int = 0


def manifest_of(text: str, file: str) -> Manifest:
    """The objects of a text.

    Args:
        file: as places name it.
    """
    found = Manifest([], [])
    try:
        for document in documents_of(text):
            _add(document, file, found)
    except LargeError as error:
        found.gaps.append(Gap(SourceRange(file, error.line, error.line), Cause.LIMIT_EXCEEDED, error.reason))
    except YamlError as error:
        # A document that is not valid hides those behind it.
        if "apiVersion" in text and "kind" in text:
            template = "a template, not a manifest: give what is rendered from it; " if _TEMPLATE.search(text) else ""
            place = SourceRange(file, error.line, error.line)
            found.gaps.append(Gap(place, Cause.PARSE_ERROR, f"{template}{error.reason}"))
        else:
            found.other += 1
    return found


def _add(document: Document, file: str, found: Manifest) -> None:
    place = SourceRange(file, document.start_line, document.end_line)
    if document.value is None:
        return
    if not _claims_to_be_an_object(document.value):
        found.other += 1
        return
    try:
        for value in objects_of(document.value):
            if _is_of_a_tool(value):
                found.other += 1
                continue
            found.entries.append(Entry(value, _place(value, document, file), document.lines))
    except NotAnObjectError as error:
        found.gaps.append(Gap(place, Cause.PARSE_ERROR, str(error)))


def _claims_to_be_an_object(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("apiVersion"), str) and "kind" in value


def _is_of_a_tool(value: Mapping[str, Any]) -> bool:
    """Whether a document is the settings of a program, which borrow the form of an object.

    The server takes no object without a name; of a kind that the catalogue knows, the lack of it is a mistake to tell.
    """
    if "metadata" in value:
        return False
    kind = type_of(str(value.get("apiVersion")), str(value.get("kind")))
    return load_catalogue().decision(kind, kind.partition("_")[0]) is None


def _place(value: Mapping[str, Any], document: Document, file: str) -> SourceRange:
    """An entry of a list stands from its first key on; its end is not known, that of the document is."""
    lines = document.lines.get(id(value))
    if value is document.value or not lines:
        return SourceRange(file, document.start_line, document.end_line)
    return SourceRange(file, min(lines.values()), _last_line(value, document.lines, max(lines.values())))


def _last_line(value: Any, lines: Lines, last: int) -> int:
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            last = max(last, 0, *lines.get(id(part), {}).values())
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)
    return last

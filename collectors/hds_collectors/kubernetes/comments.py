"""Comments of a manifest that speak to this tool (``# hds-policy: …``), and the object each is about.

What looks like one is tried: a comment may say anything, and the documents stay equal. What stands in a block of text,
or in quotes, does not pass that trial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct

from hds_collectors.kubernetes.yaml_documents import YamlError, documents_of
from hds_policy.model import Directive, Resource, SourceRange

MARKER = "hds-policy:"
_CANDIDATE = re.compile(r"(?:^|(?<=[ \t]))#[# \t]*hds-policy:(?P<text>[^\n\r]*)", re.MULTILINE)
_ONLY_COMMENT = re.compile(r"[ \t]*#")
_TRIED_ALONE = 20
_MOST = 500
"""Comments of a file that are looked at; a waiver in any further one does not count."""
_LINES_ABOVE = 100


class Comment(Struct, frozen=True):
    """What follows the colon, its line counted from 1, and the first line below that is no comment."""

    text: str
    line: int
    below: int


def comments_of(text: str) -> tuple[Comment, ...]:
    """The comments of a manifest; none of one that cannot be read whole."""
    if MARKER not in text:
        return ()
    meant = _values(text)
    if meant is None:
        return ()
    found = list(islice(_CANDIDATE.finditer(text), _MOST))
    if not _are_comments(text, found, meant):
        found = [one for one in found[:_TRIED_ALONE] if _are_comments(text, [one], meant)]
    lines = text.split("\n")
    comments = []
    for match in found:
        line = text.count("\n", 0, match.start()) + 1
        below = line
        while below < min(len(lines), line + _LINES_ABOVE) and _ONLY_COMMENT.match(lines[below - 1]):
            below += 1
        comments.append(Comment(match["text"].strip(), line, below))
    return tuple(comments)


def directives_of(comments: Mapping[str, Sequence[Comment]], resources: Iterable[Resource]) -> tuple[Directive, ...]:
    """All comments with the resources that their object makes, sorted by place; ``comments``: by file."""
    if not comments:
        return ()
    there: dict[str, list[tuple[SourceRange, Resource]]] = {file: [] for file in comments}
    for resource in resources:
        place = resource.location
        if place is not None and place.file in there:
            there[place.file].append((place, resource))
    found = []
    for file, entries in sorted(comments.items()):
        for comment in entries:
            about = [one for place, one in there[file] if place.start_line <= comment.line <= place.end_line]
            about = about or [one for place, one in there[file] if place.start_line == comment.below]
            keys = tuple(sorted(one.key for one in about))
            place = SourceRange(file, comment.line, comment.line)
            found.append(Directive(comment.text, place, about[0].address if about else "", keys))
    return tuple(found)


def _are_comments(text: str, found: Sequence[re.Match[str]], meant: Sequence[Any]) -> bool:
    parts, end = [], 0
    for match in found:
        parts += [text[end : match.start()], "#".ljust(match.end() - match.start())]
        end = match.end()
    return _values("".join((*parts, text[end:]))) == meant


def _values(text: str) -> list[Any] | None:
    try:
        return [document.value for document in documents_of(text)]
    except YamlError:
        return None

"""Comments of a configuration file that speak to this tool (``# hds-policy: …``), and the block each is about.

The readers pass comments over, so what looks like one is tried: a comment may say anything, and the file still means
the same. What stands in a string, a heredoc or between ``/*`` and ``*/`` does not pass that trial.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from msgspec import Struct

from hds_collectors.terraform.reader import line_of
from hds_collectors.terraform.syntax import Block, File

MARKER = "hds-policy:"
_CANDIDATE = re.compile(r"(?:#|//)[#/ \t]*hds-policy:(?P<text>[^\n\r]*)")
_ONLY_COMMENT = re.compile(r"[ \t]*(?:#|//)")
_TRIED_ALONE = 20
_MOST = 500
"""Comments of a file that are looked at; a waiver in any further one does not count."""
_LINES_ABOVE = 100
"""Lines of comment that may stand between such a comment and its block."""
_BLOCKS = {"resource": 2, "data": 2, "module": 1}
"""Kinds of blocks a comment can be about, and how many labels they have."""
_Read = Callable[[str], File]


class Comment(Struct, frozen=True):
    """One such comment.

    Attributes:
        text: what follows the colon.
        line: its line, counted from 1.
        block: the block it stands in, or right above; None when that is none.
    """

    text: str
    line: int
    block: Block | None
    first_line: int
    """First line of that block; 0 without one."""


def comments_of(file: File, read: _Read) -> tuple[Comment, ...]:
    """The comments of a file that was read whole.

    Args:
        file: with its text.
        read: reads a text as the file was read.
    """
    if MARKER not in file.text or file.problems:
        return ()
    found = list(islice(_CANDIDATE.finditer(file.text), _MOST))
    if not _are_comments(file, found, read):
        # The trial of one at a time reads the file each time: a file with more such strings has no such comment.
        found = [one for one in found[:_TRIED_ALONE] if _are_comments(file, [one], read)]
    lines = file.text.split("\n")
    comments = []
    for match in found:
        line = line_of(file, match.start())
        block = _block_at(file, lines, line)
        comments.append(Comment(match["text"].strip(), line, block, 0 if block is None else line_of(file, block.start)))
    return tuple(comments)


def subject_of(block: Block) -> str:
    """Address of a block in its module."""
    prefix = {"resource": "", "data": "data."}.get(block.type, f"{block.type}.")
    return prefix + ".".join(block.labels)


def _are_comments(file: File, found: Sequence[re.Match[str]], read: _Read) -> bool:
    parts, end = [], 0
    for match in found:
        # In a comment that began before with /*, this ends it early, and what follows makes no sense any more.
        parts += [file.text[end : match.start()], "#*/".ljust(match.end() - match.start())]
        end = match.end()
    tried = read("".join((*parts, file.text[end:])))
    return not tried.problems and tried.body == file.body and all("*/" not in match[0] for match in found)


def _block_at(file: File, lines: Sequence[str], line: int) -> Block | None:
    below = line
    while below < min(len(lines), line + _LINES_ABOVE) and _ONLY_COMMENT.match(lines[below - 1]):
        below += 1
    for block in file.body.blocks:
        first, last = line_of(file, block.start), line_of(file, max(block.end - 1, block.start))
        if (first <= line <= last or first == below) and len(block.labels) == _BLOCKS.get(block.type, -1):
            return block
    return None

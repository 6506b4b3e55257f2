"""The template language of HCL: quoted strings, heredocs and the bare strings of JSON configuration.

Every reader turns a template into a flat list of pieces first (literal strings and ``Sequence``), then ``assemble``
nests the directives. Strip markers and the indentation rule of ``<<-`` work on single literal tokens, which in a
heredoc are lines, as in HCL's own scanner.

Source: HCL native syntax specification, section Templates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple, TypeAlias

from hds_collectors.terraform.problems import HclError
from hds_collectors.terraform.syntax import Expression, Template, TemplateFor, TemplateIf

MAX_DIRECTIVES = 50
"""Deepest nesting of ``%{ if }`` and ``%{ for }`` in one template."""


class Sequence(NamedTuple):
    """``${ ... }`` or ``%{ ... }``: kind ``interpolation``, ``if``, ``else``, ``endif``, ``for`` or ``endfor``."""

    kind: str
    expression: Expression = None
    key: str = ""
    value: str = ""


Piece: TypeAlias = str | Sequence


class Pieces:
    """Pieces of one template in order; strip markers take effect as the pieces are added."""

    def __init__(self) -> None:
        self.items: list[Piece] = []
        self._strip_next = False

    def literal(self, text: str) -> None:
        """Add a literal token that is not empty in the source."""
        self.items.append(text.lstrip() if self._strip_next else text)
        self._strip_next = False

    def sequence(self, sequence: Sequence, strip_before: bool, strip_after: bool) -> None:
        """Add an interpolation or a directive, with ``~`` after its opening or before its closing brace."""
        if strip_before and self.items and isinstance(self.items[-1], str):
            self.items[-1] = self.items[-1].rstrip()
        self.items.append(sequence)
        self._strip_next = strip_after


_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ESCAPE = re.compile(r'\\(?:([nrt"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|)|\$(\$)\{|%(%)\{')
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def normalize(text: str) -> str:
    """Unicode normal form C, which HCL gives every string."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unescape(raw: str, offset: int) -> str:
    """Text of a quoted literal; raises HclError on an escape that HCL does not have."""
    if "\\" not in raw and "{" not in raw:
        return normalize(raw)

    def character(match: re.Match[str]) -> str:
        simple, short, long, dollar, percent = match.groups()
        if simple is not None:
            return _SIMPLE[simple]
        if dollar or percent:
            return match.group()[1:]
        code = int(short or long or "110000", 16)
        if code > 0x10FFFF:
            raise HclError(offset + match.start(), "invalid escape sequence")
        return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)

    return normalize(_ESCAPE.sub(character, raw))


def unescape_bare(raw: str) -> str:
    """Text of a literal outside quotes, where only ``$${`` and ``%%{`` are escapes."""
    if "{" in raw:
        raw = raw.replace("$${", "${").replace("%%{", "%{")
    return normalize(raw)


def lines_of(text: str) -> list[str]:
    """Literal tokens of a heredoc without interpolation: its lines, each with its newline."""
    return _LINE.findall(text)


def flush(pieces: list[Piece]) -> list[Piece]:
    """Remove the indentation common to all lines (``<<-``); lines of white space only neither count nor change."""
    indents: list[int] = []
    adjust: list[int] = []
    at_start = True
    for index, piece in enumerate(pieces):
        is_text = isinstance(piece, str)
        if at_start and not is_text:
            indents.append(0)
        elif at_start and isinstance(piece, str):
            content = piece.lstrip()
            if content or not piece.endswith("\n"):
                indents.append(len(piece) - len(content))
                adjust.append(index)
        at_start = isinstance(piece, str) and piece.endswith("\n")
    width = min(indents, default=0)
    flushed = list(pieces)
    for index in adjust:
        piece = pieces[index]
        if isinstance(piece, str):
            flushed[index] = piece[width:]
    return flushed


class _Open(NamedTuple):
    """A directive that is not closed yet: what it is, the parts before it, and those before its else."""

    start: Sequence
    outer: list[Expression]
    then: list[Expression] | None


def assemble(pieces: list[Piece], offset: int) -> Expression:
    """The expression a template stands for: a string, the one interpolated expression, or a Template."""
    if not any(isinstance(piece, Sequence) for piece in pieces):
        return "".join(piece for piece in pieces if isinstance(piece, str))
    if len(pieces) == 1 and isinstance(pieces[0], Sequence) and pieces[0].kind == "interpolation":
        return pieces[0].expression
    parts: list[Expression] = []
    stack: list[_Open] = []
    for piece in _melded(pieces):
        if isinstance(piece, str):
            parts.append(piece)
        elif piece.kind == "interpolation":
            parts.append(piece.expression)
        elif piece.kind in ("if", "for"):
            if len(stack) == MAX_DIRECTIVES:
                raise HclError(offset, f"template directives nested deeper than {MAX_DIRECTIVES}")
            stack.append(_Open(piece, parts, None))
            parts = []
        else:
            parts = _close(piece.kind, parts, stack, offset)
    if stack:
        raise HclError(offset, f"template directive '{stack[-1].start.kind}' is not closed")
    return Template(tuple(parts))


def _melded(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with neighbouring literals joined and empty ones left out."""
    for is_text, run in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        if not is_text:
            yield from run
        elif text := "".join(piece for piece in run if isinstance(piece, str)):
            yield text


def _close(kind: str, parts: list[Expression], stack: list[_Open], offset: int) -> list[Expression]:
    """Handle else, endif or endfor; gives the list that takes the parts that follow."""
    opened = stack.pop() if stack else None
    expected = "for" if kind == "endfor" else "if"
    if opened is None or opened.start.kind != expected or (kind == "else" and opened.then is not None):
        raise HclError(offset, f"template directive '{kind}' without '{expected}'")
    start = opened.start
    if kind == "else":
        stack.append(_Open(start, opened.outer, parts))
        return []
    part: Expression
    if kind == "endfor":
        part = TemplateFor(start.key, start.value, start.expression, Template(tuple(parts)))
    elif opened.then is None:
        part = TemplateIf(start.expression, Template(tuple(parts)), Template(()))
    else:
        part = TemplateIf(start.expression, Template(tuple(opened.then)), Template(tuple(parts)))
    opened.outer.append(part)
    return opened.outer

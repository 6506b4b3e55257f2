"""Quoted strings, heredocs and the strings of JSON configuration: from text to template pieces.

Source: HCL native syntax specification, sections Template Expressions and Templates.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable

from hds_collectors.terraform import tokens
from hds_collectors.terraform.problems import HclError
from hds_collectors.terraform.syntax import Expression
from hds_collectors.terraform.templates import (
    Piece,
    Pieces,
    Sequence,
    assemble,
    flush,
    lines_of,
    normalize,
    unescape,
    unescape_bare,
)


def closing_line(marker: str) -> re.Pattern[str]:
    """Pattern of the line that closes a heredoc; group 1 is the marker."""
    return re.compile(rf"^[ \t\r]*+({re.escape(marker)})[ \t\r]*$", re.MULTILINE)


class StringParser:
    """Parses strings in one text; what stands in ``${ }`` is left to ``expression``.

    Attributes:
        text: the whole text; methods take offsets into it and give the offset after what they read.
        ascii: whether the text is ASCII only, so that no name and no string needs a Unicode check.
        depth: how many expressions and blocks are open.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.ascii = text.isascii()
        self.depth = 0

    @abstractmethod
    def expression(self, pos: int, lines: bool) -> tuple[Expression, int]:
        """Parse an expression; ``lines``: newlines are whitespace."""

    def skip(self, pos: int, lines: bool) -> int:
        """Offset after whitespace and comments, newlines included when ``lines``."""
        text = self.text
        mark = text[pos : pos + 1]
        if not lines:
            match = tokens.SPACE.match(text, pos) if mark in (" ", "\t", "/", "\r") else None
            return match.end() if match else pos
        while mark and mark in " \t\r\n#/":
            match = tokens.SPACE_AND_LINES.match(text, pos)
            if match is None or match.end() == pos:
                break
            pos = match.end()
            mark = text[pos : pos + 1]
        return pos

    def expect(self, mark: str, pos: int) -> int:
        """Offset after ``mark``, which has to stand at ``pos``."""
        if not self.text.startswith(mark, pos):
            raise HclError(pos, f"expected '{mark}'")
        return pos + len(mark)

    def expect_end(self, pos: int) -> None:
        """Refuse anything but whitespace and comments after ``pos``."""
        pos = self.skip(pos, True)
        if pos != len(self.text):
            raise HclError(pos, "unexpected text after an expression")

    def separator(self, pos: int, closer: str) -> int:
        """Offset after a comma at ``pos``, or ``pos`` itself when the closing bracket stands there."""
        mark = self.text[pos : pos + 1]
        if mark == ",":
            return pos + 1
        if mark == closer:
            return pos
        raise HclError(pos, f"expected ',' or '{closer}'")

    def check_names(self, names: Iterable[str], pos: int) -> None:
        """Refuse what is not an identifier by the Unicode definition."""
        if not self.ascii:
            for name in names:
                if not tokens.is_name(name):
                    raise HclError(pos, "invalid character in a name")

    def quoted(self, pos: int) -> tuple[Expression, int]:
        """A quoted template, after its opening quote."""
        start = pos - 1
        pieces = Pieces()
        while True:
            raw, end = self._literal(tokens.QUOTED_LITERAL, pos)
            if raw:
                pieces.literal(unescape(raw, pos))
            mark = self.text[end : end + 1]
            if mark == '"':
                return assemble(pieces.items, start), end + 1
            if mark not in ("$", "%"):
                raise HclError(start, "the string is not closed on its line")
            pos = self._sequence(end, pieces)

    def heredoc(self, pos: int, marker: str, indented: bool) -> tuple[Expression, int]:
        """A heredoc template, after the newline that follows its marker; ends after the closing marker."""
        text = self.text
        self.check_names([marker], pos)
        closing = closing_line(marker)
        found = closing.search(text, pos)
        if found is None:
            raise HclError(pos, f"the heredoc '{marker}' is not closed")
        body = text[pos : found.start()]
        if "${" not in body and "%{" not in body:
            body = normalize(body)
            return ("".join(map(str, flush(list(lines_of(body))))) if indented else body), found.end(1)
        try:
            pieces, end = self._heredoc_pieces(pos, closing)
            return assemble(flush(pieces) if indented else pieces, pos), end
        except HclError as error:
            # Content of the heredoc that looks like a block is none.
            error.resume = max(error.resume, found.end())
            raise

    def _heredoc_pieces(self, pos: int, closing: re.Pattern[str]) -> tuple[list[Piece], int]:
        """Literals line by line, because the marker may also stand on a line inside an interpolation."""
        text = self.text
        start = pos
        pieces = Pieces()
        at_start = True
        while pos < len(text):
            found = closing.match(text, pos) if at_start else None
            if found is not None:
                return pieces.items, found.end(1)
            raw, pos = self._literal(tokens.HEREDOC_LITERAL, pos)
            if raw:
                pieces.literal(unescape_bare(raw))
            at_start = raw.endswith("\n")
            if not at_start and pos < len(text):
                pos = self._sequence(pos, pieces)
        raise HclError(start, "the heredoc is not closed")

    def bare(self) -> Expression:
        """The whole text as a template without quotes, as in a string of JSON configuration."""
        pieces = Pieces()
        pos = 0
        while True:
            raw, end = self._literal(tokens.BARE_LITERAL, pos)
            if raw:
                pieces.literal(unescape_bare(raw))
            if end == len(self.text):
                return assemble(pieces.items, 0)
            pos = self._sequence(end, pieces)

    def _literal(self, pattern: re.Pattern[str], pos: int) -> tuple[str, int]:
        """Literal text and its end; the pattern is matched again until it finds no more."""
        start = pos
        while True:
            match = pattern.match(self.text, pos)
            if match is None or match.end() == pos:
                return self.text[start:pos], pos
            pos = match.end()
            if match.string[pos - 1] == "\n" and pattern is tokens.HEREDOC_LITERAL:
                return self.text[start:pos], pos

    def _sequence(self, pos: int, pieces: Pieces) -> int:
        """Read ``${ ... }`` or ``%{ ... }`` at ``pos`` into pieces."""
        opening = tokens.SEQUENCE.match(self.text, pos)
        if opening is None:
            raise HclError(pos, "expected '${' or '%{'")
        if opening.group(1) == "$":
            expression, end = self.expression(opening.end(), True)
            piece = Sequence("interpolation", expression)
        else:
            piece, end = self._directive(opening.end())
        closing = tokens.SEQUENCE_END.match(self.text, self.skip(end, True))
        if closing is None:
            raise HclError(end, "expected '}' after a template expression")
        pieces.sequence(piece, bool(opening.group(2)), bool(closing.group(1)))
        return closing.end()

    def _directive(self, pos: int) -> tuple[Sequence, int]:
        pos = self.skip(pos, True)
        match = tokens.DIRECTIVE.match(self.text, pos)
        if match is None:
            raise HclError(pos, "expected a template directive")
        kind = match.group(1)
        if kind == "if":
            condition, end = self.expression(match.end(), True)
            return Sequence(kind, condition), end
        if kind == "for":
            key, value, collection, end = self.for_intro(match.end())
            return Sequence(kind, collection, key, value), end
        return Sequence(kind), match.end()

    @abstractmethod
    def for_intro(self, pos: int) -> tuple[str, str, Expression, int]:
        """Parse ``key, value in collection``."""

"""Colour, width and wrapping of the text report."""

from __future__ import annotations

import textwrap

import click
from msgspec import Struct

from hds_policy.model import Result
from hds_policy.report.printable import printable, shortened
from hds_policy.report.words import MARKS

COLOURS: dict[Result, str] = {
    Result.PASS: "green",
    Result.FAIL: "red",
    Result.UNDETERMINED: "yellow",
    Result.REVIEW: "cyan",
    Result.EXEMPT: "magenta",
    Result.NOT_APPLICABLE: "bright_black",
}
_NARROWEST = 66
_LONGEST = 2000


class Style(Struct, frozen=True):
    """Writes lines of at most ``width`` columns; styles appear only with ``colour``."""

    colour: bool
    width: int

    @classmethod
    def of(cls, colour: bool, width: int) -> Style:
        """A style whose width can hold a line of the report."""
        return cls(colour, max(width, _NARROWEST))

    def paint(self, text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
        """The text, styled if colours are wanted."""
        return click.style(text, fg=colour, bold=bold or None, dim=dim or None) if self.colour and text else text

    def mark(self, result: Result) -> str:
        """The mark of a result."""
        return self.paint(MARKS[result], COLOURS[result], bold=True)

    def title(self, text: str) -> str:
        """Title of a section, made printable."""
        return self.paint(printable(text), bold=True)

    def wrapped(self, text: str, first: str, rest: str, *, painted: str = "") -> list[str]:
        """A text from the Assessment, made printable, wrapped, and cut when it is absurdly long.

        Args:
            text: the text; words joined by a no-break space stay on one line.
            first: beginning of the first line, without styles.
            rest: beginning of the other lines.
            painted: shown in the place of ``first``, of the same visible length.
        """
        lines = textwrap.wrap(
            shortened(text, _LONGEST),
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
            # An address or a path that is longer than the line stays whole, so that it can be copied.
            break_long_words=False,
        ) or [first.rstrip()]
        if painted and self.colour and lines[0].startswith(first):
            lines[0] = painted + lines[0][len(first) :]
        return lines

    def bulleted(self, text: str, result: Result) -> list[str]:
        """A wrapped text after the mark of a result."""
        return self.wrapped(text, f"  {MARKS[result]} ", "    ", painted=f"  {self.mark(result)} ")

"""A line of the scanned source, shown in a frame with the place at fault underlined."""

from __future__ import annotations

import unicodedata

from hds_policy.model import SourceRange
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import shortened
from hds_policy.report.sources import source_line
from hds_policy.report.subjects import place
from hds_policy.report.text.style import Style


def _columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) != 0 for character in text)
    return len(text) + wide - marks


def source_frame(location: SourceRange, options: RenderOptions, style: Style) -> list[str]:
    """``--> file:line``, and the line itself when it is available; carets when the location is a single line."""
    number = str(location.start_line)
    margin = " " * (len(number) + 4)
    head = f"{margin[:-2]}{style.paint('-->', 'blue', bold=True)} {place(location)}"
    raw = source_line(location, options)
    shown = shortened(raw, style.width - len(margin) - 2)
    if not shown.strip():
        return [head]
    bar = style.paint("|", "blue", bold=True)
    framed = [head, f"   {style.paint(number, 'blue', bold=True)} {bar} {shown}"]
    if location.end_line == location.start_line:
        blank = " " * (len(shown) - len(shown.lstrip()))
        carets = style.paint("^" * _columns(shown.strip()), "red", bold=True)
        framed.append(f"{margin}{bar} {blank}{carets}")
    return framed

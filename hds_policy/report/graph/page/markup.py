"""Text and icons in the page."""

from __future__ import annotations

import html
import unicodedata

from hds_policy.model import Result
from hds_policy.report.printable import printable
from hds_policy.report.words import NAMES


def text(value: str) -> str:
    """A string of the scanned tree as inert HTML text or attribute value."""
    return html.escape(printable(value), quote=True)


def cut(value: str, columns: int) -> str:
    """The text cut in its middle to so many columns, wide characters counted as two; inert."""
    shown = printable(value[: 4 * columns] if len(value) > 4 * columns else value)
    if _columns(shown) <= columns:
        return html.escape(shown)
    head, tail = (columns - 1) * 2 // 3, (columns - 1) // 3
    first, last = "", ""
    for character in shown:
        if _columns(first + character) > head:
            break
        first += character
    for character in reversed(printable(value[-4 * columns :])):
        if _columns(character + last) > tail:
            break
        last = character + last
    return html.escape(f"{first}…{last}")


def _columns(shown: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in shown)


def icon(result: Result) -> str:
    """The shape of a result, named for those who do not see it."""
    return (
        f'<svg class="icon r-{result}" viewBox="0 0 24 24" role="img" aria-label="{text(NAMES[result])}">'
        f'<use href="#s-{result}"/></svg>'
    )

"""Text and marks in pages."""

from __future__ import annotations

import html

from hds_policy.model import Result
from hds_policy.report.printable import printable
from hds_policy.report.words import MARKS, result_name


def text(value: str) -> str:
    """A string as inert HTML text or attribute value."""
    return html.escape(printable(value), quote=True)


def mark(result: Result) -> str:
    """The mark of a result, which a word beside it repeats."""
    return f'<span class="mark r-{result}" aria-hidden="true">{MARKS[result]}</span>'


def badge(result: Result, number: int | None = None) -> str:
    """Mark and name of a result, and how many of it."""
    count = "" if number is None else f"<b>{number}</b> "
    return f'<span class="badge r-{result}">{mark(result)}{count}{text(result_name(result))}</span>'


def hidden(words: str) -> str:
    """Words for those who do not see the mark."""
    return f'<span class="hidden">{text(words)}</span>'

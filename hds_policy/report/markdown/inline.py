"""Text inside Markdown that nobody can make a link, a mention, an image or a command of.

Ordinary words stay as they are. A word with any character that Markdown, GitHub or GitLab give a meaning to (``@name``,
``#12``, ``!3``, ``~label``, addresses, underscores, …) becomes code, in which nothing has one.
"""

from __future__ import annotations

import html
import re

from hds_policy.report.printable import printable

_PLAIN = re.compile(r"[^\W_]([^\W_]|[-'’./](?=[^\W_])|[.](?=$))*°?|[-–—…·→✓✗?!~+=]|\d+[.,]\d+")
_WEB = re.compile(r"://|^www\.", re.IGNORECASE)
_AROUND = re.compile(r"^(?P<before>[(«\"“]*)(?P<word>.*?)(?P<after>[)»\"”,;.:!?]*)$", re.DOTALL)
_SPACES = re.compile("([ \u00a0]+)")
_TICKS = re.compile(r"`+")


def code(text: str) -> str:
    """The text as inline code; nothing for nothing."""
    shown = printable(text).strip()
    if not shown:
        return ""
    longest = max((len(run) for run in _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def words(text: str) -> str:
    """A sentence: words with a meaning in Markdown as code, the rest as it is."""
    parts = _SPACES.split(printable(text).strip())
    # Words and the spaces between them take turns.
    return "".join(part if index % 2 else _word(part) for index, part in enumerate(parts))


def in_cell(text: str) -> str:
    """The same in a cell of a table, which a bar would end even inside code."""
    return words(text).replace("|", "\\|")


def _word(word: str) -> str:
    parts = _AROUND.match(word)
    if parts is None:
        return code(word)
    before, inner, after = parts["before"], parts["word"], parts["after"]
    if inner and (not _PLAIN.fullmatch(inner) or _WEB.search(inner)):
        return f"{before}{code(inner)}{after}"
    return word


def tagged(text: str) -> str:
    """The text as HTML code, for the summary of a ``details`` element, in which Markdown has no meaning."""
    return f"<code>{html.escape(printable(text))}</code>"


def plain_html(text: str) -> str:
    """Words of ours for the same place, as they are."""
    return html.escape(printable(text))

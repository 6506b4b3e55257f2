"""A line of the scanned source, shown in a frame with the place at fault underlined."""

from __future__ import annotations

import re
import unicodedata

from hds_policy.language import _
from hds_policy.model import Resource, SourceRange
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import printable, shortened
from hds_policy.report.text.style import Style

_SENSITIVE = (
    r"(?:passw(?:or)?d|passphrase|secret|token|private[_-]?key|access[_-]?key|api[_-]?key|credential"
    r"|connection[_-]?string)[\w.-]*"
)
_SECRET = re.compile(
    rf"""(?P<before>["']?{_SENSITIVE}["']?\s*[=:]\s*)(?P<value>"(?:\\.|[^"\\])*"?|[^\s"{{}}\[\],]+)""", re.IGNORECASE
)
_USER_INFO = re.compile(r"(?P<before>://[^\s/:@\"]*:)[^\s/@\"]+(?=@)")
_TAB = "    "
_LONGEST = 1000


def place(location: SourceRange) -> str:
    """``main.tf:12``, as editors and terminals link it."""
    return f"{printable(location.file)}:{location.start_line}"


def without_secrets(line: str) -> str:
    """The line with values of arguments that are secret by their name, and passwords in addresses, left out."""
    return _USER_INFO.sub(r"\g<before>…", _SECRET.sub(r"\g<before>…", line))


def _columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) != 0 for character in text)
    return len(text) + wide - marks


def source_frame(location: SourceRange, options: RenderOptions, style: Style) -> list[str]:
    """``--> file:line``, and the line itself when it is available; carets when the location is a single line."""
    number = str(location.start_line)
    margin = " " * (len(number) + 4)
    head = f"{margin[:-2]}{style.paint('-->', 'blue', bold=True)} {place(location)}"
    lines = options.source(location.file)
    if lines is None or not 1 <= location.start_line <= len(lines):
        return [head]
    raw = without_secrets(lines[location.start_line - 1][:_LONGEST].rstrip("\r\n")).replace("\t", _TAB)
    shown = shortened(raw.rstrip(), style.width - len(margin) - 2)
    if not shown.strip():
        return [head]
    bar = style.paint("|", "blue", bold=True)
    framed = [head, f"   {style.paint(number, 'blue', bold=True)} {bar} {shown}"]
    if location.end_line == location.start_line:
        blank = " " * (len(shown) - len(shown.lstrip()))
        carets = style.paint("^" * _columns(shown.strip()), "red", bold=True)
        framed.append(f"{margin}{bar} {blank}{carets}")
    return framed


def title_of(resource: Resource) -> str:
    """The address, and the root module when the file does not tell it (a module that several roots use)."""
    file = resource.location.file if resource.location else ""
    # The file is told from the top of the repository, the root from the folder of the estate.
    told = resource.root == "." or f"/{resource.root}/" in f"/{file}"
    return (
        resource.address if told else _("{address} (root {root})").format(address=resource.address, root=resource.root)
    )

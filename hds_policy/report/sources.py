"""Lines of the scanned source as reports show them: without what is secret by its name."""

from __future__ import annotations

import re

from hds_policy.model import SourceRange
from hds_policy.report.options import RenderOptions

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


def without_secrets(line: str) -> str:
    """The line with values of arguments that are secret by their name, and passwords in addresses, left out."""
    return _USER_INFO.sub(r"\g<before>…", _SECRET.sub(r"\g<before>…", line))


def source_line(location: SourceRange, options: RenderOptions) -> str:
    """The first line of a place, tabs as spaces, not yet inert; empty when it is blank or not available."""
    lines = options.source(location.file)
    if lines is None or not 1 <= location.start_line <= len(lines):
        return ""
    return without_secrets(lines[location.start_line - 1][:_LONGEST].rstrip("\r\n")).replace("\t", _TAB).rstrip()

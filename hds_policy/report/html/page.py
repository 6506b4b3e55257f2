"""The frame of a page: one file that loads nothing, runs nothing, and forbids both by its content security policy."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from hds_policy.language import _, current
from hds_policy.report.html.markup import text
from hds_policy.report.printable import without_commands


def _style() -> str:
    return (resources.files("hds_policy.report.html") / "page.css").read_text(encoding="utf-8")


def page(title: str, body: str) -> str:
    """A whole page; ``body`` is HTML with an element ``main`` of the id ``main``."""
    style, skip = _style(), _("Skip to the content")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return without_commands(f"""<!doctype html>
<html lang="{current()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{text(title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">{text(skip)}</a>
{body}
</body>
</html>
""")

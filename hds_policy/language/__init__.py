"""The language of what people read: English as it stands in the code, or French from ``fr.po``.

How to write a string for people::

    from hds_policy.language import _, plural

    _("Waivers")
    _("in force until {day}").format(day=waiver.expires)
    plural("{count} resource", "{count} resources", number)

Place-holders stand in braces and are filled in *after* the look-up: an f-string cannot be translated. Tables that are
made when a module is imported hold ``marked("…")`` and are looked up with ``_`` when they are written. After adding a
string run ``python support/translations.py`` and write the French into ``fr.po``; the tests ask for both.

Texts that earlier stages have put together (reasons, evidence) stay English in the Assessment; a report passes them
through ``hds_policy.report.phrases.phrase``, and findings through ``hds_policy.report.telling.told``.

What programs read (JSON, SARIF, JUnit, GitLab, the headings of CSV) is the same in every language, and so are error
messages and ``--help``: people search for them.
"""

from __future__ import annotations

from hds_policy.language.choice import LANGUAGES, OWN_VARIABLE, VARIABLES, from_environment
from hds_policy.language.messages import _, current, marked, plural, speak, speaking

__all__ = [
    "LANGUAGES",
    "OWN_VARIABLE",
    "VARIABLES",
    "_",
    "current",
    "from_environment",
    "marked",
    "plural",
    "speak",
    "speaking",
]

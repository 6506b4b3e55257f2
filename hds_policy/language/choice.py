"""Which language a run speaks, when no option says so."""

from __future__ import annotations

from collections.abc import Mapping

from hds_policy.errors import UsageError

LANGUAGES = ("en", "fr")
"""The languages of the reports; the first one when nothing is said."""
OWN_VARIABLE = "HDS_POLICY_LANG"
_POSIX_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
VARIABLES = (OWN_VARIABLE, *_POSIX_VARIABLES)
"""Environment variables that choose the language, the strongest first."""


def from_environment(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for.

    ``HDS_POLICY_LANG`` must name a language that is there. Of the POSIX variables the first one that is not empty
    decides, and a language that is not there is English.

    Raises:
        UsageError: ``HDS_POLICY_LANG`` names another language.
    """
    own = environment.get(OWN_VARIABLE, "")
    if own:
        if own not in LANGUAGES:
            raise UsageError(f"{OWN_VARIABLE}={own}: no such language", hint=f"languages: {', '.join(LANGUAGES)}")
        return own
    locale = next((value for name in _POSIX_VARIABLES if (value := environment.get(name, ""))), "")
    language = locale.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return language if language in LANGUAGES else LANGUAGES[0]

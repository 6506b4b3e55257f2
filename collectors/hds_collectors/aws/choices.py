"""How accounts of an organisation are named in an option: by number, by unit, by tag."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hds_policy.errors import UsageError

ACCOUNT = re.compile(r"\d{12}")
UNIT = re.compile(r"(?:ou|r)-[0-9a-z-]{4,68}")
TAG = re.compile(r"tag:[^=]+=.*")


def check_choices(choices: Sequence[str]) -> None:
    """Refuse what names neither an account, nor a unit, nor a tag.

    Raises:
        UsageError: there is one.
    """
    for choice in choices:
        if not any(form.fullmatch(choice) for form in (ACCOUNT, UNIT, TAG)):
            hint = "111122223333, ou-ab12-cdefghij or tag:KEY=VALUE"
            raise UsageError(f"{choice!r} is no account, unit or tag of an organisation", hint=hint)

"""From the METADATA of a rule module to a ``Rule``: every field present, none empty, none unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from string import Formatter
from typing import Any, TypeVar

from hds_policy.errors import PolicyError
from hds_policy.model.rule import Level, Rule, Severity
from hds_policy.rules.annotation import HINT, annotation_of

_ID = re.compile(r"[A-Z][A-Z0-9]{1,15}-[0-9]{3}")
_SUBJECTS = re.compile(r"[a-z][a-z_]*(/[a-z][a-z_]*)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TOP = ("scope", "title", "description", "related_resources", "custom")
_CUSTOM = ("id", "severity", "level", "legal_basis", "remediation", "subjects")
_CUSTOM_OPTIONAL = ("messages", "messages_from", "effective_from", "title_fr", "description_fr")
_Member = TypeVar("_Member", bound=StrEnum)


def read_rule(path: str, source: str, name: str, shared_messages: Callable[[str], Mapping[str, str]]) -> Rule:
    """Read the rule of one module.

    Args:
        path: the file, relative to the policies folder; used in messages.
        source: its text.
        name: folder of the rule.
        shared_messages: messages of the library that ``messages_from`` names.

    Raises:
        PolicyError: names the file and the field.
    """
    top = annotation_of(path, source)
    _check_keys(path, "", top, _TOP, ())
    if top["scope"] != "package":
        raise _bad(path, "scope", "must be `package`")
    custom = _mapping(path, "custom", top["custom"])
    _check_keys(path, "custom.", custom, _CUSTOM, _CUSTOM_OPTIONAL)
    return Rule(
        id=_matching(path, "custom.id", custom["id"], _ID, "letters, a dash, three digits, e.g. `HDS-001`"),
        name=name,
        title=_text(path, "title", top["title"]),
        description=_text(path, "description", top["description"]),
        severity=_member(path, "custom.severity", custom["severity"], Severity),
        level=_member(path, "custom.level", custom["level"], Level),
        legal_basis=_texts(path, "custom.legal_basis", custom["legal_basis"]),
        related_resources=_references(path, top["related_resources"]),
        remediation=_text(path, "custom.remediation", custom["remediation"]),
        subjects=_matching(
            path, "custom.subjects", custom["subjects"], _SUBJECTS, "a path such as `placements/physical`"
        ),
        messages=_messages(path, custom, shared_messages),
        effective_from=_day(path, "custom.effective_from", custom["effective_from"])
        if "effective_from" in custom
        else None,
        path=path,
        title_fr=_given(path, custom, "title_fr"),
        description_fr=_given(path, custom, "description_fr"),
    )


def read_messages(path: str, value: Any) -> dict[str, str]:
    """Sentences by code; each place-holder is one plain name, so that filling it in can reach nothing else.

    Raises:
        PolicyError: empty, a code or place-holder of another form.
    """
    messages = _mapping(path, "custom.messages", value)
    result = {}
    for code, sentence in messages.items():
        field = f"custom.messages.{code}"
        _matching(path, field, code, _NAME, "lower case, digits and underscores")
        result[code] = _text(path, field, sentence)
        try:
            parts = list(Formatter().parse(result[code]))
        except ValueError as error:
            raise _bad(path, field, f"has a place-holder that cannot be read ({error})") from error
        for _, place, form, conversion in parts:
            if place is not None and (form or conversion or not _NAME.fullmatch(place)):
                raise _bad(path, field, f"has a place-holder that is not a plain name: {{{place}}}")
    return result


def _messages(path: str, custom: dict[str, Any], shared: Callable[[str], Mapping[str, str]]) -> Mapping[str, str]:
    if ("messages" in custom) == ("messages_from" in custom):
        raise _bad(path, "custom.messages", "give either `messages` or `messages_from`")
    if "messages" in custom:
        return read_messages(path, custom["messages"])
    return shared(_matching(path, "custom.messages_from", custom["messages_from"], _NAME, "the name of a library"))


def _bad(path: str, field: str, problem: str) -> PolicyError:
    return PolicyError(f"{path}: METADATA {field}: {problem}", hint=HINT)


def _check_keys(path: str, prefix: str, found: dict[str, Any], needed: tuple[str, ...], extra: tuple[str, ...]) -> None:
    known = (*needed, *extra)
    for key in found:
        if key not in known:
            near = get_close_matches(str(key), known, n=1)
            raise _bad(path, f"{prefix}{key}", "unknown key" + (f"; did you mean `{near[0]}`?" if near else ""))
    for key in needed:
        if key not in found:
            raise _bad(path, f"{prefix}{key}", "missing")


def _mapping(path: str, field: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise _bad(path, field, "must be a mapping that is not empty")
    if not all(isinstance(key, str) for key in value):
        raise _bad(path, field, "every key must be text")
    return value


def _text(path: str, field: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _bad(path, field, "must be text that is not empty")
    return " ".join(value.split())


def _given(path: str, custom: dict[str, Any], key: str) -> str:
    return _text(path, f"custom.{key}", custom[key]) if key in custom else ""


def _texts(path: str, field: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _bad(path, field, "must be a list that is not empty")
    return tuple(_text(path, f"{field}[{number}]", item) for number, item in enumerate(value))


def _references(path: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _bad(path, "related_resources", "must be a list that is not empty")
    addresses = []
    for number, item in enumerate(value):
        field = f"related_resources[{number}]"
        entry = _mapping(path, field, item)
        _check_keys(path, f"{field}.", entry, ("ref", "description"), ())
        _text(path, f"{field}.description", entry["description"])
        address = _text(path, f"{field}.ref", entry["ref"])
        if not address.startswith("https://") or " " in address:
            raise _bad(path, f"{field}.ref", "must be an https address")
        addresses.append(address)
    return tuple(addresses)


def _matching(path: str, field: str, value: Any, pattern: re.Pattern[str], form: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _bad(path, field, f"must be {form}, not {value!r}")
    return value


def _member(path: str, field: str, value: Any, kind: type[_Member]) -> _Member:
    names = [member.value for member in kind]
    if value not in names:
        raise _bad(path, field, f"must be one of {', '.join(names)}, not {value!r}")
    return kind(value)


def _day(path: str, field: str, value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _bad(path, field, f"must be a day such as 2026-05-16, not {value!r}")

"""What a plain YAML scalar is to Terraform, which differs from PyYAML's rules (YAML 1.1 with numbers to base 60).

Terraform reads ``yes``, ``on`` and ``n`` as booleans, never splits ``12:30``, and makes a date an RFC 3339 string.
Forms that its versions read in different ways (``0x10``, ``1_000``) are Unknown.

Source: scalar resolution of github.com/zclconf/go-cty-yaml, which Terraform's yamldecode uses (resolve.go, read
2026-11-23); its change log for the forms that changed.
"""

from __future__ import annotations

import re
from datetime import datetime

from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError
from hds_collectors.terraform.values import Term, to_number, unresolved

_PREFIX = "tag:yaml.org,2002:"
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_UNCLEAR = re.compile(
    r"[-+]?(?:0[xob][0-9a-fA-F_]*|[0-9.][0-9_.]*_[0-9_.]*(?:[eE][-+]?[0-9_]+)?|[0-9.]+[pP][-+]?[0-9]+|\.?[iI][nN][fF]|\.nan)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(Z|[-+]\d\d:\d\d))"
    r"|(?: (\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?))?",
    re.ASCII,
)


def resolve(value: str, tag: str | None, quoted: bool) -> Term:
    """Value of a scalar.

    Args:
        value: its text.
        tag: explicit tag; None when there is none.
        quoted: it stands in single or double quotes.

    Raises:
        FunctionError: Terraform refuses it.
        UndeterminedError: a tag whose treatment is not known here.
    """
    if tag is not None:
        return _tagged(value, tag)
    if quoted:
        return value
    if value in _WORDS:
        return _WORDS[value]
    return _number_or_date(value) if value[0] in "+-.0123456789" else value


def _number_or_date(value: str) -> Term:
    if _UNCLEAR.fullmatch(value):
        return unresolved("a YAML scalar that versions of Terraform read in different ways")
    return _number(value) if _NUMBER.fullmatch(value) else _date(value) or value


def _number(value: str) -> Term:
    number = to_number(value.rstrip(".") if value.endswith(".") else value)
    return unresolved("a YAML number out of range") if number is None else number


def _tagged(value: str, tag: str) -> Term:
    name = tag.removeprefix(_PREFIX)
    if name == "str":
        return value
    if name == "null":
        return None
    if name == "bool" and isinstance(_WORDS.get(value), bool):
        return _WORDS[value]
    if name in ("int", "float") and _NUMBER.fullmatch(value):
        return _number(value)
    if name in ("binary", "bool", "int", "float", "timestamp"):
        raise UndeterminedError("a YAML scalar that does not plainly have the type of its tag")
    raise FunctionError("a YAML tag that is not supported")


def _date(value: str) -> str | None:
    """A date or timestamp as RFC 3339; None when the text is none."""
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    hour, minute, second = (int(found[t] or found[s] or 0) for t, s in ((4, 8), (5, 9), (6, 10)))
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    zone = found[7] or "Z"
    if zone in ("+00:00", "-00:00"):
        zone = "Z"
    return f"{year:04}-{moment:%m-%dT%H:%M:%S}{zone}"

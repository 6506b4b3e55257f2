"""Encoding, hash and path functions."""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import json
import posixpath
import urllib.parse
from collections.abc import Callable, Mapping

from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError, text
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.operators import number as rounded
from hds_collectors.terraform.values import Term

_JSON_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def json_text(value: Term) -> str:
    """JSON as Terraform writes it: compact, keys sorted, HTML characters escaped."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return plain.translate(_JSON_ESCAPES)


def _refuse_constant(_: str) -> Term:
    raise FunctionError("not valid JSON")


def _jsondecode(_: Budget, value: Term) -> Term:
    try:
        return json.loads(
            text(value), parse_float=lambda digits: rounded(float(digits)), parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        raise FunctionError("not valid JSON") from error


def _base64decode(_: Budget, value: Term) -> str:
    try:
        return base64.b64decode(text(value), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise FunctionError("not base64 of UTF-8 text") from error


def _csvdecode(_: Budget, value: Term) -> Term:
    try:
        rows = list(csv.reader(io.StringIO(text(value)), strict=True))
    except csv.Error as error:
        raise UndeterminedError("not plain CSV") from error
    if not rows or len(set(rows[0])) < len(rows[0]):
        raise FunctionError("no header, or a column twice")
    if any(len(row) != len(rows[0]) for row in rows[1:] if row):
        raise FunctionError("rows of different lengths")
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row]


def _digest(algorithm: str, encode: bool) -> Callable[..., str]:
    def _function(_: Budget, value: Term) -> str:
        digest = hashlib.new(algorithm, text(value).encode(), usedforsecurity=False)
        return base64.b64encode(digest.digest()).decode() if encode else digest.hexdigest()

    return _function


def _dirname(_: Budget, value: Term) -> str:
    folder = posixpath.dirname(text(value))
    return posixpath.normpath(folder) if folder else "."


def _basename(_: Budget, value: Term) -> str:
    whole = text(value)
    stripped = whole.rstrip("/")
    return posixpath.basename(stripped) if stripped else ("/" if whole else "")


FUNCTIONS: Mapping[str, Callable[..., Term]] = {
    "base64decode": _base64decode,
    "base64encode": lambda _, value: base64.b64encode(text(value).encode()).decode(),
    "base64sha256": _digest("sha256", encode=True),
    "base64sha512": _digest("sha512", encode=True),
    "basename": _basename,
    "csvdecode": _csvdecode,
    "dirname": _dirname,
    "jsondecode": _jsondecode,
    "jsonencode": lambda _, value: json_text(value),
    "md5": _digest("md5", encode=False),
    "sha1": _digest("sha1", encode=False),
    "sha256": _digest("sha256", encode=False),
    "sha512": _digest("sha512", encode=False),
    "urlencode": lambda _, value: urllib.parse.quote_plus(text(value), safe="~"),
}

"""Whether bytes are manifests, before anything of them is parsed in full."""

from __future__ import annotations

import codecs
import re

import msgspec

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A key may be written with escapes, which hide its name from a search.
_ESCAPED_KEY = re.compile(r'"[^"\n]*\\[xuU][^"\n]*"\s*:')


class _Head(msgspec.Struct):
    apiVersion: object = None  # noqa: N815 - as the API names it
    kind: object = None


def text_of(data: bytes) -> str | None:
    """The text of a file; None when it is none."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def speaks_of_objects(text: str) -> bool:
    """Whether a text may hold an object of Kubernetes; what does not is not worth parsing."""
    return ("apiVersion" in text and "kind" in text) or _ESCAPED_KEY.search(text) is not None


def is_manifest(name: str, data: bytes) -> bool:
    """Whether a file, or the standard input, holds objects of Kubernetes rather than something of Terraform."""
    if name.endswith((".yaml", ".yml")):
        return True
    text = text_of(data)
    if text is None or not speaks_of_objects(text):
        return False
    if not text.lstrip().startswith("{"):
        return True
    try:
        head = msgspec.json.decode(text, type=_Head)
    except (msgspec.DecodeError, RecursionError):
        # Several objects one after the other, or something that the reader will refuse with a line.
        return re.match(r'\s*\{\s*"(apiVersion|kind|metadata|items)"', text) is not None
    return head.apiVersion is not None and head.kind is not None

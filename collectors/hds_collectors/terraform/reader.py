"""From the bytes of a file to its tree: which reader reads what."""

from __future__ import annotations

from bisect import bisect_right

from hds_collectors.terraform import hcl, json_syntax, second_reader
from hds_collectors.terraform.problems import line_starts_of
from hds_collectors.terraform.syntax import Body, File, Problem

MAX_BYTES = 10 * 1024 * 1024
"""Largest file that is read: what people write stays under one megabyte, and reading more could take minutes."""

PYTHON_HCL2 = "python-hcl2"
"""Value of ``parser`` that forces the second reader."""


def read(path: str, data: bytes, parser: str = "") -> File:
    """Parse one file by its name (``.json``: JSON configuration, anything else: native syntax); never raises.

    A file that the fast reader does not read whole goes to the second reader; when that one reads it whole, its tree is
    taken, otherwise the part that the fast reader could read, with its problems.

    Args:
        path: path relative to the scanned root, as it appears in ``File.path``.
        data: content of the file.
        parser: ``python-hcl2`` forces the second reader for native syntax; empty for the usual order.
    """
    if len(data) > MAX_BYTES:
        return _unreadable(path, Problem(1, 1, 1, f"the file is larger than {MAX_BYTES} bytes"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        return _unreadable(path, Problem(line, column, data.count(b"\n") + 1, "the file is not valid UTF-8"))
    if path.endswith(".json"):
        return json_syntax.parse_json(path, text)
    if parser == PYTHON_HCL2:
        return second_reader.parse(path, text)
    file = hcl.parse(path, text)
    if file.problems:
        second = second_reader.parse(path, text)
        if not second.problems:
            return second
    return file


def line_of(file: File, offset: int) -> int:
    """Line, counted from 1, in which an offset into the text of a file lies."""
    return bisect_right(file.line_starts, offset)


def _unreadable(path: str, problem: Problem) -> File:
    return File(path, Body({}, []), "", line_starts_of(""), (problem,))

"""Reports as the programs that receive them read them, by independent readers, not by our own code."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest


def strings(tree: object) -> Iterator[str]:
    """Every string of decoded JSON, keys included."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from strings(key)
            yield from strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from strings(value)


def _json(report: str) -> list[str]:
    return list(strings(json.loads(report)))


def _sarif(report: str) -> list[str]:
    decoded = json.loads(report)
    for run in decoded["runs"]:
        for rule in run["tool"]["driver"]["rules"]:
            rule.pop("help", None)  # of several lines, and ours
    return list(strings(decoded))


def _junit(report: str) -> list[str]:
    found = []
    for element in ElementTree.fromstring(report).iter():
        found += list(element.attrib.values())
        found += (element.text or "").splitlines()
    return found


_COMMAND = re.compile(r"^::(?P<name>[a-z-]+) (?P<properties>.*?)::(?P<data>.*)$")


def github_commands(report: str) -> list[tuple[str, dict[str, str], str]]:
    """What GitHub's runner makes of the lines: the command ends at the second ``::``, properties at commas."""
    found = []
    for line in report.splitlines():
        match = _COMMAND.match(line)
        assert match, line
        properties = dict(part.split("=", 1) for part in match["properties"].split(","))
        found.append((match["name"], {name: _unescaped(value) for name, value in properties.items()}, match["data"]))
    return [(name, properties, _unescaped(data)) for name, properties, data in found]


def _unescaped(text: str) -> str:
    for escaped, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, meant)
    return text


def _github(report: str) -> list[str]:
    commands = github_commands(report)
    assert {name for name, _, _ in commands} <= {"error", "warning", "notice"}
    assert all(set(properties) <= {"file", "line", "endLine", "title"} for _, properties, _ in commands)
    return [text for _, properties, data in commands for text in (*properties.values(), data)]


def csv_rows(report: str) -> list[dict[str, str]]:
    """Rows by the names of the header; every row has all cells."""
    rows = list(csv.DictReader(io.StringIO(report), strict=True))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def _csv(report: str) -> list[str]:
    found = [value for row in csv_rows(report) for value in row.values()]
    assert not [value for value in found if value.lstrip()[:1] in {"=", "+", "-", "@", "\t", "\r"} and value]
    return found


def _text(report: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", report).splitlines()


READERS: dict[str, Callable[[str], list[str]]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "gitlab": _json,
    "github": _github,
    "csv": _csv,
}
"""Strings of a report by its format."""


def read_back(name: str, report: str | bytes) -> list[str]:
    """Every string a reader of that format gets; a format without a reader fails."""
    if name not in READERS:
        pytest.fail(f"no independent reader for the format {name}")
    return READERS[name](report)  # type: ignore[arg-type]

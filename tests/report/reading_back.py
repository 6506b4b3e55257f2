"""Reports as the programs that receive them read them, by independent readers, not by our own code."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
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


_TAGS = {
    "h1",
    "h2",
    "p",
    "strong",
    "details",
    "summary",
    "code",
    "ul",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_TAGS |= {"br", "b"}


class _Shown(HTMLParser):
    """Text of a page; of what stands outside of code separately. Fails for a tag or an attribute that is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.outside: list[str] = []
        self._in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, tag
        assert not attrs, attrs
        self._in_code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._in_code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip("\n"))
        if not self._in_code:
            self.outside.append(data)


def _markdown(report: str) -> list[str]:
    """As GitHub renders it: CommonMark with tables, raw HTML kept, and everything that looks like an address a link."""
    markdown_it = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed (dependency group test)")
    pytest.importorskip("linkify_it", reason="linkify-it-py is not installed (dependency group test)")
    shown = _Shown()
    shown.feed(markdown_it.MarkdownIt("gfm-like", {"html": True}).enable("linkify").render(report))
    loose = "".join(shown.outside)
    # What GitHub and GitLab make of text: mentions, references to issues and merge requests, labels, commands.
    assert not re.search(r"@\w|#\d|!\d|~\w|\$\d|&\d|%\d|:\w+:|^/\w", loose, re.MULTILINE), loose
    return [line for text in shown.texts for line in text.splitlines()]


_PAGE_TAGS = {"html", "head", "meta", "title", "style", "body", "a", "header", "main", "nav", "section", "article"}
_PAGE_TAGS |= {"h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "b", "code"}
_PAGE_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_PAGE_ATTRIBUTES = {"class", "id", "lang", "charset", "content", "name", "http-equiv", "href", "rel", "scope", "role"}
_PAGE_ATTRIBUTES |= {"tabindex", "aria-label", "aria-labelledby", "aria-hidden"}


class _Page(HTMLParser):
    """Texts of a page, attributes included. Fails for whatever could run or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _PAGE_TAGS, tag
        assert {name for name, _ in attrs} <= _PAGE_ATTRIBUTES, attrs
        given = dict(attrs)
        assert (given.get("href") or "#").startswith(("#", "https://")), attrs
        self.texts += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts += data.splitlines()

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


def _html(report: str) -> list[str]:
    shown = _Page()
    shown.feed(report)
    shown.close()
    return shown.texts


def _xlsx(report: bytes) -> list[str]:
    """By openpyxl: every cell is text or a number, none is a formula or a link."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed (dependency group test)")
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(report)).worksheets:
        found.append(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                assert cell.data_type in {"s", "n"}, cell
                found += str("" if cell.value is None else cell.value).splitlines()
    return found


def _pdf(report: bytes) -> list[str]:
    """By pypdf: pages without a script, a form, an attached file or a link."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (dependency group test)")
    document = pypdf.PdfReader(io.BytesIO(report))
    root = document.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root), root
    found = [str(value) for value in (document.metadata or {}).values()]
    for page in document.pages:
        assert "/Annots" not in page
        found += page.extract_text().splitlines()
    return found


def _text(report: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", report).splitlines()


READERS: dict[str, Callable[[Any], list[str]]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "gitlab": _json,
    "github": _github,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "guarantees-html": _html,
    "guarantees-markdown": _markdown,
    "guarantees-csv": _csv,
}
"""Strings of a report by its format."""


def read_back(name: str, report: str | bytes) -> list[str]:
    """Every string a reader of that format gets; a format without a reader fails."""
    if name not in READERS:
        pytest.fail(f"no independent reader for the format {name}")
    return READERS[name](report)

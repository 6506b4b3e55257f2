"""The fast reader of HCL native syntax.

A whole common line is one regular expression; the rest goes to the expression parser. Measured because everything
else waits for it: python-hcl2 reads 0.26 MB/s, this reader more than ten times that.

Source: HCL native syntax specification, section Structural Elements.
"""

from __future__ import annotations

import re
from sys import intern

from hds_collectors.terraform import tokens
from hds_collectors.terraform.expressions import ExpressionParser
from hds_collectors.terraform.problems import (
    MAX_DEPTH,
    MAX_LABELS,
    MAX_PROBLEMS,
    HclError,
    line_starts_of,
    problem_at,
)
from hds_collectors.terraform.strings import closing_line
from hds_collectors.terraform.syntax import Attribute, Block, Body, File, Problem


def parse(path: str, text: str) -> File:
    """Read a file; never raises: what cannot be parsed is in ``problems``, the rest in ``body``."""
    parser = _FileParser(text)
    body = parser.file()
    return File(path, body, text, parser.line_starts, tuple(sorted(set(parser.problems))))


def inside(text: str, block: Block) -> int:
    """Offset after the opening brace of a block that was read from ``text``."""
    parser = _FileParser(text)
    return parser.header(block.start + len(block.type))


class _UnclosedError(HclError):
    """The text ended, or got too deep, inside a block: a brace is missing somewhere before."""


class _FileParser(ExpressionParser):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.line_starts = line_starts_of(text)
        self.problems: list[Problem] = []
        self.strict_columns = False
        self.unclosed_heredocs = 0

    def file(self) -> Body:
        """Top-level arguments and blocks; after an error reading goes on at the next block."""
        body = Body({}, [])
        pos = 1 if self.text.startswith("\ufeff") else 0
        while pos < len(self.text) and len(self.problems) < MAX_PROBLEMS:
            # Kept apart until it is read whole: nothing of a broken block is reported as if it were complete.
            item = Body({}, [])
            start = pos
            try:
                pos = self._start_of_item(pos)
                if pos == len(self.text):
                    break
                start = pos
                pos = self._item(item, pos)
            except (HclError, RecursionError) as error:
                pos = self._recover(start, error)
                continue
            self._merge(body, item)
        if pos < len(self.text):
            message = "too many errors; the rest of the file is skipped"
            self.problems.append(problem_at(self.line_starts, pos, len(self.text), message))
        return body

    def header(self, pos: int) -> int:
        """Offset after the opening brace of a block, from the end of its type."""
        return self._labels(self.skip(pos, False))[1]

    def _start_of_item(self, pos: int) -> int:
        pos = self.skip(pos, True)
        if self.text.startswith("/*", pos):
            raise HclError(pos, "the comment is not closed")
        return pos

    def _merge(self, body: Body, item: Body) -> None:
        body.blocks.extend(item.blocks)
        for attribute in item.attributes.values():
            self._add(body, attribute)

    def _recover(self, start: int, error: HclError | RecursionError) -> int:
        """Record the error of the item at ``start``; gives the offset where reading goes on."""
        if isinstance(error, RecursionError):
            error = HclError(start, f"nesting deeper than {MAX_DEPTH}")
        elif isinstance(error, _UnclosedError):
            error = self._missing_brace(start, error)
        self.depth = 0
        end = len(self.text)
        if not self.text.startswith("/*", error.offset):
            pattern = tokens.RECOVERY_ARGUMENT if tokens.ARGUMENT.match(self.text, start) else tokens.RECOVERY
            end = self._resume(max(error.resume, start + 1), pattern)
        self._problem(HclError(error.offset, f"{error.message}{self._inside(start)}"), end)
        return end

    def _inside(self, start: int) -> str:
        """Names the block at ``start``, so that a reader of the problem knows what is missing."""
        header = tokens.HEADER.match(self.text, start)
        if header is None:
            return ""
        return f" (in {header.group(1)}{header.group(2)})".replace('"', "")

    def _resume(self, pos: int, pattern: re.Pattern[str]) -> int:
        """Offset of the next block after ``pos``; the content of a heredoc is passed over."""
        while found := pattern.search(self.text, pos):
            marker = found["heredoc"]
            if marker is None:
                return found.end()
            pos = found.end()
            # Bounded, because each search for a marker that is missing goes through the whole rest of the file.
            if self.unclosed_heredocs < MAX_PROBLEMS:
                closing = closing_line(marker).search(self.text, pos)
                self.unclosed_heredocs += closing is None
                pos = closing.end() if closing else pos
        return len(self.text)

    def _missing_brace(self, start: int, error: HclError) -> HclError:
        """Read the item again, a block header in column 0 now being an error: the missing brace is before it."""
        self.depth = 0
        self.strict_columns = True
        try:
            self._item(Body({}, []), start)
        except HclError as first:
            return first
        finally:
            self.strict_columns = False
        return error

    def _problem(self, error: HclError, end: int) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem_at(self.line_starts, error.offset, end, error.message))

    def _add(self, body: Body, attribute: Attribute) -> None:
        if attribute.name in body.attributes:
            error = HclError(attribute.start, f"the argument '{attribute.name}' is already set in this block")
            self._problem(error, attribute.end)
        else:
            body.attributes[attribute.name] = attribute

    def _body(self, pos: int) -> tuple[Body, int]:
        """Arguments and blocks up to the closing brace."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _UnclosedError(pos, f"nesting deeper than {MAX_DEPTH}")
        body = Body({}, [])
        text = self.text
        common = tokens.ARGUMENT_LINE.match
        while True:
            match = common(text, pos)
            if match is not None:
                self._common_argument(body, match)
                pos = match.end()
                continue
            pos = self._start_of_item(pos)
            mark = text[pos : pos + 1]
            if mark == "}":
                self.depth -= 1
                return body, pos + 1
            if not mark:
                raise _UnclosedError(pos, "the block is not closed")
            if self.strict_columns and text[pos - 1] == "\n" and tokens.HEADER.match(text, pos):
                raise HclError(pos, "the block before this line is not closed")
            pos = self._item(body, pos)

    def _common_argument(self, body: Body, match: re.Match[str]) -> None:
        """Add the argument of a line that ``ARGUMENT_LINE`` matches."""
        self.check_names((match.group(1),), match.start(1))
        value, end = self.common_value(match, 2)
        self._add(body, Attribute(intern(match.group(1)), value, match.start(1), end))

    def _item(self, body: Body, pos: int) -> int:
        """One argument or block that starts at ``pos``, with the end of its line."""
        text = self.text
        header = tokens.HEADER_LINE.match(text, pos)
        if header is not None:
            type_, raw = intern(header.group(1)), header.group(2)
            labels = tuple([intern(quoted or bare) for quoted, bare in tokens.LABEL.findall(raw)]) if raw else ()
            self.check_names((type_, *labels), pos)
            nested, end = self._body(header.end())
        else:
            match = tokens.IDENTIFIER.match(text, pos)
            if match is None:
                raise HclError(pos, "expected an argument or a block")
            type_ = intern(match.group())
            self.check_names((type_,), pos)
            after = self.skip(match.end(), False)
            if text[after : after + 1] == "=" and text[after + 1 : after + 2] not in ("=", ">"):
                expression, end = self.expression(after + 1, False)
                self._add(body, Attribute(type_, expression, pos, end))
                return self._line_end(end, "argument")
            labels, after = self._labels(after)
            nested, end = self._braces(after)
        body.blocks.append(Block(type_, labels, nested, pos, end))
        return self._line_end(end, "block")

    def _line_end(self, pos: int, what: str) -> int:
        match = tokens.LINE_END.match(self.text, pos)
        if match is None:
            raise HclError(pos, f"expected a newline after the {what}")
        return match.end()

    def _labels(self, pos: int) -> tuple[tuple[str, ...], int]:
        """Labels of a block header and the offset after its opening brace."""
        labels: list[str] = []
        text = self.text
        while text[pos : pos + 1] != "{":
            if text[pos : pos + 1] == '"':
                label, end = self.quoted(pos + 1)
                if not isinstance(label, str) or "{" in text[pos:end]:
                    raise HclError(pos, "a block label cannot hold a template")
            else:
                match = tokens.IDENTIFIER.match(text, pos)
                if match is None:
                    raise HclError(pos, "expected '=' or a block label or '{'")
                label, end = match.group(), match.end()
                self.check_names((label,), pos)
            labels.append(label)
            if len(labels) > MAX_LABELS:
                raise HclError(pos, f"more than {MAX_LABELS} labels")
            pos = self.skip(end, False)
        return tuple(labels), pos + 1

    def _braces(self, pos: int) -> tuple[Body, int]:
        """After an opening brace: a body on lines of its own, or at most one argument on the same line."""
        if tokens.LINE_END.match(self.text, pos):
            return self._body(pos)
        body = Body({}, [])
        pos = self.skip(pos, False)
        if not self.text.startswith("}", pos):
            match = tokens.IDENTIFIER.match(self.text, pos)
            after = self.skip(match.end(), False) if match else pos
            if match is None or self.text[after : after + 1] != "=":
                raise HclError(pos, "a block on one line holds at most one argument")
            self.check_names((match.group(),), pos)
            expression, end = self.expression(after + 1, False)
            body.attributes[match.group()] = Attribute(match.group(), expression, pos, end)
            pos = self.skip(end, False)
        return body, self.expect("}", pos)

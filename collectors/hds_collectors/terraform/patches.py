"""Changes of one argument in a file of native syntax, made at byte offsets and verified by the second reader.

The fast reader finds the place, so that everything else in the file stays as it is, byte for byte; python-hcl2, which
shares no grammar with it, then has to see the old tree with exactly that argument changed. What cannot be verified is
refused: a change that is proposed is one that two readers understand alike.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from hds_collectors.terraform import hcl, second_reader, tokens
from hds_collectors.terraform.syntax import Body, Expression, File

Blocks = tuple[int, ...]
"""Where a body stands: position of the block among its siblings, level by level; empty for the file itself."""


class PatchError(Exception):
    """A change is refused; the text says why, for a person."""


class Edit(NamedTuple):
    """One argument that is set, replaced or removed.

    Attributes:
        blocks: the body it stands in.
        argument: its name.
        value: source text of its new value; None when it is removed.
        start, end: bytes of the old file that are replaced.
        text: what takes their place.
    """

    blocks: Blocks
    argument: str
    value: str | None
    start: int
    end: int
    text: bytes

    def apply(self, before: bytes) -> bytes:
        """The file after the change."""
        return before[: self.start] + self.text + before[self.end :]


def argument_edit(before: bytes, blocks: Blocks, argument: str, value: str) -> Edit:
    """The change that gives an argument a value: in its place when it is set, else on a line of its own.

    Args:
        before: content of the file.
        value: source text, e.g. ``"eu-west-3"`` with its quotes.

    Raises:
        PatchError: the file cannot be read whole, has no such block, or the block is written on one line.
    """
    text = _text_of(before)
    file = hcl.parse("", text)
    if file.problems:
        raise PatchError(f"line {file.problems[0].line}: {file.problems[0].message}")
    found = _inner(file.body, blocks).attributes.get(argument)
    if found is not None:
        after_name = tokens.SPACE.match(text, found.start + len(argument))
        # What the reader has read as an argument has its equals sign there.
        first = tokens.SPACE.match(text, (after_name.end() if after_name else found.start) + 1)
        start, end, new = first.end() if first else found.end, found.end, value
    else:
        start, new = _line_for(file, blocks, f"{argument} = {value}")
        end = start
    shift = len(codecs.BOM_UTF8) if before.startswith(codecs.BOM_UTF8) else 0
    first_byte, last_byte = (shift + len(text[:offset].encode()) for offset in (start, end))
    return Edit(blocks, argument, value, first_byte, last_byte, new.encode())


def verify_patch(before: bytes, after: bytes, edit: Edit) -> None:
    """Make sure that a change changes what it says, and nothing else, in the eyes of python-hcl2.

    Raises:
        PatchError: ``after`` is not the old file with the edit, one of the two cannot be read by python-hcl2 whole, or
            their trees differ in anything but that argument having that value.
    """
    if after != edit.apply(before):
        raise PatchError("the new file is not the old one with this change")
    old, new = _tree(before, "before"), _tree(after, "after")
    differing = sorted(_differences(old, new, ()))
    if differing not in ([], [(edit.blocks, edit.argument)]):
        raise PatchError("the change touches more than the argument it is about")
    found = _inner(new, edit.blocks).attributes.get(edit.argument)
    if edit.value is None:
        if found is not None or not differing:
            raise PatchError("the argument is still set, or was not set before")
    elif found is None or not _same(found.expression, _expression(edit.value)):
        raise PatchError("the argument does not have the new value")


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PatchError("the file is not valid UTF-8") from error


def _tree(data: bytes, what: str) -> Body:
    file = second_reader.parse("", _text_of(data))
    if file.problems:
        problem = file.problems[0]
        raise PatchError(
            f"python-hcl2 does not read the file {what} the change: line {problem.line}: {problem.message}"
        )
    return file.body


def _expression(value: str) -> Expression:
    body = _tree(f"value = {value}\n".encode(), "with the value of")
    if set(body.attributes) != {"value"} or body.blocks:
        raise PatchError("the new value is not one expression")
    return body.attributes["value"].expression


def _same(one: Expression, other: Expression) -> bool:
    # The text of a tree tells 1 from 1.0 and from true, which == does not.
    return repr(one) == repr(other)


def _differences(old: Body, new: Body, place: Blocks) -> Iterator[tuple[Blocks, str]]:
    """Arguments that differ; a body whose blocks are others counts as a difference without a name."""
    for name in old.attributes.keys() | new.attributes.keys():
        one, other = old.attributes.get(name), new.attributes.get(name)
        if one is None or other is None or not _same(one.expression, other.expression):
            yield place, name
    if [(b.type, b.labels) for b in old.blocks] != [(b.type, b.labels) for b in new.blocks]:
        yield place, ""
        return
    for position, (before, after) in enumerate(zip(old.blocks, new.blocks, strict=True)):
        yield from _differences(before.body, after.body, (*place, position))


def _inner(body: Body, blocks: Blocks) -> Body:
    for position in blocks:
        if not 0 <= position < len(body.blocks):
            raise PatchError("the file has no such block")
        body = body.blocks[position].body
    return body


def _line_for(file: File, blocks: Blocks, line: str) -> tuple[int, str]:
    """Where a new line begins, right behind the opening line of a block, and its text with indentation."""
    if not blocks:
        raise PatchError("an argument outside of every block is not added")
    block = _inner(file.body, blocks[:-1]).blocks[blocks[-1]]
    text = file.text
    end = tokens.LINE_END.match(text, hcl.inside(text, block))
    if end is None or not text[: end.end()].endswith("\n"):
        raise PatchError("the block is written on one line")
    ending = "\r\n" if text[: end.end()].endswith("\r\n") else "\n"
    indent = text[text.rfind("\n", 0, block.start) + 1 : block.start]
    return end.end(), f"{indent if indent.isspace() else ''}  {line}{ending}"

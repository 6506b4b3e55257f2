"""One literal argument of a block, changed at byte offsets; two readers have to understand the change alike."""

from __future__ import annotations

import json

from hds_collectors.terraform import hcl
from hds_collectors.terraform.patches import PatchError, argument_edit, verify_patch
from hds_collectors.terraform.reader import line_of
from hds_policy.errors import FixError


def mend(before: bytes, line: int, argument: str, old: str, new: str) -> bytes:
    """The file in which an argument of the block around a line has another text.

    Args:
        before: content of a file of native syntax.
        line: counted from 1, a line of a top-level block.
        old, new: the text it has, and is to have.

    Raises:
        FixError: there is no such block or argument, it is not written out as ``old``, or nothing verifies the change.
    """
    try:
        text = before.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FixError("the file is not valid UTF-8") from error
    file = hcl.parse("", text)
    spans = [(line_of(file, one.start), line_of(file, max(one.start, one.end - 1))) for one in file.body.blocks]
    position = next((number for number, (first, last) in enumerate(spans) if first <= line <= last), None)
    if position is None:
        raise FixError(f"line {line} stands in no block")
    found = file.body.blocks[position].body.attributes.get(argument)
    if found is None or found.expression != old:
        raise FixError(f"{argument} is not written out as {json.dumps(old)} there")
    try:
        # JSON writes a text of a region name as HCL does; anything else would be refused by the verification.
        edit = argument_edit(before, (position,), argument, json.dumps(new))
        after = edit.apply(before)
        verify_patch(before, after, edit)
    except PatchError as error:
        raise FixError(str(error)) from error
    return after

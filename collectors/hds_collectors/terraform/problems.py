"""Where and why something could not be parsed."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from hds_collectors.terraform.syntax import Problem

MAX_DEPTH = 100
"""Deepest nesting of blocks and expressions; every reader refuses more, so that no later stage runs out of stack."""

MAX_CHAIN = 200
"""Most operators, or most steps of a traversal, in a row."""

MAX_LABELS = 64
"""Most labels of a block; Terraform has no block with more than two."""

MAX_PROBLEMS = 100
"""Problems after which the rest of a file is skipped: bounds the time spent on a file that is not HCL at all."""


class HclError(Exception):
    """Text that is not valid.

    Attributes:
        offset: into the text of the file.
        message: for a person.
        resume: offset from which it makes sense to look for the next block.
    """

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.resume = offset
        self.message = message


def line_starts_of(text: str) -> Sequence[int]:
    """Offset of the first character of each line."""
    lengths = [len(line) + 1 for line in text.split("\n")]
    # An array takes an eighth of the memory of a tuple: these stay for as long as the tree does.
    return array("Q", accumulate(lengths[:-1], initial=0))


def problem_at(line_starts: Sequence[int], offset: int, end: int, message: str) -> Problem:
    """Problem at ``offset``, for which the text up to ``end`` (exclusive) was skipped."""
    line = bisect_right(line_starts, offset)
    end_line = bisect_right(line_starts, max(end - 1, offset))
    return Problem(line, offset - line_starts[line - 1] + 1, end_line, message)

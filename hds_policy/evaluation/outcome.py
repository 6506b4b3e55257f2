"""What became of a test, an example, or of something that must be there."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from hds_policy.evaluation.examples import Example


class TestOutcome(Struct, frozen=True):
    """What became of one test, one example, or one thing that must be there.

    Attributes:
        name: e.g. ``data.hds.rules.layer_admin_test.test_undeclared`` or ``HDS-005 example: nobody declared``.
        path: file, relative to the policies folder.
        line: counted from 1.
        passed: whether it holds.
        message: why it does not; empty when it does.
    """

    __test__ = False  # pytest would take the class for a test case

    name: str
    path: str
    line: int
    passed: bool
    message: str = ""


def unheld(query: str, times: int) -> str:
    """Why a test does not count, whatever it answers; empty when it does."""
    if query.rpartition(".")[2].startswith("todo_"):
        return "a test that is skipped: write it or remove it"
    return "defined more than once: one that holds hides one that does not" if times > 1 else ""


def one_sided(examples: Iterable[Example]) -> str:
    """What is missing among the examples of a rule; empty when both sides are there."""
    kinds = {example.expect for example in examples}
    return "needs at least one good example and one that is not" if "good" not in kinds or kinds == {"good"} else ""

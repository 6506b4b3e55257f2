"""Bounds on what one run may cost, so that no input, however hostile, exhausts time or memory."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True):
    """Bounds of one run.

    Attributes:
        file_bytes: largest file that is read, in bytes.
        depth: deepest nesting of expressions and of names that depend on each other.
        module_depth: deepest nesting of module calls.
        block_instances: most instances of one block (``count``, ``for_each``).
        instances: most resource instances made by ``count``, ``for_each`` and modules; grows with the bytes read.
        module_instances: most module instances; grows with the bytes read.
        steps: evaluation steps; grows with the bytes read.
        text: longest string that an expression may make, in characters.
        nodes: most elements in the value of one argument.
        references: most references between resources.
        value_file_bytes: largest file that an expression reads (``file``, ``templatefile``), in bytes.
        value_bytes: most bytes that all expressions read.
        value_files: most files that expressions read or look for.
    """

    file_bytes: int = 64 * 1024 * 1024
    depth: int = 300
    module_depth: int = 24
    block_instances: int = 10_000
    instances: int = 50_000
    module_instances: int = 4_000
    steps: int = 4_000_000
    text: int = 1_000_000
    nodes: int = 100_000
    references: int = 100_000
    value_file_bytes: int = 1_000_000
    value_bytes: int = 64 * 1024 * 1024
    value_files: int = 20_000


class LimitError(Exception):
    """Evaluation went over a bound; caught at the next named value, which becomes Unknown."""


class Budget:
    """What is left to spend in one run; every expensive operation charges it.

    Args:
        limits: the bounds.
        size: bytes of configuration read: a large estate may cost more than a small one.
    """

    __slots__ = ("depth", "instances", "limits", "module_instances", "references", "steps")

    def __init__(self, limits: Limits, size: int = 0) -> None:
        self.limits = limits
        self.depth = 0
        self.steps = limits.steps + 2 * size
        self.instances = limits.instances + size // 20
        self.module_instances = limits.module_instances + size // 200
        self.references = limits.references + size // 20

    def charge(self, steps: int) -> None:
        """Pay for ``steps`` units of work (about one elementary evaluation each)."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitError("evaluation steps are used up")

    def charge_text(self, length: int) -> None:
        """Pay for a string of ``length`` characters that an expression makes."""
        if length > self.limits.text:
            raise LimitError(f"string longer than {self.limits.text} characters")
        self.charge(1 + length // 64)

    def charge_elements(self, count: int) -> None:
        """Pay for a collection of ``count`` elements that an expression makes."""
        if count > self.limits.nodes:
            raise LimitError(f"more than {self.limits.nodes} elements")
        self.charge(1 + count // 4)

    def charge_references(self, count: int) -> None:
        """Pay for references between resources."""
        self.references -= count
        if self.references < 0:
            raise LimitError("more references than are followed")

    def too_deep(self) -> LimitError:
        """The error for nesting over the bound."""
        return LimitError(f"nested deeper than {self.limits.depth}")

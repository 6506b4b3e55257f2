"""What a process that runs foreign policies may use."""

from __future__ import annotations

import importlib.util

from msgspec import Struct


class Limits(Struct, frozen=True):
    """Limits of one process.

    Attributes:
        cpu_seconds: CPU time of one step (one rule, one test).
        quiet_seconds: time on the clock after which a step that says nothing is ended; for platforms without a limit
            on CPU, and for what waits instead of working.
        total_seconds: time on the clock that failed steps may use together; later steps are not started.
        memory_bytes: address space.
        answer_bytes: the JSON answer of one step.
    """

    cpu_seconds: int = 10
    quiet_seconds: float = 120
    total_seconds: float = 300
    memory_bytes: int = 2 << 30
    answer_bytes: int = 4 << 20


LIMITS = Limits()


def unlimited_here() -> bool:
    """Whether this platform cannot limit CPU and memory of a process (Windows); the time on the clock always counts."""
    return importlib.util.find_spec("resource") is None

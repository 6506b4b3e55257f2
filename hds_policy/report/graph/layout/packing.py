"""Parts of a drawing put on shelves."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hds_policy.report.graph.layout.links import Point

_ASPECT = 1.6
"""Width of the drawing for its height, about that of a screen."""


def width_for(sizes: Sequence[Point], gap: float, least: float) -> float:
    """Width of shelves on which boxes fill about a screen: not less than the widest of them, nor than ``least``."""
    area = sum((width + gap) * (height + gap) for width, height in sizes)
    return max([least, math.sqrt(area * _ASPECT), *(width for width, _ in sizes)])


def pack(sizes: Sequence[Point], gap: float, limit: float) -> tuple[list[Point], float, float]:
    """Corners of boxes set from left to right on shelves no wider than ``limit``; width and height of all."""
    corners = []
    left = top = shelf = most = 0.0
    for width, height in sizes:
        if left and left + width > limit:
            left, top, shelf = 0.0, top + shelf + gap, 0.0
        corners.append((left, top))
        most = max(most, left + width)
        left += width + gap
        shelf = max(shelf, height)
    return corners, most, top + shelf

"""The line of an attribute."""

from __future__ import annotations

from hds_policy.model import Resource, SourceRange


def attribute_place(resource: Resource, attribute: str) -> SourceRange | None:
    """The line of the outermost part of an attribute path, else the block; None for what stands in no file."""
    line = resource.lines.get(attribute.partition(".")[0])
    if resource.location is None or line is None:
        return resource.location
    return SourceRange(resource.location.file, line, line)

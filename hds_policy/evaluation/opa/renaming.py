"""Policies in packages of their own on a shared server: ``data.hds`` becomes ``data.<name>.hds``, nothing else changes.

Two versions of the rules can then stand on one server without their findings running together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from hds_policy.errors import PolicyError

# Comments and strings are stepped over; a name is taken only where it begins.
_TOKENS = re.compile(
    r"""(?P<skip>\#[^\n]*|`[^`]*`|"(?:\\.|[^"\\\n])*")"""
    r"""|(?P<package>^package[ \t]+)(?P<path>[\w.]+)"""
    r"""|(?<![\w.])data\b(?P<reference>(?:\.[A-Za-z_]\w*)*)(?P<more>\s*\[)?""",
    re.MULTILINE,
)


def renamed(modules: Sequence[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    """(path, source) of each module below the package ``name``, what is referred to before what refers to it.

    Raises:
        PolicyError: a reference to ``data`` whose target cannot be told from its text, or packages that refer to each
            other in a circle.
    """
    roots = {_package(path, source).split(".")[0] for path, source in modules}
    found = {path: _Renaming(path, name, roots) for path, _ in modules}
    sources = {path: _TOKENS.sub(found[path], source) for path, source in modules}
    return [(path, sources[path]) for path in _order(found)]


class _Renaming:
    """Renames what stands in one module, and keeps which packages it names."""

    def __init__(self, path: str, name: str, roots: set[str]) -> None:
        self._path = path
        self._name = name
        self._roots = roots
        self.package = ""
        self.references: set[str] = set()

    def __call__(self, match: re.Match[str]) -> str:
        if match["skip"] is not None:
            return match.group()
        if match["package"] is not None:
            self.package = match["path"]
            return f"{match['package']}{self._name}.{match['path']}"
        reference = match["reference"].removeprefix(".")
        if reference.split(".")[0] not in self._roots:
            raise PolicyError(
                f"{self._path}: a reference to data outside of the policies, or one that is calculated: "
                f"{match.group().strip()!r}",
                hint="such policies cannot be pushed: put the bundle on the server and use --opa-policies expect",
            )
        self.references.add(reference)
        return f"data.{self._name}.{match.group().removeprefix('data.')}"


def _package(path: str, source: str) -> str:
    match = next((found for found in _TOKENS.finditer(source) if found["package"]), None)
    if match is None:
        raise PolicyError(f"{path}: no package statement")
    return match["path"]


def _order(found: Mapping[str, _Renaming]) -> list[str]:
    graph: dict[str, set[str]] = {}
    for path, module in found.items():
        graph[path] = {
            other
            for other, target in found.items()
            if target.package != module.package and any(_reaches(r, target.package) for r in module.references)
        }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise PolicyError(f"packages refer to each other in a circle: {' → '.join(error.args[1])}") from error


def _reaches(reference: str, package: str) -> bool:
    """Whether a reference names something in a package, or a package above it."""
    return f"{reference}.".startswith(f"{package}.") or f"{package}.".startswith(f"{reference}.")

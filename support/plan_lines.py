"""Measure whether the resources of plans land on the block they were made from, with file and line.

``plan_lines.py FOLDER...`` takes every plan below the folders that has configuration beside it, one folder up, or in
one folder below; where its modules lie further up, the configuration is read from there. What is right is found without
our readers: the plan's own ``configuration`` says which folder a module call leads to, and in that folder a regular
expression finds the line that opens the block. What no file holds (a remote module that is not there) has to stand at
the call that leads there, or to have no line. A line for each plan; it fails below 99 %.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from hds_collectors.terraform.registration import collect

from hds_policy.errors import UsageError
from hds_policy.model import Resource

_ENOUGH: Final = 0.99
_KEYS: Final = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')
_KINDS: Final = ("right", "at the call", "nowhere, rightly", "wrong", "missing")


def plans(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each plan below a folder, and the folder of its configuration."""
    for path in sorted(folder.rglob("*.json")):
        if "plan" in path.name and path.is_file():
            below = sorted(entry for entry in path.parent.iterdir() if entry.is_dir())
            near = [place for place in (path.parent, path.parent.parent, *below) if any(place.glob("*.tf"))]
            if near:
                yield path, near[0]


def measure(path: Path, source: Path) -> Counter[str] | None:
    """How the managed resources of a plan land; None when it is not a plan, or not of that configuration."""
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
        configuration = content.get("configuration", {}).get("root_module", {})
        found = collect(path, {"source": _top(source, configuration)}, None)
    except (ValueError, AttributeError, UsageError):
        return None
    kinds: Counter[str] = Counter()
    for resource in found.resources:
        if not resource.is_data:
            kinds[_kind(resource, configuration, source, path.parent)] += 1
    return kinds if kinds.total() > kinds["nowhere, rightly"] else None


def _top(source: Path, module: Mapping[str, Any]) -> Path:
    """The folder that holds a root module and the modules it calls."""
    sources = [call.get("source", "") for call in module.get("module_calls", {}).values()]
    ups = max((text.count("../") for text in sources if text.startswith("../")), default=0)
    return source.resolve().parents[ups - 1] if ups else source


def _kind(resource: Resource, module: Mapping[str, Any], source: Path, base: Path) -> str:
    steps = _KEYS.sub("", resource.address).split(".")
    folder = source
    while steps[0] == "module":
        entry = module.get("module_calls", {}).get(steps[1], {})
        call = _lines(folder, f'module[ \\t]+"{re.escape(steps[1])}"')
        target = entry.get("source", "")
        if not call or not target.startswith(("./", "../")) or not (folder / target).is_dir():
            return _landed(resource, call, base, "at the call")
        folder, module, steps = folder / target, entry.get("module", {}), steps[2:]
    lines = _lines(folder, f'resource[ \\t]+"{re.escape(steps[0])}"[ \\t]+"{re.escape(steps[1])}"')
    return _landed(resource, lines, base, "right")


def _landed(resource: Resource, lines: set[tuple[Path, int]], base: Path, right: str) -> str:
    if resource.location is None:
        return "missing" if lines else "nowhere, rightly"
    place = ((base / resource.location.file).resolve(), resource.location.start_line)
    return right if place in lines else "wrong"


def _lines(folder: Path, header: str) -> set[tuple[Path, int]]:
    pattern = re.compile(rf"^[ \t]*{header}[ \t]*\{{", re.MULTILINE)
    found = set()
    for file in sorted(folder.glob("*.tf")):
        text = file.read_text(encoding="utf-8", errors="replace")
        found |= {(file.resolve(), text.count("\n", 0, match.start()) + 1) for match in pattern.finditer(text)}
    return found


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="folders with plans and their configuration")
    total: Counter[str] = Counter()
    count = 0
    print(f"| plan | {' | '.join(_KINDS)} |\n|---|{'---:|' * len(_KINDS)}")
    for folder in parser.parse_args().folders:
        for path, source in plans(folder):
            kinds = measure(path, source)
            if kinds is not None:
                count += 1
                total += kinds
                print(f"| {path.relative_to(folder)} | {' | '.join(str(kinds[kind]) for kind in _KINDS)} |")
    right = total["right"] + total["at the call"]
    judged = right + total["wrong"] + total["missing"]
    print(f"| **{count} plans** | {' | '.join(str(total[kind]) for kind in _KINDS)} |")
    print(f"{right} of {judged} on the right block: {100 * right / max(judged, 1):.1f} %")
    return 0 if judged and right >= _ENOUGH * judged else 1


if __name__ == "__main__":
    sys.exit(_main())

"""Account for every resource block of a tree: in the inventory, not instantiated, or unread with a reason.

``account_blocks.py FOLDER`` prints a row for each checkout below a folder. Blocks are counted in the syntax trees of
all files and, independently of any parser, as lines that open a resource block. It fails when a block or a line is
nowhere, or when the count of the inventory disagrees.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from ecosystem import checkouts
from hds_collectors.terraform import collector, reader
from hds_collectors.terraform.configuration import Configuration
from hds_collectors.terraform.emission import Emission
from hds_collectors.terraform.folder import RefusedError, is_configuration, read_regular
from hds_collectors.terraform.loader import Missing
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.reader import line_of
from hds_collectors.terraform.run import Run
from hds_collectors.terraform.syntax import File

from hds_policy.model import InputStatus, Inventory

_HEAD: Final = re.compile(r'^[ \t]*resource[ \t]+"[^"\n]+"[ \t]+"[^"\n]+"[ \t]*\{', re.MULTILINE)
_OVERRIDE: Final = re.compile(r"(^|[_/])override\.(tf|tofu)(\.json)?$")
_KINDS: Final = ("present", "absent", "unread", "merged", "left out", "nowhere")
Place = tuple[str, int]
"""File and first line of a block."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the resource blocks of a tree.

    Attributes:
        kinds: blocks by what became of them: ``present`` in the inventory, ``absent`` as they certainly have no
            instance, ``unread`` with a gap, ``merged`` into another block by an override file, ``left out`` with the
            whole file as its input says, ``nowhere`` for those that must not be.
        nowhere: the last of these, and lines that open a block and are neither block, gap, comment nor string.
        lines: lines of native syntax that open a resource block; ``broken`` those in reported problems, ``text``
            those in comments and strings.
        agrees: whether the inventory counts as many blocks without instances as were found here.
    """

    kinds: Counter[str]
    nowhere: tuple[Place, ...]
    lines: int
    broken: int
    text: int
    agrees: bool

    @property
    def exact(self) -> bool:
        """Whether everything is accounted for."""
        return self.agrees and not self.nowhere


class _Recorder(Emission):
    """Notes which blocks have no instance, and which belong to modules that are not evaluated."""

    absent: set[Place]
    refused: set[Place]
    count: int
    run: Run

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.run, self.count, self.absent, self.refused = run, 0, set(), set()
        _RECORDERS.append(self)

    def add(self, root: ModuleInstance) -> None:
        super().add(root)
        pending = [root]
        while pending:
            module = pending.pop()
            for key, declaration in module.configuration.resources.items():
                if not key[0] and not module.resource_instances(key)[1]:
                    place = declaration.location()
                    self.absent.add((place.file, place.start_line))
                    self.count += 1
            for name in module.configuration.calls:
                children = module.children(name)[1]
                if children and not isinstance(children, Missing):
                    pending.extend(children)
                    continue
                found = list(self._below(*module.called(name), ()))
                if isinstance(children, Missing):
                    self.refused.update(found)
                else:
                    self.absent.update(found)
                    self.count += len(found)

    def _below(self, folder: str, configuration: Configuration | None, seen: tuple[str, ...]) -> Iterator[Place]:
        """Blocks of a module and of the local modules it calls, once for each call."""
        if configuration is None or folder in seen or len(seen) > self.run.budget.limits.module_depth:
            return
        for key, declaration in configuration.resources.items():
            if not key[0]:
                place = declaration.location()
                yield place.file, place.start_line
        for call in configuration.calls.values():
            source = call.expression("source")
            found = self.run.loader.find(folder, source, ".", ()) if isinstance(source, str) else None
            if isinstance(found, tuple):
                yield from self._below(*found, (*seen, folder))


_RECORDERS: list[_Recorder] = []


def account(folder: Path) -> Account:
    """Account for the resource blocks below a folder."""
    _RECORDERS.clear()
    with patch.object(collector, "Emission", _Recorder):
        inventory = collector.collect(folder)
    (recorder,) = _RECORDERS
    files = {one.path: _parsed(folder, one.path) for one in inventory.inputs if is_configuration(one.path)}
    blocks = {place for path, file in files.items() if file is not None for place in _blocks(path, file)}
    present = {
        (one.location.file, one.location.start_line)
        for one in inventory.resources
        if one.location is not None and not one.is_data
    }
    skipped = {one.path for one in inventory.inputs if one.status is InputStatus.SKIPPED}
    kinds = dict.fromkeys(_KINDS, 0)
    nowhere = []
    for place in sorted(blocks):
        kind = _kind(place, present, recorder, skipped, inventory)
        kinds[kind] += 1
        if kind == "nowhere":
            nowhere.append(place)
    heads = Counter(_explained(place, blocks, file) for file in files.values() if file for place in _heads(file))
    nowhere += [("a line that opens a block and is none", heads["?"])] if heads["?"] else []
    agrees = recorder.count == inventory.not_instantiated
    return Account(Counter(kinds), tuple(nowhere), sum(heads.values()), heads["broken"], heads["text"], agrees)


def _parsed(folder: Path, path: str) -> File | None:
    """Tree of a file; None for a link or what cannot be opened, which the inventory reports."""
    try:
        return reader.read(path, read_regular(folder / path, reader.MAX_BYTES))
    except RefusedError:
        return None


def _blocks(path: str, file: File) -> Iterator[Place]:
    for block in file.body.blocks:
        if block.type == "resource" and len(block.labels) == 2:
            yield path, line_of(file, block.start)


def _kind(place: Place, present: set[Place], recorder: _Recorder, skipped: set[str], inventory: Inventory) -> str:
    if place in present:
        return "present"
    if place in recorder.absent:
        return "absent"
    if place in recorder.refused or _has_gap(place, inventory):
        return "unread"
    if place[0] in skipped:
        return "left out"
    return "merged" if _OVERRIDE.search(place[0]) else "nowhere"


def _has_gap(place: Place, inventory: Inventory) -> bool:
    return any(
        gap.location is not None
        and gap.location.file == place[0]
        and gap.location.start_line <= place[1] <= gap.location.end_line
        for gap in inventory.unread
    )


def _heads(file: File) -> Iterator[Place]:
    """Lines that open a resource block, and what they are."""
    if not file.path.endswith(".json"):
        for match in _HEAD.finditer(file.text):
            yield file.path, line_of(file, match.end() - 1)


def _explained(place: Place, blocks: set[Place], file: File) -> str:
    if place in blocks:
        return "block"
    if _is_broken(place[1], file):
        return "broken"
    inside = any(line_of(file, b.start) <= place[1] <= line_of(file, b.end) for b in file.body.blocks)
    return "text" if inside or _in_comment(file, place[1]) else "?"


def _is_broken(line: int, file: File) -> bool:
    """Whether a problem stands in the block that a line opens: after it, with no block that was read between them."""
    starts = [line_of(file, block.start) for block in file.body.blocks]
    return any(
        line <= problem.end_line and not any(line < start <= problem.line for start in starts)
        for problem in file.problems
    )


def _in_comment(file: File, line: int) -> bool:
    """Whether a line stands between ``/*`` and ``*/``."""
    before = file.text[: file.line_starts[line - 1]]
    return before.rfind("/*") > before.rfind("*/")


def table(rows: list[tuple[str, Account]]) -> str:
    """The accounts as a Markdown table."""
    lines = [
        "| repository | blocks | in the inventory | not instantiated | unread | merged | left out | nowhere | lines "
        "that open a block | of these broken | of these text | count agrees |",
        "|---|" + "---:|" * 10 + "---|",
    ]
    for name, one in rows:
        cells = [one.kinds.total(), *(one.kinds[kind] for kind in _KINDS), one.lines, one.broken, one.text]
        agrees = "yes" if one.agrees else "NO"
        lines.append(f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} | {agrees} |")
    return "\n".join(lines)


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of checkouts")
    found = checkouts(parser.parse_args().folder)
    rows = []
    for checkout in found:
        rows.append((checkout.name, account(checkout.path)))
        for place in rows[-1][1].nowhere[:20]:
            print(f"{checkout.name}: nowhere: {place[0]}:{place[1]}", file=sys.stderr)
    print(table(rows))
    return 0 if rows and all(one.exact for _, one in rows) else 1


if __name__ == "__main__":
    sys.exit(_main())

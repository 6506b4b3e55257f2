"""Compare the fast reader with python-hcl2 on every file of native syntax below a folder of checkouts.

``compare_readers.py FOLDER`` prints a row for each checkout. Block structure (types, labels, argument names, first and
last lines, all nested) is taken from python-hcl2's own tree, without our adapter; expressions are compared through
the adapter of the second reader. A file counts as read when its reader has no complaint. It fails when a file that both
read has another structure or another expression, or when there is no file.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import hcl2
from ecosystem import checkouts
from hds_collectors.terraform import hcl, second_reader
from hds_collectors.terraform.reader import MAX_BYTES, line_of
from hds_collectors.terraform.syntax import Block, Body, File
from lark.exceptions import LarkError

_SUFFIXES: Final = (".tf", ".tofu")
_SECONDS: Final = 120
_KINDS: Final = ("files", "both read", "structure differs", "expressions differ", "fast only", "second only", "neither")
Structure = tuple[tuple[str, ...], tuple[Any, ...]]
"""Sorted argument names; type, labels, lines and structure of each block."""


class Comparison(NamedTuple):
    """What became of one file: one of ``_KINDS`` from ``both read`` on, and how many blocks and arguments agree."""

    path: str
    kinds: tuple[str, ...]
    blocks: int
    arguments: int


class _SlowError(Exception):
    """python-hcl2 took too long."""


def files(folder: Path) -> Iterator[Path]:
    """Files of native syntax below a folder, links left out, sorted."""
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            path = Path(top, name)
            if name.endswith(_SUFFIXES) and path.is_file() and not path.is_symlink():
                yield path


def compare(path: Path) -> Comparison:
    """Read a file both ways."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        return Comparison(str(path), ("neither",), 0, 0)
    text = data.decode("utf-8-sig")
    fast = hcl.parse(path.name, text)
    structure = _structure_of_python_hcl2(text)
    if fast.problems or structure is None:
        kind = "neither" if fast.problems and structure is None else "fast only" if structure is None else "second only"
        return Comparison(str(path), (kind,), 0, 0)
    kinds = ["both read"]
    own = _structure(fast.body, fast)
    if own != structure:
        kinds.append("structure differs")
    if shape(fast.body) != shape(second_reader.parse(path.name, text).body):
        kinds.append("expressions differ")
    return Comparison(str(path), tuple(kinds), *_count(own))


def shape(body: Body) -> str:
    """The tree without positions; types count, so that 1, 1.0 and True differ."""
    arguments = {name: attribute.expression for name, attribute in body.attributes.items()}
    return repr((arguments, [(block.type, block.labels, shape(block.body)) for block in body.blocks]))


def _structure(body: Body, file: File) -> Structure:
    blocks = tuple(
        (block.type, block.labels, *_lines(block, file), *_structure(block.body, file)) for block in body.blocks
    )
    return tuple(sorted(body.attributes)), blocks


def _lines(block: Block, file: File) -> tuple[int, int]:
    return line_of(file, block.start), line_of(file, block.end - 1)


def _structure_of_python_hcl2(text: str) -> Structure | None:
    signal.signal(signal.SIGALRM, _slow)
    signal.alarm(_SECONDS)
    try:
        tree = hcl2.parses_to_tree(text)
    except (LarkError, RecursionError, _SlowError):
        return None
    finally:
        signal.alarm(0)
    return _raw_structure(_rules(tree)[0])


def _raw_structure(body: Any) -> Structure:
    names, blocks = [], []
    for node in _rules(body):
        if node.data == "attribute":
            names.append(_word(_rules(node)[0]))
            continue
        *header, inner = _rules(node)
        words = [_word(part) for part in header]
        lines = node.meta.line, node.meta.end_line
        blocks.append((words[0], tuple(words[1:]), *lines, *_raw_structure(inner)))
    return tuple(sorted(names)), tuple(blocks)


def _rules(tree: Any) -> list[Any]:
    return [child for child in tree.children if hasattr(child, "data") and child.data != "new_line_or_comment"]


def _word(node: Any) -> str:
    text = "".join(str(token) for token in node.scan_values(lambda _: True))
    return text[1:-1] if text.startswith('"') else text


def _count(structure: Structure) -> tuple[int, int]:
    names, blocks = structure
    inner = [_count(block[4:]) for block in blocks]
    return len(blocks) + sum(one[0] for one in inner), len(names) + sum(one[1] for one in inner)


def _slow(_: int, __: FrameType | None) -> None:
    raise _SlowError


def _start() -> None:
    """Read long files too: the limit of the second reader is for speed, and here it has time."""
    sys.setrecursionlimit(10_000)
    patch.object(second_reader, "MAX_CHARACTERS", MAX_BYTES).start()
    os.nice(10)


def table(rows: list[tuple[str, list[Comparison]]]) -> str:
    """The comparisons as a Markdown table with a last line for all."""
    lines = [f"| repository | {' | '.join(_KINDS)} | blocks | arguments |", "|---|" + "---:|" * (len(_KINDS) + 2)]
    everything = [one for _, found in rows for one in found]
    for name, found in [*rows, ("**all**", everything)]:
        kinds = Counter(kind for one in found for kind in one.kinds)
        kinds["files"] = len(found)
        cells = [*(kinds[kind] for kind in _KINDS), sum(o.blocks for o in found), sum(o.arguments for o in found)]
        lines.append(f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |")
    return "\n".join(lines)


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of checkouts: <folder>/<owner>/<name>")
    parser.add_argument("--processes", type=int, default=2, help="processes that read (default 2)")
    options = parser.parse_args()
    rows = []
    with ProcessPoolExecutor(max_workers=options.processes, initializer=_start) as workers:
        for checkout in checkouts(options.folder):
            found = list(workers.map(compare, files(checkout.path), chunksize=20))
            rows.append((checkout.name, found))
            for one in found:
                if one.kinds != ("both read",):
                    print(f"{Path(one.path).relative_to(options.folder)}: {', '.join(one.kinds)}", file=sys.stderr)
    print(table(rows))
    everything = [one for _, found in rows for one in found]
    differ = [one for one in everything if "structure differs" in one.kinds or "expressions differ" in one.kinds]
    return 0 if everything and not differ else 1


if __name__ == "__main__":
    sys.exit(_main())

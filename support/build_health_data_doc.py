"""Put what the catalogue and the example estate say into docs/health-data.md, between its markers; --check compares."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hds_policy.catalogue import EdgeType, Travel
from hds_policy.collection import collect_all
from hds_policy.config import find_estate
from hds_policy.model import Resource
from hds_policy.module_calls import settle_modules
from hds_policy.pipeline import Knowledge, estate_of
from hds_policy.propagation import Classified, classify
from hds_policy.propagation.places import attribute_place, places_of

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "health-data.md"
CLINIC = ROOT / "examples" / "clinic" / "failing"
CASES = ROOT / "tests" / "assets" / "flows"
COMMAND = "python support/build_health_data_doc.py"
_SHOWN_CASES = 4
_TRAVELS = {
    Travel.FORWARD: "from left to right",
    Travel.BOTH: "both ways",
    Travel.NESTED: "whole to part, part to whole; not from part to part",
    Travel.NONE: "no",
}


@dataclass(frozen=True)
class Followed:
    """A folder, read and classified."""

    resources: Mapping[str, Resource]
    classified: Classified


def follow(folder: Path, knowledge: Knowledge) -> Followed:
    """Read a folder and follow its health data."""
    config = find_estate([folder])
    estate = estate_of([folder], config, knowledge)
    inventory = settle_modules(collect_all([folder], {}, estate=config).inventory, knowledge.catalogue)
    resources = {resource.key: resource for resource in inventory.resources}
    return Followed(resources, classify(inventory, knowledge.catalogue, estate))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _file(path: str) -> str:
    return path.removeprefix("examples/clinic/failing/")


def edge_types(kinds: Mapping[str, EdgeType], cases: Mapping[str, list[str]], clinic: Followed) -> Iterator[str]:
    """The table of edge types: ends, travel, reason, and where to look at one."""
    yield "| edge type | from | to | does health data travel along it? | why | an example |"
    yield "|---|---|---|---|---|---|"
    for kind in kinds.values():
        copy = "; what arrives is a copy" if kind.copy else ""
        here = next((edge for edge in clinic.classified.edges if edge.kind == kind.name), None)
        example = "none yet"
        if here:
            place = attribute_place(clinic.resources[here.holder], here.attribute)
            example = f"`{_file(place.file)}:{place.start_line}` of the clinic" if place else example
        elif cases.get(kind.name):
            example = f"case [{cases[kind.name][0]}](../tests/assets/flows/{cases[kind.name][0]})"
        row = (f"`{kind.name}`", kind.source, kind.target, f"{_TRAVELS[kind.travels]}{copy}", kind.reason, example)
        yield f"| {' | '.join(map(_cell, row))} |"


def clinic_edges(clinic: Followed) -> Iterator[str]:
    """Every edge of the example with the line that tells it."""
    yield "| from | edge | to | told by |"
    yield "|---|---|---|---|"
    for edge in clinic.classified.edges:
        place = attribute_place(clinic.resources[edge.holder], edge.attribute)
        told = f"`{edge.attribute}`" + (f", `{_file(place.file)}:{place.start_line}`" if place else "")
        yield f"| `{edge.source}` | `{edge.kind}` | `{edge.target}` | {told} |"


def clinic_paths(clinic: Followed) -> Iterator[str]:
    """Every path of the example, step by step."""
    places = places_of(clinic.classified.classes.values(), clinic.resources)
    for key, found in sorted(clinic.classified.classes.items()):
        if not found.path:
            continue
        origin = found.path[0].source
        yield f"\n**`{key}`**\n"
        yield f"1. `{origin}`: {clinic.classified.classes[origin].evidence}"
        for number, step in enumerate(found.path, 2):
            place = places.get(step.told_at)
            where = f", `{_file(place.file)}:{place.start_line}`" if place else ""
            yield f"{number}. `{step.flow}` `{step.target}`: told by `{step.attribute}`{where}"


def labelled_cases(kinds: Mapping[str, EdgeType], cases: Mapping[str, list[str]]) -> Iterator[str]:
    """Which labelled cases hold which edge type."""
    yield "| edge type | labelled cases |"
    yield "|---|---|"
    for name in kinds:
        found = cases.get(name, [])
        links = ", ".join(f"[{case}](../tests/assets/flows/{case})" for case in found[:_SHOWN_CASES])
        more = f" and {len(found) - _SHOWN_CASES} more" if len(found) > _SHOWN_CASES else ""
        yield f"| `{name}` | {links or 'none'}{more} |"


def parts(knowledge: Knowledge) -> dict[str, str]:
    """Generated text of each marked part."""
    clinic = follow(CLINIC, knowledge)
    cases: dict[str, list[str]] = {}
    for folder in sorted(path for path in CASES.iterdir() if (path / "expected.toml").is_file()):
        for kind in sorted({edge.kind for edge in follow(folder, knowledge).classified.edges}):
            cases.setdefault(kind, []).append(folder.name)
    kinds = knowledge.catalogue.edge_types
    return {
        "edge types": "\n".join(edge_types(kinds, cases, clinic)),
        "edges of the clinic": "\n".join(clinic_edges(clinic)),
        "paths of the clinic": "\n".join(clinic_paths(clinic)).strip("\n"),
        "labelled cases": "\n".join(labelled_cases(kinds, cases)),
    }


def page(text: str, generated: Mapping[str, str]) -> str:
    """The page with its marked parts replaced.

    Raises:
        ValueError: a part has no markers, or is empty.
    """
    for name, content in generated.items():
        begin, end = f"<!-- begin: {name} ({COMMAND}) -->\n", f"<!-- end: {name} -->"
        before, opened, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not opened or not closed or content.count("\n") < 2:
            raise ValueError(f"{name}: no markers, or nothing to write")
        text = f"{before}{begin}\n{content}\n\n{end}{after}"
    return text


def main(arguments: list[str] | None = None) -> int:
    """Write or compare the page; 1 when it is not up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args(arguments)
    text = DOC.read_text(encoding="utf-8")
    new = page(text, parts(Knowledge.shipped()))
    if not options.check:
        DOC.write_text(new, encoding="utf-8")
        return 0
    if new == text:
        return 0
    print(f"docs/health-data.md is not up to date: run {COMMAND}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

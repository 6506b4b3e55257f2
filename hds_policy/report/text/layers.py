"""The six layers of a resource in one line, or one line per region."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.model import LAYERS, JudgedResource, Layer, Result, worst
from hds_policy.report.cells import Cell, all_cells
from hds_policy.report.printable import shortened
from hds_policy.report.text.style import Style
from hds_policy.report.words import layer_name, layer_names

_SEPARATOR = " · "
_PLACE_WIDTH = 48


def _by_region(cells: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The cells of all layers on one line, unless a layer has several: then one line per region."""
    if all(len(layer) == 1 for layer in cells):
        return [[layer[0] for layer in cells]]
    lines: dict[str, list[Cell]] = {}
    for layer in cells:
        for cell in layer:
            lines.setdefault(cell.where, []).append(cell)
    nowhere = lines.pop("", [])
    return [*lines.values(), *([nowhere] if nowhere else [])]


def _place(cell: Cell) -> str:
    return shortened(cell.place, _PLACE_WIDTH)


def _strip(cells: Sequence[Cell], style: Style) -> str:
    """Mark and name of each layer, in the same columns on every line of a report."""
    by_layer: dict[Layer, list[Result]] = {}
    for cell in cells:
        by_layer.setdefault(cell.layer, []).append(cell.result)
    parts = []
    for layer in LAYERS:
        results = by_layer.get(layer)
        parts.append(
            f"{style.mark(worst(results))} {layer_name(layer)}" if results else " " * (len(layer_name(layer)) + 2)
        )
    return " ".join(parts)


def _places(cells: Sequence[Cell]) -> str:
    """Where most layers lie, then the layers that lie elsewhere: ``aws us-east-1 · admin undeclared``."""
    layers_at: dict[str, list[Layer]] = {}
    for cell in cells:
        layers_at.setdefault(_place(cell), []).append(cell.layer)
    # max keeps the first of equals, so the order of the law decides.
    main = max(layers_at, key=lambda place: len(layers_at[place]))
    if len(layers_at) == len(cells) and len(cells) > 1:
        main = ""
    said = [main] if main else []
    said += [f"{layer_names(layers, '/')} {place}" for place, layers in layers_at.items() if place != main]
    return _SEPARATOR.join(said)


def layer_lines(judged: JudgedResource, style: Style, indent: str = "  ") -> list[str]:
    """``✗ physical ✗ hardware ✗ virtual ✗ platform ? admin ✗ backup  aws us-east-1 · admin undeclared``."""
    written: list[str] = []
    strip_width = sum(len(layer_name(layer)) + 3 for layer in LAYERS) - 1
    for cells in _by_region(all_cells(judged)):
        strip = indent + _strip(cells, style)
        places = _places(cells)
        if strip_width + len(indent) + 2 + len(places) <= style.width:
            written.append(f"{strip}  {style.paint(places, dim=True)}")
        else:
            written += [strip, *(style.paint(line, dim=True) for line in style.wrapped(places, "    ", "    "))]
    return written


def place_line(judged: JudgedResource) -> str:
    """Actors and regions of a resource, each once: ``aws eu-west-3, acme``."""
    places = [_place(cell) for cells in all_cells(judged) for cell in cells]
    return ", ".join(dict.fromkeys(places))

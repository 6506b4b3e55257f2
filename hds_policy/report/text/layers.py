"""The six layers of a resource in one line, or one line per region."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from hds_policy.language import _
from hds_policy.model import LAYERS, ActorKind, JudgedPlacement, JudgedResource, Layer, Result, Unknown, worst
from hds_policy.report.printable import shortened
from hds_policy.report.text.style import Style
from hds_policy.report.words import actor_words, layer_name, layer_names

_SEPARATOR = " · "
_PLACE_WIDTH = 48


class _Cell(Struct, frozen=True):
    layer: Layer
    result: Result
    who: str
    where: str


def _where(judged: JudgedPlacement) -> str:
    placement = judged.placement
    if placement.actor.kind in {ActorKind.UNDECLARED, ActorKind.CONTROLLER, ActorKind.EXEMPT}:
        return ""
    return _("region unknown") if isinstance(placement.region, Unknown) else placement.region


def _cells(judged: JudgedResource, layer: Layer) -> list[_Cell]:
    """One cell for each actor and region of a layer; a layer without any placement is not known, never fine."""
    placements = judged.layers.get(layer, ())
    if not placements:
        return [_Cell(layer, Result.UNDETERMINED, _("no placement"), "")]
    found: dict[tuple[str, str], list[Result]] = {}
    for placement in placements:
        place = actor_words(placement.placement.actor), _where(placement)
        found.setdefault(place, []).append(placement.result)
    return [_Cell(layer, worst(results), who, where) for (who, where), results in found.items()]


def _by_region(cells: Sequence[Sequence[_Cell]]) -> list[list[_Cell]]:
    """The cells of all layers on one line, unless a layer has several: then one line per region."""
    if all(len(layer) == 1 for layer in cells):
        return [[layer[0] for layer in cells]]
    lines: dict[str, list[_Cell]] = {}
    for layer in cells:
        for cell in layer:
            lines.setdefault(cell.where, []).append(cell)
    nowhere = lines.pop("", [])
    return [*lines.values(), *([nowhere] if nowhere else [])]


def _place(cell: _Cell) -> str:
    return shortened(" ".join(part for part in (cell.who, cell.where) if part), _PLACE_WIDTH)


def _strip(cells: Sequence[_Cell], style: Style) -> str:
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


def _places(cells: Sequence[_Cell]) -> str:
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
    for cells in _by_region([_cells(judged, layer) for layer in LAYERS]):
        strip = indent + _strip(cells, style)
        places = _places(cells)
        if strip_width + len(indent) + 2 + len(places) <= style.width:
            written.append(f"{strip}  {style.paint(places, dim=True)}")
        else:
            written += [strip, *(style.paint(line, dim=True) for line in style.wrapped(places, "    ", "    "))]
    return written


def place_line(judged: JudgedResource) -> str:
    """Actors and regions of a resource, each once: ``aws eu-west-3, acme``."""
    places = [_place(cell) for layer in LAYERS for cell in _cells(judged, layer)]
    return ", ".join(dict.fromkeys(places))

"""Who performs each layer of a resource, where, and with what result: a cell for each actor and region."""

from __future__ import annotations

from msgspec import Struct

from hds_policy.language import _
from hds_policy.model import LAYERS, ActorKind, JudgedPlacement, JudgedResource, Layer, Result, Unknown, worst
from hds_policy.report.words import actor_words


class Cell(Struct, frozen=True):
    """An actor and a region of one layer, in words, and the worst result of the placements there."""

    layer: Layer
    result: Result
    who: str
    where: str

    @property
    def place(self) -> str:
        """Actor and region: ``aws eu-west-3``."""
        return " ".join(part for part in (self.who, self.where) if part)


def _where(judged: JudgedPlacement) -> str:
    placement = judged.placement
    if placement.actor.kind in {ActorKind.UNDECLARED, ActorKind.CONTROLLER, ActorKind.EXEMPT}:
        return ""
    return _("region unknown") if isinstance(placement.region, Unknown) else placement.region


def cells_of(judged: JudgedResource, layer: Layer) -> list[Cell]:
    """One cell for each actor and region of a layer; a layer without any placement is not known, never fine."""
    placements = judged.layers.get(layer, ())
    if not placements:
        return [Cell(layer, Result.UNDETERMINED, _("no placement"), "")]
    found: dict[tuple[str, str], list[Result]] = {}
    for placement in placements:
        place = actor_words(placement.placement.actor), _where(placement)
        found.setdefault(place, []).append(placement.result)
    return [Cell(layer, worst(results), who, where) for (who, where), results in found.items()]


def all_cells(judged: JudgedResource) -> list[list[Cell]]:
    """The cells of every layer, in the order of the law."""
    return [cells_of(judged, layer) for layer in LAYERS]

"""The labelled flow cases of ``tests/assets/flows``: what carries health data, and by which path, told by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hds_policy.collection import collect_all
from hds_policy.config import find_estate
from hds_policy.module_calls import settle_modules
from hds_policy.pipeline import Knowledge, estate_of
from hds_policy.propagation import classify

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "assets" / "flows"


@dataclass(frozen=True)
class FlowCase:
    """A folder and its labels.

    Attributes:
        health: keys of what is declared, or known by its nature, to hold health data.
        paths: shortest way to everything else that carries it, as keys, the end last.
        free: keys of what holds data and is not classified as health data.
        open: keys of the resources whose attribute leads health data to what was not read.
    """

    name: str
    health: frozenset[str]
    paths: dict[str, tuple[str, ...]]
    free: frozenset[str]
    open: frozenset[str]

    @classmethod
    def read(cls, folder: Path) -> FlowCase:
        """The case of a folder, as its ``expected.toml`` labels it."""
        labels = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
        paths = {path[-1]: tuple(path) for path in labels["paths"]}
        return cls(
            folder.name, frozenset(labels["health"]), paths, frozenset(labels["free"]), frozenset(labels["open"])
        )

    def found(self, knowledge: Knowledge) -> FlowCase:
        """The same, as the tool sees it."""
        folder = FOLDER / self.name
        config = find_estate([folder])
        estate = estate_of([folder], config, knowledge)
        collected = collect_all([folder], {}, estate=config)
        classified = classify(settle_modules(collected.inventory, knowledge.catalogue), knowledge.catalogue, estate)
        carrying = {key: entry for key, entry in classified.classes.items() if entry.health}
        paths = {
            key: (entry.path[0].source, *(step.target for step in entry.path))
            for key, entry in carrying.items()
            if entry.path
        }
        return FlowCase(
            self.name,
            frozenset(carrying.keys() - paths.keys()),
            paths,
            frozenset(classified.classes.keys() - carrying.keys()),
            frozenset(flow.holder for flow in classified.open_flows),
        )


def all_cases() -> list[FlowCase]:
    """Every case, by name."""
    return [FlowCase.read(file.parent) for file in sorted(FOLDER.glob("*/expected.toml"))]


def provider_of(name: str) -> str:
    """The first word of a case: the provider it is about."""
    return name.partition("_")[0]


def precision_and_recall(pairs: Iterable[tuple[FlowCase, FlowCase]]) -> tuple[float, float]:
    """Of what is called health data the share that is, and of what is the share that is called so.

    Args:
        pairs: the labels of each case, and what was found.
    """
    right = wrong = missed = 0
    for label, found in pairs:
        wanted, seen = label.health | label.paths.keys(), found.health | found.paths.keys()
        right += len(wanted & seen)
        wrong += len(seen - wanted)
        missed += len(wanted - seen)
    return right / (right + wrong), right / (right + missed)

"""Manifests alone, with Terraform, with an estate: who performs what where, what carries health data, where it goes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hds_policy.collection import collect_all
from hds_policy.model import LAYERS, ActorKind, Assessment, Basis, Placed, Unknown
from hds_policy.pipeline import Knowledge, Prepared, assess, estate_of, prepare

FILE = Path(__file__).with_name("assets") / "kubernetes" / "cases.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["cases"]
SETTINGS = {"var_files": (), "variables": (), "parser": "fast"}
ON = date(2026, 11, 24)
TOLD = {"health", "free", "suspected", "open", "findings", "places"}
KEYS = {"name", "about", "source", "files"} | TOLD
Judge = Callable[[dict[str, Any]], tuple[Prepared, Assessment]]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.shipped()


@pytest.fixture
def judge(tmp_path: Path, knowledge: Knowledge) -> Judge:
    def _judge(case: dict[str, Any]) -> tuple[Prepared, Assessment]:
        for name, content in case["files"].items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        estate = estate_of([tmp_path], None, knowledge)
        inventory = collect_all([tmp_path], SETTINGS).inventory
        assert inventory.unread == ()
        return prepare(inventory, estate, knowledge, ON), assess(inventory, estate, knowledge, ON)

    return _judge


def shown(placed: Placed) -> str:
    """As the cases write it."""
    first = {placement.layer: placement for placement in reversed(placed.placements)}
    letters = {ActorKind.UNKNOWN: "?", ActorKind.UNDECLARED: "-"}
    actors = " ".join(letters.get(first[layer].actor.kind, first[layer].actor.id) for layer in LAYERS)
    regions = " ".join("?" if isinstance(place.region, Unknown) else place.region for place in placed.located)
    return f"{actors} | {first[LAYERS[0]].service} | {regions}"


def expected_place(text: str, knowledge: Knowledge) -> str:
    head, _, region = text.rpartition(" | ")
    if not region.startswith("@"):
        return text
    hoster, _, name = region[1:].partition(":")
    known = knowledge.regions.find(hoster, name)
    assert known is not None, region
    return f"{head} | {known.parent}"


def test_there_are_forty_cases_of_four_hosters() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 40
    assert all(set(case) <= KEYS and set(case) & TOLD for case in CASES)
    for hoster in ("aws", "ovhcloud", "outscale", "scaleway"):
        assert sum(case["name"].startswith(hoster) for case in CASES) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], judge: Judge, knowledge: Knowledge) -> None:
    ready, assessment = judge(case)
    classes = ready.classified.classes
    health = {key for key, found in classes.items() if found.health}
    assert set(case.get("health", ())) <= health
    assert not health & set(case.get("free", ()))
    assert set(case.get("free", ())) <= ready.resources.keys()
    assert {key for key in case.get("suspected", ()) if classes[key].basis is not Basis.SUSPECTED} == set()
    placed = {entry.resource.key: shown(entry) for entry in ready.placed}
    for key, text in case.get("places", {}).items():
        assert placed[key] == expected_place(text, knowledge)
    open_flows = {flow.source for flow in ready.classified.open_flows}
    # Where a case names no open flow, there is none.
    assert open_flows >= set(case.get("open", ()))
    assert bool(open_flows) == bool(case.get("open"))
    results = {f"{finding.rule} {finding.result.value}" for finding in assessment.findings}
    assert set(case.get("findings", ())) <= results
    if "HDS-035 undetermined" not in case.get("findings", ()):
        assert "HDS-035 undetermined" not in results


def test_a_cluster_that_cannot_be_placed_says_the_three_ways(judge: Judge) -> None:
    (case,) = [case for case in CASES if case["name"] == "nothing-tells"]
    ready, _ = judge(case)
    (note,) = {entry.hoster.note for entry in ready.placed}
    assert all(way in note for way in ("[[clusters]]", "Terraform", "scan"))

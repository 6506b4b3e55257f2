"""How the class spreads along each kind of travel: directions, wholes and parts, and the paths that are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hds_policy.catalogue import EdgeType, Travel, load_catalogue
from hds_policy.model import Edge, Step
from hds_policy.propagation.spreading import spread

KINDS = {travel.value: EdgeType(travel.value, "", "", travel, copy=False, reason="") for travel in (*Travel,)}


def reached(*edges: tuple[str, str, str], start: str = "s") -> dict[str, int]:
    """Number of steps to each resource that is reached; an edge is told as (source, travel, target)."""
    told = [Edge(source, target, kind, "a", "h") for source, kind, target in edges]
    found = spread(told, KINDS, start, lambda edge, target: False)
    return {key: len(entry.path) for key, entry in found.items()}


@pytest.mark.parametrize(
    ("travel", "ahead", "back"),
    [("forward", True, False), ("both", True, True), ("nested", True, True), ("none", False, False)],
)
def test_the_direction_of_each_kind(travel: str, ahead: bool, back: bool) -> None:
    assert reached(("s", travel, "t")) == ({"t": 1} if ahead else {})
    assert reached(("t", travel, "s")) == ({"t": 1} if back else {})


def test_a_part_classifies_the_whole_and_not_the_part_beside_it() -> None:
    assert reached(("whole", "nested", "s"), ("whole", "nested", "sister")) == {"whole": 1}


def test_the_whole_classifies_all_parts_of_its_parts() -> None:
    assert reached(("s", "nested", "a"), ("s", "nested", "b"), ("a", "nested", "c")) == {"a": 1, "b": 1, "c": 2}


def test_a_whole_reached_from_a_part_hands_data_on_by_everything_else() -> None:
    assert reached(("whole", "nested", "s"), ("whole", "forward", "copy"), ("copy", "nested", "inside")) == {
        "whole": 1,
        "copy": 2,
        "inside": 3,
    }


def test_a_whole_of_wholes_is_reached_and_its_other_parts_are_not() -> None:
    edges = [("b", "nested", "s"), ("a", "nested", "b"), ("a", "nested", "sister"), ("b", "nested", "sister2")]
    assert reached(*edges) == {"a": 2, "b": 1}


def test_a_whole_that_data_reaches_from_outside_as_well_classifies_its_parts() -> None:
    """Even when the way from outside is the longer one; the path that is kept is the short one."""
    edges = [
        ("whole", "nested", "s"),
        ("whole", "nested", "sister"),
        ("s", "forward", "x"),
        ("x", "forward", "y"),
        ("y", "forward", "whole"),
    ]
    assert reached(*edges) == {"whole": 1, "x": 1, "y": 2, "sister": 4}


def test_the_path_names_the_link_that_told_each_step() -> None:
    found = spread([Edge("s", "t", "both", "disk", "link")], KINDS, ["t"], lambda edge, target: False)
    assert found["s"].path == (Step("t", "s", "both", "disk", "link"),)


def test_every_kind_of_the_catalogue_says_what_stands_at_its_ends_and_why() -> None:
    kinds = load_catalogue().edge_types
    assert list(kinds) == [
        "replicates_to",
        "snapshots",
        "copies_to",
        "backs_up",
        "restores_from",
        "exports_to",
        "logs_to",
        "streams_to",
        "mounts",
        "reads",
        "writes",
        "serves",
        "contains",
        "encrypts",
        "grants",
    ]
    assert all(kind.source and kind.target and kind.reason for kind in kinds.values())
    assert {name for name, kind in kinds.items() if kind.travels is Travel.NONE} == {"encrypts", "grants"}
    assert {name for name, kind in kinds.items() if kind.copy} == {
        "replicates_to",
        "snapshots",
        "copies_to",
        "backs_up",
        "restores_from",
    }


told_edges = st.lists(
    st.tuples(
        st.sampled_from("abcdefs"), st.sampled_from([travel.value for travel in Travel]), st.sampled_from("abcdefs")
    ),
    max_size=14,
)


def _by_hand(edges: list[tuple[str, str, str]]) -> set[str]:
    """What carries the class, told without paths: pairs of a resource and whether only parts of it have it so far."""
    seen = {("s", False)}
    while True:
        more = set()
        for source, travel, target in edges:
            for key, from_part in seen:
                if key == source and travel in ("forward", "both"):
                    more.add((target, False))
                if key == source and travel == "nested" and not from_part:
                    more.add((target, False))
                if key == target and travel == "both":
                    more.add((source, False))
                if key == target and travel == "nested":
                    more.add((source, True))
        if more <= seen:
            return {key for key, _ in seen} - {"s"}
        seen |= more


@given(edges=told_edges, data=st.data())
def test_what_is_reached_is_what_the_directions_say_in_any_order(
    edges: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    found = reached(*sorted(edges))
    assert set(found) == _by_hand(edges)
    assert reached(*sorted(data.draw(st.permutations(edges)))) == found


@given(edges=told_edges, more=told_edges)
def test_more_edges_never_take_the_class_away_nor_make_a_way_longer(
    edges: list[tuple[str, str, str]], more: list[tuple[str, str, str]]
) -> None:
    before, after = reached(*sorted(edges)), reached(*sorted([*edges, *more]))
    assert all(after[key] <= length for key, length in before.items())

"""The layout: nothing overlaps, lines lead from card to card, flows go to the right, the same twice, cycles end."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hds_policy.report.graph.layout import Layout, Spacing, lay_out

SPACING = Spacing()
GRAPHS = st.integers(1, 24).flatmap(
    lambda count: st.tuples(
        st.just(count), st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60)
    )
)


def overlapping(layout: Layout) -> list[tuple[int, int]]:
    places = layout.places
    return [
        (one, other)
        for one in range(len(places))
        for other in range(one)
        if abs(places[one][0] - places[other][0]) < SPACING.width - 0.2
        and abs(places[one][1] - places[other][1]) < SPACING.height - 0.2
    ]


@settings(max_examples=200, deadline=None)
@given(GRAPHS)
def test_no_card_lies_on_another_and_all_lie_inside(graph: tuple[int, list[tuple[int, int]]]) -> None:
    layout = lay_out(*graph)
    assert overlapping(layout) == []
    for x, y in layout.places:
        assert 0 <= x <= layout.width - SPACING.width + 0.2
        assert 0 <= y <= layout.height - SPACING.height + 0.2


@settings(max_examples=200, deadline=None)
@given(GRAPHS)
def test_lines_begin_and_end_at_the_sides_of_their_cards(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, links = graph
    layout = lay_out(count, links)
    assert len(layout.lines) == len(links)
    for (source, target), points in zip(links, layout.lines, strict=True):
        for vertex, (x, y) in ((source, points[0]), (target, points[-1])):
            left, top = layout.places[vertex]
            assert min(abs(x - left), abs(x - left - SPACING.width)) < 0.2
            assert top <= y <= top + SPACING.height


@settings(max_examples=100, deadline=None)
@given(GRAPHS)
def test_the_same_graph_is_drawn_the_same_way(graph: tuple[int, list[tuple[int, int]]]) -> None:
    assert lay_out(*graph) == lay_out(*graph)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(2, 20).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40))
    )
)
def test_without_cycles_every_link_goes_to_the_right(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, links = graph
    forward = [(min(link), max(link)) for link in links if link[0] != link[1]]
    layout = lay_out(count, forward)
    for source, target in forward:
        assert layout.places[source][0] + SPACING.width < layout.places[target][0]


def test_a_chain_is_one_row() -> None:
    layout = lay_out(4, [(0, 1), (1, 2), (2, 3)])
    step = SPACING.width + SPACING.column_gap
    assert [x for x, _ in layout.places] == [0, step, 2 * step, 3 * step]
    assert {y for _, y in layout.places} == {0}


def test_lines_that_need_not_cross_do_not() -> None:
    """Two pairs given crosswise: the second column is turned around."""
    layout = lay_out(6, [(0, 2), (0, 3), (1, 4), (1, 5), (0, 5), (1, 2)])
    first, second = sorted((0, 1), key=lambda vertex: layout.places[vertex][1])
    assert first != second
    plain = lay_out(5, [(4, 0), (4, 1), (0, 3), (1, 2)])
    assert (plain.places[0][1] < plain.places[1][1]) == (plain.places[3][1] < plain.places[2][1])


def test_a_thousand_readers_are_a_block_and_no_column() -> None:
    layout = lay_out(1001, [(0, reader) for reader in range(1, 1001)])
    assert layout.height < 6000
    assert layout.width < 8000
    assert len(set(layout.places)) == 1001


def test_parts_of_a_group_stand_together_below_their_heading() -> None:
    layout = lay_out(6, [(0, 1), (2, 3)], [1, 1, 0, 0, 1, 0])
    assert [group for group, _ in layout.headings] == [0, 1]
    limit = layout.headings[1][1]
    for vertex, group in enumerate([1, 1, 0, 0, 1, 0]):
        assert (layout.places[vertex][1] >= limit) == (group == 1)


def test_nothing_is_an_empty_drawing() -> None:
    assert lay_out(0, []) == Layout((), (), (), 0, 0)

"""The tables of ``make bench``: an aim that was missed cannot look like one that was met."""

from __future__ import annotations

from benches.measuring import Figure, Score
from benches.tables import tables


def test_figures_name_their_peer_and_whether_each_aim_was_met():
    own = Figure("check", "tree", 2.0, 300_000_000, 3, cpu_aim=1.5, peak_aim=300e6)
    other = Figure("other", "tree", 50.0, 400_000_000, 1, peer=True)

    lines = tables([own, other]).splitlines()

    assert lines[2] == "| check | tree | 2.00 | 300 | 3 | 25.0x other | MISSED: 1.5 s, met: 300 MB |"
    assert lines[3] == "| other | tree | 50.00 | 400 | 1 |  |  |"


def test_a_peer_on_another_tree_is_not_compared_with():
    own, other = Figure("check", "a", 2.0, 1, 3), Figure("other", "b", 50.0, 1, 1, peer=True)

    assert "x other" not in tables([own, other])


def test_scores_are_held_against_their_aim_in_their_own_direction():
    recall = Score("recall", "cases", 0.96, aim=0.95)
    mistakes = Score("mistakes", "cases", 3, aim=2, more_is_better=False)

    assert tables([recall, mistakes]).splitlines()[2:] == [
        "| recall | cases | 0.96 | met: ≥ 0.95 |",
        "| mistakes | cases | 3 | MISSED: ≤ 2 |",
    ]

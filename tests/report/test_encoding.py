import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hds_policy.report.encoding import inert_json, records_json
from hds_policy.report.printable import inert

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates included
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(TREES)
def test_the_quick_way_says_the_same_as_the_thorough_one(tree: object) -> None:
    assert json.loads(inert_json(tree)) == inert(tree)


@pytest.mark.parametrize(
    ("raw", "encoded"),
    [
        ("plain é →", '"plain é →"'),
        ("\x1b", '"\\\\u{1b}"'),
        ("\n", '"\\\\n"'),
        ("\x7f", '"\\\\u{7f}"'),
        ("\ud800", '"\\\\u{d800}"'),
        ("##vso[x]", '"# #vso[x]"'),
        ('say "no"', '"say \\"no\\""'),
    ],
)
def test_strings_by_hand(raw: str, encoded: str) -> None:
    assert inert_json(raw) == encoded


def test_one_record_a_line() -> None:
    text = records_json({"a": 1, "b": [{"c": "x"}, {"c": "y"}], "d": [], "e": {"f": 2}})
    assert text == '{\n  "a": 1,\n  "b": [\n    {"c":"x"},\n    {"c":"y"}\n  ],\n  "d": [],\n  "e": {"f":2}\n}\n'

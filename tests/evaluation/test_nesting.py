import pytest

from hds_policy.evaluation.subset.nesting import DEEPEST, too_deep


@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_one_level_too_many_is_found_where_it_opens(pair: str) -> None:
    opening, closing = pair[0], pair[1]
    assert too_deep(opening * DEEPEST + closing * DEEPEST) is None
    assert too_deep("x := " + opening * (DEEPEST + 1)) == 5 + DEEPEST


@pytest.mark.parametrize(
    "source",
    ["[[{}]]\n" * 100, '"' + "[" * 50 + '"', "`\n" + "{" * 50 + "`", "# " + "[" * 50 + "\n", '"a\\"' + "[" * 50 + '"'],
)
def test_brackets_side_by_side_in_texts_and_in_comments_do_not_count(source: str) -> None:
    assert too_deep(source) is None


def test_an_open_text_does_not_hide_brackets() -> None:
    assert too_deep('"' + "[" * 50) is not None

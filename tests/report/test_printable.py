import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hds_policy.report.printable import inert, paragraphs, printable, shortened, without_commands

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates included


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("aws_db_instance.patients[0]", "aws_db_instance.patients[0]"),
        ("clé « santé »", "clé « santé »"),
        ("\x1b]0;owned\x07", "\\u{1b}]0;owned\\u{7}"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("x\x9b31m", "x\\u{9b}31m"),
        ("abc\u202egpj.tf", "abc\\u{202e}gpj.tf"),
        ("\u2066iso\u2069", "\\u{2066}iso\\u{2069}"),
        ("zero\u200bwidth\ufeff", "zero\\u{200b}width\\u{feff}"),
        ("bad\ud800name\udcff", "bad\\u{d800}name\\u{dcff}"),
        ("tag\U000e0041", "tag\\u{e0041}"),
        ("a\u2028b\u2029", "a\\u{2028}b\\u{2029}"),
        ("##vso[task.setvariable variable=x]y", "# #vso[task.setvariable variable=x]y"),
        ("said ##[error]no", "said # #[error]no"),
        ("##teamcity[x]", "# #teamcity[x]"),
        ("## heading", "## heading"),
    ],
)
def test_what_is_shown_for_hostile_text(raw: str, shown: str) -> None:
    assert printable(raw) == shown


@given(ANY_TEXT)
def test_nothing_invisible_is_left(text: str) -> None:
    shown = printable(text)
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [char for char in shown if unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI"}]
    assert not re.search(r"##[A-Za-z]*\[", shown)
    shown.encode()


@given(ANY_TEXT)
def test_twice_is_the_same_as_once(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_paragraphs_keep_our_line_breaks_and_nothing_else() -> None:
    assert paragraphs("one\n\ntwo\x1b") == "one\n\ntwo\\u{1b}"


@given(ANY_TEXT, st.integers(2, 30))
def test_shortened_keeps_the_limit_and_the_beginning(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert len(cut) <= limit
    assert cut == printable(text) or (cut[-1] == "…" and printable(text).startswith(cut[:-1]))


@pytest.mark.parametrize(
    "line", ["::error::x", "  ::set-output name=a::b", "\t::add-mask::x", "\u00a0::warning::x", "\x1b[31m::error::x"]
)
def test_no_line_of_a_report_is_a_command(line: str) -> None:
    report = without_commands(f"first\n{line}\nlast :: kept\n")
    middle = re.sub(r"\x1b\[\d+m", "", report.split("\n")[1])
    assert middle.strip().startswith(": :")
    assert report.endswith("last :: kept\n")


def test_inert_reaches_keys_and_values_at_any_depth() -> None:
    tree = {"a\x07": [{"b": ("\x1b", 1, None, True)}]}
    assert inert(tree) == {"a\\u{7}": [{"b": ["\\u{1b}", 1, None, True]}]}

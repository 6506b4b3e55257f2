"""YAML as objects: the core types of YAML 1.2, lines, and what is refused."""

from __future__ import annotations

import math

import pytest
from hds_collectors.kubernetes.yaml_documents import MAX_DEPTH, LargeError, YamlError, documents_of


def value(text: str) -> object:
    (document,) = documents_of(text)
    return document.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # YAML 1.2.2, section 10.3.2 (core schema)
        ("null", None),
        ("~", None),
        ("true", True),
        ("False", False),
        ("0o14", 12),
        ("0x1F", 31),
        ("-12", -12),
        ("014", 14),
        ("12e03", 12000.0),
        (".5", 0.5),
        ("-.INF", -math.inf),
        # YAML 1.1 has other ideas of these
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-11-24", "2026-11-24"),
        ("1_000", "1_000"),
        ("'true'", "true"),
        ('"12"', "12"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!int 12", 12),
        ("1" * 5000, "1" * 5000),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, expected: object) -> None:
    found = value(f"a: {text}")
    assert found == {"a": expected}
    assert type(found["a"]) is type(expected)  # type: ignore[index]  # a dict, as was just seen


def test_an_empty_value_is_null_and_a_key_is_always_a_text() -> None:
    assert value("a:\n12: b\ntrue: c\n") == {"a": None, "12": "b", "true": "c"}


def test_documents_and_keys_have_their_lines() -> None:
    text = "# head\na: 1\nb:\n  c: 2\n---\n---\n- x: 1\n  y: 2\n"
    first, empty, last = documents_of(text)
    assert (first.start_line, first.end_line) == (2, 4)
    assert first.lines[id(first.value)] == {"a": 2, "b": 3}
    assert first.lines[id(first.value["b"])] == {"c": 4}
    assert empty.value is None
    assert (last.start_line, last.end_line) == (7, 8)
    assert last.lines[id(last.value[0])] == {"x": 7, "y": 8}


def test_aliases_and_merged_mappings() -> None:
    text = "base: &b {x: 1, y: 2}\none: *b\ntwo: {<<: *b, y: 3}\nthree: {<<: [*b, {z: 4}]}\n"
    found = value(text)
    assert found == {
        "base": {"x": 1, "y": 2},
        "one": {"x": 1, "y": 2},
        "two": {"x": 1, "y": 3},
        "three": {"x": 1, "y": 2, "z": 4},
    }


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "stands twice"),
        ("a: {b: 1, b: 2}", 1, "stands twice"),
        ("a: *x", 1, "does not stand before"),
        ("a: &x [*x]", 1, "does not stand before"),
        ("? [a]\n: b", 1, "not a text"),
        ("a: !python/object:os.system x", 1, "tag"),
        ("a: b: c", 1, "not allowed"),
        ("a: 1\n\tb: 2\n", 2, ""),
        ("a: [1, 2", 1, ""),
        ("<<: 1\n", 1, "not a mapping"),
        ("a: \x00", 1, ""),
    ],
)
def test_what_is_not_valid_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(YamlError) as caught:
        list(documents_of(text))
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_documents_before_a_broken_one_are_given() -> None:
    documents = documents_of("a: 1\n---\nb: [\n")
    assert next(documents).value == {"a": 1}
    with pytest.raises(YamlError):
        next(documents)


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_nesting_is_bounded_however_deep(opening: str) -> None:
    with pytest.raises(YamlError):
        list(documents_of(opening * 200_000))
    assert MAX_DEPTH < 200_000


def test_nesting_up_to_the_bound_is_read() -> None:
    assert value("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    with pytest.raises(LargeError):
        value("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(LargeError, match="values"):
        list(documents_of("\n".join(lines)))

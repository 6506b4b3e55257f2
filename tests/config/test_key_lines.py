"""Lines of keys, against tomllib (the same keys are found) and by hand (their places)."""

from __future__ import annotations

import tomllib

from hds_policy.config.lines import key_lines, line_of

TEXT = '''version = 1
name = """
[fake]
version = 3 "quoted"
""" # [[fake]]

  "quoted.key" = 'a # b'
[classification]
tag_keys = [ # a list over [several
  "a",
  "]",
]
[[classification.rules]]
match = "x"
[[classification.rules]]
match = \'\'\'
[y]
\'\'\'
health = true
[operators."acme.x"]
name = "a\\"b"
[operators.b]
status.deep = { a = 1, b = [2] }
'''


def test_places() -> None:
    assert tomllib.loads(TEXT)  # the text itself is valid
    assert key_lines(TEXT) == {
        ("version",): 1,
        ("name",): 2,
        ("quoted.key",): 7,
        ("classification",): 8,
        ("classification", "tag_keys"): 9,
        ("classification", "rules", 0): 13,
        ("classification", "rules"): 13,
        ("classification", "rules", 0, "match"): 14,
        ("classification", "rules", 1): 15,
        ("classification", "rules", 1, "match"): 16,
        ("classification", "rules", 1, "health"): 19,
        ("operators",): 20,
        ("operators", "acme.x"): 20,
        ("operators", "acme.x", "name"): 21,
        ("operators", "b"): 22,
        ("operators", "b", "status"): 23,
        ("operators", "b", "status", "deep"): 23,
    }


def test_every_place_is_a_key_of_the_parsed_text() -> None:
    for path in key_lines(TEXT):
        value: object = tomllib.loads(TEXT)
        for part in path:
            value = value[part]  # type: ignore[index]  # a path that does not exist raises, which is the test


def test_what_has_no_line_gets_that_of_what_holds_it() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("operators", "b", "status", "deep", "b", 0)) == 23
    assert line_of(lines, ("classification", "rules", 1, "reason")) == 15
    assert line_of(lines, ("missing",)) is None
    assert line_of(lines, ()) is None

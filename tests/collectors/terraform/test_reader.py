"""Which reader reads what, and what the bytes of a file may hold."""

from __future__ import annotations

import pytest
from hds_collectors.terraform import hcl, reader, second_reader
from hds_collectors.terraform.syntax import Body


def test_the_name_decides() -> None:
    assert reader.read("a/b.tf", b"x = 1\n").body.attributes["x"].expression == 1
    assert reader.read("a/b.tofu", b"x = 1\n").body.attributes["x"].expression == 1
    assert reader.read("a.auto.tfvars", b"x = 1\n").body.attributes["x"].expression == 1
    assert reader.read("a.tf.json", b'{"locals": {"x": 1}}').body.blocks[0].type == "locals"
    assert reader.read("a.tfvars.json", b'{"x": "${y}"}').body.attributes["x"].expression == "${y}"


def test_the_second_reader_is_asked_only_when_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    original = second_reader.parse
    monkeypatch.setattr(second_reader, "parse", lambda path, text: asked.append(path) or original(path, text))
    assert reader.read("good.tf", b"a = 1\n").problems == ()
    assert asked == []
    # Valid for python-hcl2 only: a line that continues the one before.
    file = reader.read("lenient.tf", b"a {\n  b = x\n  && y\n}\nc {\n}\n")
    assert asked == ["lenient.tf"]
    assert file.problems == ()
    assert [block.type for block in file.body.blocks] == ["a", "c"]


def test_when_both_fail_the_part_that_was_read_stays() -> None:
    file = reader.read("bad.tf", b"a {\n  b = = 1\n}\nc {\n}\n")
    assert [block.type for block in file.body.blocks] == ["c"]
    assert [(p.line, p.column, p.end_line) for p in file.problems] == [(2, 7, 3)]


def test_the_second_reader_can_be_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hcl, "parse", None)
    assert reader.read("a.tf", b"x = 1\n", parser=reader.PYTHON_HCL2).body.attributes["x"].expression == 1


def test_invalid_utf8_is_a_problem() -> None:
    file = reader.read("a.tf", b'a = 1\nb = "\xe9"\n# end\n')
    assert file.body == Body({}, [])
    assert file.problems == ((2, 6, 4, "the file is not valid UTF-8"),)


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    file = reader.read("a.tf", b"\xef\xbb\xbfa = 1\n")
    assert file.text == "a = 1\n"
    assert file.problems == ()


def test_a_file_that_is_too_large_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 5)
    assert reader.read("a.tf", b"a = 1").problems == ()
    assert reader.read("a.tf", b"a = 1\n").problems[0].message == "the file is larger than 5 bytes"


def test_line_of() -> None:
    file = reader.read("a.tf", b"a = 1\n\nb = 2")
    assert [reader.line_of(file, offset) for offset in (0, 5, 6, 7, 11)] == [1, 1, 2, 3, 3]
    assert reader.line_of(file, file.body.attributes["b"].start) == 3


def test_an_empty_file_is_read() -> None:
    assert reader.read("a.tf", b"").problems == ()
    assert reader.read("a.tf.json", b"").problems != ()

"""python-hcl2 is the oracle of the fast reader: both give the same tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from hds_collectors.terraform import hcl, second_reader
from hds_collectors.terraform.syntax import Body, File, Index, Splat, Template, TemplateIf, Traversal

ROOT = Path(__file__).parents[3]
FILES = sorted(
    path for folder in (ROOT / "tests" / "assets", ROOT / "examples") for path in folder.rglob("*.tf") if path.is_file()
)


def shape(body: Body) -> str:
    """The tree without positions; types count, so that 1, 1.0 and True differ."""
    arguments = {name: attribute.expression for name, attribute in body.attributes.items()}
    return repr((arguments, [(block.type, block.labels, shape(block.body)) for block in body.blocks]))


def both(text: str) -> tuple[File, File]:
    return hcl.parse("main.tf", text), second_reader.parse("main.tf", text)


def test_there_are_files_to_compare() -> None:
    names = {path.name for path in FILES}
    assert {"blocks.tf", "crlf.tf", "expressions.tf", "literals.tf", "templates.tf"} <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_both_readers_give_the_same_tree(path: Path) -> None:
    fast, second = both(path.read_bytes().decode("utf-8-sig"))
    if fast.problems:
        # Broken on purpose: then the second reader may read more, but never pretend that nothing is there.
        assert second.problems or second.body.blocks or second.body.attributes
        return
    assert second.problems == ()
    assert shape(fast.body) == shape(second.body)
    assert fast.body.blocks or fast.body.attributes


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_both_readers_agree_on_the_lines_of_blocks(path: Path) -> None:
    fast, second = both(path.read_bytes().decode("utf-8-sig"))
    if not fast.problems:
        assert [b.start for b in fast.body.blocks] == [b.start for b in second.body.blocks]
        assert [b.end for b in fast.body.blocks] == [b.end for b in second.body.blocks]


def test_only_the_second_reader_continues_a_line() -> None:
    fast, second = both("a = x\n  && y\n")
    assert fast.problems
    assert second.problems == ()
    assert repr(second.body.attributes["a"].expression) == (
        "Binary(operator='&&', left=Traversal(names=('x',)), right=Traversal(names=('y',)))"
    )


def test_where_python_hcl2_nests_splats_differently() -> None:
    _, second = both("a = b[*].c[*].d\ne = b.*.c[0]\nf = (b[*].c)[*].d\n")
    b = Traversal(("b",))
    assert {name: attribute.expression for name, attribute in second.body.attributes.items()} == {
        "a": Splat(b, ("c", "*", "d")),
        "e": Index(Splat(b, ("c",)), 0),
        "f": Splat(Splat(b, ("c",)), ("d",)),
    }


def test_strip_markers_and_escapes() -> None:
    _, second = both('a = "x %{~ if b ~} y \\t$${z} %{~ endif }"\n')
    assert second.problems == ()
    (text, condition) = second.body.attributes["a"].expression.parts  # type: ignore[union-attr] # a Template
    assert text == "x"
    assert condition.then == Template(("y \t${z}",))


def test_an_interpolation_behind_an_escape() -> None:
    """As in a connection string of AWS Athena; python-hcl2 alone takes all of it for literal text."""
    fast, second = both('a = "x:$${${b.c}}@%%{%{ if d }e%{ endif }"\n')
    assert second.problems == ()
    assert second.body.attributes["a"].expression == Template(
        ("x:${", Traversal(("b", "c")), "}@%{", TemplateIf(Traversal(("d",)), Template(("e",)), Template(())))
    )
    assert shape(fast.body) == shape(second.body)


@pytest.mark.parametrize(
    "text",
    [
        "a = = 1\n",
        "a {\n",
        'a = "x\ny"\n',
        'a = "\\q"\n',
        'a = "%{ if b }"\n',
        'a "${b}" {}\n',
        "a = b[*].c.*.d\n",
        "a = <<E\n${\nE\n",
        "a = [for v in b : v if null]\n",
        "x = " + "[" * 3000 + "]" * 3000,
        "x = " + "(" * 400 + "1" + ")" * 400,
        "a {\n" * 400 + "}\n" * 400,
        "x = 1" + " + 1" * 5000,
        "x = " + "9" * 5000 + "\n",
        "a = 1\n" * 50_000,
        "a = <<E\n" + "\n" * 2000,
        "\x00",
    ],
)
def test_what_it_cannot_read_is_a_problem(text: str) -> None:
    assert second_reader.parse("main.tf", text).problems


def test_a_long_text_is_not_tried() -> None:
    (problem,) = second_reader.parse("main.tf", "#" * (second_reader.MAX_CHARACTERS + 1)).problems
    assert problem.message == f"the file is longer than {second_reader.MAX_CHARACTERS} characters"


def test_a_duplicate_argument_is_a_problem_here_too() -> None:
    file = second_reader.parse("main.tf", "a {\n  x = 1\n  x = 2\n}\n")
    assert [(p.line, p.column, p.end_line) for p in file.problems] == [(3, 3, 3)]
    assert file.body.blocks[0].body.attributes["x"].expression == 1


def test_the_position_of_a_syntax_error() -> None:
    (problem,) = second_reader.parse("main.tf", "a = 1\nb = )\n").problems
    assert (problem.line, problem.column) == (2, 5)


def test_a_byte_order_mark_does_not_move_offsets() -> None:
    file = second_reader.parse("main.tf", "\ufeffa = 1\n")
    assert file.problems == ()
    assert file.body.attributes["a"].start == 1

"""The fast reader: structure, positions, problems and recovery; expected values by hand from the HCL specification."""

from __future__ import annotations

import pytest
from hds_collectors.terraform.hcl import parse
from hds_collectors.terraform.json_syntax import parse_json
from hds_collectors.terraform.problems import MAX_DEPTH, MAX_PROBLEMS
from hds_collectors.terraform.reader import line_of
from hds_collectors.terraform.syntax import Block, Body, File, Traversal
from hds_collectors.terraform.templates import MAX_DIRECTIVES
from hypothesis import given, settings
from hypothesis import strategies as st


def arguments(body: Body) -> dict[str, object]:
    return {name: attribute.expression for name, attribute in body.attributes.items()}


def headers(file: File) -> list[tuple[str, ...]]:
    return [(block.type, *block.labels) for block in file.body.blocks]


def read(text: str) -> File:
    file = parse("main.tf", text)
    assert file.problems == ()
    return file


def only_problem(text: str) -> tuple[int, int, int, str]:
    (problem,) = parse("main.tf", text).problems
    return tuple(problem)


def test_literals_are_plain_scalars() -> None:
    file = read('a = "x"\nb = 12\nc = -3\nd = true\ne = false\nf = null\ng = ""\nh = 007\n')
    values = list(arguments(file.body).values())
    assert values == ["x", 12, -3, True, False, None, "", 7]
    assert [type(value) for value in values] == [str, int, int, bool, bool, type(None), str, int]


def test_names_that_begin_like_a_keyword_are_references() -> None:
    assert arguments(read("a = trueish\nb = null_x.y\n").body) == {
        "a": Traversal(("trueish",)),
        "b": Traversal(("null_x", "y")),
    }


def test_block_types_labels_and_nesting() -> None:
    file = read('resource "aws_x" y {\n  nested {\n    z = 1\n  }\n  empty {}\n}\nlocals {\n}\n')
    assert headers(file) == [("resource", "aws_x", "y"), ("locals",)]
    assert headers(File("", file.body.blocks[0].body, "", (), ())) == [("nested",), ("empty",)]
    assert arguments(file.body.blocks[0].body.blocks[0].body) == {"z": 1}


def test_a_block_on_one_line_holds_one_argument() -> None:
    assert arguments(read("a { b = [1, 2] }\n").body.blocks[0].body)["b"].items == (1, 2)  # type: ignore[attr-defined] # a TupleCons
    assert only_problem("a { b = 1, c = 2 }\n")[:2] == (1, 10)
    assert only_problem("a { b {} }\n")[:2] == (1, 5)


def test_positions_are_character_offsets() -> None:
    text = '# é\nresource "a" "b" {\n  name = "x" # c\n  other = f(\n    1)\n}\n'
    file = read(text)
    block = file.body.blocks[0]
    assert text[block.start : block.end] == text[4:-1]
    assert {name: text[a.start : a.end] for name, a in block.body.attributes.items()} == {
        "name": 'name = "x"',
        "other": "other = f(\n    1)",
    }
    assert list(file.line_starts) == [0, 4, 23, 40, 53, 60, 62]
    assert [line_of(file, offset) for offset in (0, 3, 4, block.end - 1)] == [1, 1, 2, 6]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_comments_newlines_and_end_of_file(ending: str) -> None:
    lines = [
        "\ufeff# one",
        "// two",
        "/* three",
        "a = 9 */ b = 1",
        "c = 2 // d = 3",
        "e = [ # f",
        "  4, /* g */ 5",
        "]",
    ]
    file = read(ending.join(lines))
    assert list(file.body.attributes) == ["b", "c", "e"]
    assert file.body.attributes["e"].expression.items == (4, 5)  # type: ignore[union-attr] # a TupleCons


@pytest.mark.parametrize("number", ["1e301", "1e-99999999999999999999", "9e99999999999999999999", "1" * 401])
def test_a_number_out_of_range_is_a_problem_in_every_syntax(number: str) -> None:
    """Found by fuzzing: an exponent of some twenty digits is more than Decimal itself can hold."""
    found = parse("main.tf", f"a = {number}\nb = 1\n"), parse_json("main.tf.json", f'{{"locals": {{"a": {number}}}}}')
    assert [[problem.message for problem in file.problems] for file in found] == [["number out of range"]] * 2
    assert arguments(found[0].body) == {"b": 1}


def test_identifiers_are_unicode() -> None:
    assert list(read("données_santé = 1\n名前 = x.é\n").body.attributes) == ["données_santé", "名前"]
    assert only_problem("a€ = 1\n")[:2] == (1, 1)
    assert only_problem("x = a\u00a0+ 1\n")[:2] == (1, 5)


def test_a_duplicate_argument_is_a_problem_and_the_first_counts() -> None:
    file = parse("main.tf", "a {\n  x = 1\n  x = 2\n}\nb = 1\nb = [\n]\n")
    assert arguments(file.body.blocks[0].body) == {"x": 1}
    assert arguments(file.body) == {"b": 1}
    assert [(p.line, p.column, p.end_line) for p in file.problems] == [(3, 3, 3), (6, 1, 7)]
    assert "'x' is already set" in file.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 b = 2\n",
        "a {} b {}\n",
        'a "b"\n{\n}\n',
        'a "${b}" {\n}\n',
        "a = \n",
        "a\n",
        "= 1\n",
        "a = 1 +\n",
        "a = x ? 1\n: 2\n",
        'a = "x\ny"\n',
        'a = "\\q"\n',
        'a = "\\U00110000"\n',
        'a = "${}"\n',
        'a = "%{ if x }y"\n',
        'a = "%{ endif }"\n',
        'a = "%{ if x }%{ endfor }"\n',
        "a = <<E\nx\n",
        "a = { b = 1 c = 2 }\n",
        "a = [1 2]\n",
        "a = [for, b]\n",
        "a = {for = 1}\n",
        "a = b.0.1\n",
        "a = 1e999\n",
        "a = [for b in c : b if null]\n",
        "a = " + "9" * 500 + "\n",
        "a = 0x1f\n",
        "a = b[*].c.*.d\n",
        "a = p::q\n",
        "/* open\n",
        "a {\n  /* open\n}\n",
        "a {\n",
        "}\n",
        "a = }\n",
    ],
)
def test_what_terraform_refuses_is_a_problem(text: str) -> None:
    file = parse("main.tf", text)
    assert file.problems
    assert file.body == Body({}, [])


def test_an_operator_does_not_continue_the_line_before() -> None:
    file = parse("main.tf", "a {\n  b = x\n  && y\n}\n")
    assert file.body == Body({}, [])
    assert file.problems == ((3, 3, 4, "expected an argument or a block (in a)"),)


def test_one_bad_block_does_not_hide_the_rest() -> None:
    text = 'a "one" {\n  x = 1\n}\nb "two" {\n  y = = 1\n  z {\n  }\n}\n\nc "three" {\n  v = 2\n}\n'
    file = parse("main.tf", text)
    assert headers(file) == [("a", "one"), ("c", "three")]
    assert file.problems == ((5, 7, 8, "expected an expression (in b two)"),)


def test_a_missing_brace_costs_one_block_only() -> None:
    file = parse("main.tf", "a {\n  b {\n    x = 1\n  }\n\nc {\n  y = 2\n}\nd {\n}\n")
    assert headers(file) == [("c",), ("d",)]
    assert file.problems == ((6, 1, 6, "the block before this line is not closed (in a)"),)


@pytest.mark.parametrize(
    ("before", "inside"), [("  x = = 1\n", ""), ("", "${}\n"), ("", '${f(""")}\n')], ids=["before", "empty", "quotes"]
)
def test_content_of_a_heredoc_is_never_read_as_a_block(before: str, inside: str) -> None:
    heredoc = f'p = <<EOF\n{inside}}}\nresource "evil" "x" {{\n}}\nEOF\n'
    file = parse("main.tf", f"a {{\n{before}{heredoc}}}\nb {{\n}}\n")
    assert headers(file) == [("b",)]
    assert len(file.problems) == 1


def test_arguments_after_a_bad_top_level_argument_are_read() -> None:
    file = parse("x.tfvars", "a = = 1\nb = 2\nc = [\n  !\n]\nd = 3\n")
    assert arguments(file.body) == {"b": 2, "d": 3}
    assert [(p.line, p.end_line) for p in file.problems] == [(1, 1), (5, 5)]


@pytest.mark.parametrize("opening", ["[", "(", "{a=", "f(", '"${', "a[", "[for x in ", "!(", "-(", "x ? "])
@pytest.mark.parametrize("closed", [False, True])
def test_deep_nesting_is_a_problem(opening: str, closed: bool) -> None:
    text = "x = " + opening * 3000 + ("]" * 3000 if closed else "")
    file = parse("main.tf", f"{text}\na {{\n}}\n")
    assert len(file.problems) == 1
    assert headers(file) == [("a",)]


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = MAX_DEPTH - 1
    read("x = " + "[" * depth + "]" * depth + "\n")
    assert len(parse("main.tf", "x = " + "[" * (depth + 2) + "]" * (depth + 2) + "\n").problems) == 1
    read("  a {\n" * MAX_DEPTH + "}\n" * MAX_DEPTH)
    assert parse("main.tf", "  a {\n" * (MAX_DEPTH + 1) + "  }\n" * (MAX_DEPTH + 1)).problems
    read('x = "' + "%{if a}" * MAX_DIRECTIVES + "%{endif}" * MAX_DIRECTIVES + '"\n')
    deeper = "%{if a}" * (MAX_DIRECTIVES + 1) + "%{endif}" * (MAX_DIRECTIVES + 1)
    assert len(parse("main.tf", f'x = "{deeper}"\n').problems) == 1


@pytest.mark.parametrize("tail", [" + 1", " || a", ".b", "[0]", "[*]", " .b", ".*.b"])
def test_long_chains_are_a_problem(tail: str) -> None:
    assert len(parse("main.tf", "x = a" + tail * 100_000 + "\n").problems) == 1


def test_many_unclosed_blocks_end_at_the_limit() -> None:
    file = parse("main.tf", "a {\n  x = 1\n" * 100_000)
    assert len(file.problems) == MAX_PROBLEMS + 1
    assert file.problems[-1].message.startswith("too many errors")
    assert file.problems[-1].end_line == 200_000


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('x = "' + "a" * 50_000_000 + '"\n', 0),
        ('x = "' + "a" * 1_000_000, 1),
        ("x = <<E\n" + "a ${b}\n" * 150_000, 1),
        ("x = <<-E\n" + "  a ${b}\n" * 100_000 + "E\n", 0),
        ("a {\n/*\n}\n" * 100_000, 1),
        ("".join(f"a {{\n x = <<E{i}\n}}\n" for i in range(30_000)), MAX_PROBLEMS + 1),
        ("a " * 1_000_000, 1),
        ("/*" + "* " * 500_000, 1),
        ('x = "' + "$${" * 300_000, 1),
    ],
)
def test_large_input_is_linear(text: str, problems: int) -> None:
    assert len(parse("main.tf", text).problems) == problems


def test_many_blocks() -> None:
    file = read("".join(f'r "t" "n{i}" {{\n  x = {i}\n}}\n' for i in range(100_000)))
    assert len(file.body.blocks) == 100_000
    assert file.body.blocks[-1].labels == ("t", "n99999")


_WORDS = ("a", "b.c", "${", "%{", "if ", "for ", "endif", "in ", "=>", "...", "<<E\n", "<<-E\n", "E\n", ".5")
_FRAGMENTS = st.sampled_from([*' \n={}[]()"~:?,#\\é\ufeff\x001-!+*', *_WORDS])


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_FRAGMENTS, max_size=30).map("".join)))
def test_no_text_raises(text: str) -> None:
    file = parse("main.tf", text)
    for problem in file.problems:
        assert 1 <= problem.line <= problem.end_line <= len(file.line_starts)
        assert problem.column >= 1
    for block in file.body.blocks:
        assert isinstance(block, Block)
        assert 0 <= block.start < block.end <= len(text)

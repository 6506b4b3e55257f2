"""A change of one argument changes that argument: verified by python-hcl2, whatever the file looks like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hds_collectors.terraform import hcl
from hds_collectors.terraform.patches import Blocks, Edit, PatchError, argument_edit, verify_patch
from hds_collectors.terraform.syntax import Body
from hypothesis import given, settings
from hypothesis import strategies as st

ASSETS = Path(__file__).parents[2] / "assets"
MAIN = """\
# é: offsets are bytes
provider "aws" {
  region = "us-east-1" # to be changed
}

resource "aws_s3_bucket" "b" {
  bucket = "b"
  rule {
    status = "Enabled"
  }
  text = <<-EOT
    a
  EOT
}
"""


def places(body: Body, blocks: Blocks = ()) -> Iterator[tuple[Blocks, str]]:
    """Every argument of a file."""
    yield from ((blocks, name) for name in body.attributes)
    for position, block in enumerate(body.blocks):
        yield from places(block.body, (*blocks, position))


def files() -> dict[str, bytes]:
    """Assets that the fast reader reads whole and python-hcl2 too, some more written with other newlines."""
    found = {path.as_posix(): path.read_bytes() for path in sorted(ASSETS.rglob("*.tf")) if path.is_file()}
    whole = {}
    for name, data in found.items():
        file = hcl.parse("", data.decode("utf-8-sig", "replace"))
        if not file.problems and any(places(file.body)):
            whole[name] = data
    crlf = {f"{name} with CRLF": data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for name, data in whole.items()}
    marked = {
        f"{name} with a mark": b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf") for name, data in whole.items()
    }
    return whole | crlf | marked


FILES = files()
VALUES = ('"eu-west-3"', "true", "12", "null", "[1, 2]", '{ a = "b" }', "var.x", '"${var.x}-y"', "f(1, 2)", "a ? b : c")


def test_there_are_files() -> None:
    assert len(FILES) > 300


def patched(data: bytes, blocks: Blocks, argument: str, value: str) -> bytes:
    edit = argument_edit(data, blocks, argument, value)
    after = edit.apply(data)
    verify_patch(data, after, edit)
    return after


def test_the_value_is_replaced_and_everything_else_stays() -> None:
    after = patched(MAIN.encode(), (0,), "region", '"eu-west-3"')
    assert after == MAIN.replace("us-east-1", "eu-west-3").encode()
    assert patched(MAIN.encode(), (1, 0), "status", "var.on") == MAIN.replace('"Enabled"', "var.on").encode()


def test_a_heredoc_is_replaced_whole() -> None:
    after = patched(MAIN.encode(), (1,), "text", '"a"')
    assert after.decode() == MAIN.replace("<<-EOT\n    a\n  EOT\n", '"a"\n')


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_new_argument_gets_a_line_behind_the_opening_one(ending: str) -> None:
    data = MAIN.replace("\n", ending).encode()
    after = patched(data, (1,), "region", '"eu-west-3"')
    header = b'resource "aws_s3_bucket" "b" {' + ending.encode()
    assert after == data.replace(header, header + b'  region = "eu-west-3"' + ending.encode())
    nested = patched(data, (1, 0), "id", "1").decode()
    assert f"  rule {{{ending}    id = 1{ending}" in nested


def test_an_argument_is_removed() -> None:
    line = b'  bucket = "b"\n'
    start = MAIN.encode().index(line)
    edit = Edit((1,), "bucket", None, start, start + len(line), b"")
    verify_patch(MAIN.encode(), edit.apply(MAIN.encode()), edit)
    wrong = edit._replace(argument="text")
    with pytest.raises(PatchError, match="touches more"):
        verify_patch(MAIN.encode(), wrong.apply(MAIN.encode()), wrong)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_argument_of_every_file_can_be_changed_alone(data: st.DataObject) -> None:
    content = FILES[data.draw(st.sampled_from(sorted(FILES)))]
    place = data.draw(st.sampled_from(list(places(hcl.parse("", content.decode("utf-8-sig")).body))))
    value = data.draw(st.sampled_from(VALUES))
    edit = argument_edit(content, *place, value)
    after = edit.apply(content)
    assert after[: edit.start] == content[: edit.start]
    assert after[len(after) - (len(content) - edit.end) :] == content[edit.end :]
    verify_patch(content, after, edit)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_that_differs_anywhere_else_is_refused(data: st.DataObject) -> None:
    content = MAIN.encode()
    edit = argument_edit(content, (0,), "region", '"eu-west-3"')
    after = edit.apply(content)
    at = data.draw(st.integers(0, len(after) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != after[at]))
    with pytest.raises(PatchError):
        verify_patch(content, after[:at] + bytes([byte]) + after[at + 1 :], edit)


@pytest.mark.parametrize(
    "value",
    [
        '"eu-west-3"\n  bucket = "x"',
        '"eu-west-3"\n}\nresource "a" "b" {',
        "1 }",
        "",
        "= 1",
        '"a" "b"',
        "1\n",
        '"${"',
        '"a" # c\n b = 2',
        "<<E\n",
    ],
)
def test_a_value_that_is_more_than_a_value_is_refused(value: str) -> None:
    content = MAIN.encode()
    edit = argument_edit(content, (0,), "region", value)
    with pytest.raises(PatchError):
        verify_patch(content, edit.apply(content), edit._replace(value='"eu-west-3"'))
    if value.strip() != "1":
        with pytest.raises(PatchError):
            verify_patch(content, edit.apply(content), edit)


def test_a_change_at_another_place_is_refused() -> None:
    """The two readers must mean the same argument: here the edit says another than it changes."""
    content = MAIN.encode()
    edit = argument_edit(content, (0,), "region", '"b"')
    for wrong in (edit._replace(blocks=(1,)), edit._replace(argument="bucket"), edit._replace(blocks=(7,))):
        with pytest.raises(PatchError):
            verify_patch(content, wrong.apply(content), wrong)


@pytest.mark.parametrize(
    ("content", "blocks", "said"),
    [
        (b"a {}\n", (0,), "on one line"),
        (b"a { b = 1 }\n", (0,), "on one line"),
        (b"a = 1\n", (), "outside of every block"),
        (b"a {\n", (0,), "not closed"),
        (b"a {\n}\n", (1,), "no such block"),
        (b"a {\n  x = \xff\n}\n", (0,), "UTF-8"),
    ],
)
def test_a_file_that_is_not_changed(content: bytes, blocks: Blocks, said: str) -> None:
    with pytest.raises(PatchError, match=said):
        argument_edit(content, blocks, "c", "1")


def test_what_python_hcl2_does_not_read_is_not_verified() -> None:
    content = b"a {\n  x = 1\n}\n#" + b"#" * 300_000 + b"\n"
    edit = argument_edit(content, (0,), "x", "2")
    with pytest.raises(PatchError, match="python-hcl2 does not read the file before"):
        verify_patch(content, edit.apply(content), edit)

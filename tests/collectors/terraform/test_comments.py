"""Comments that speak to the tool: which text is one, and which resources it is about."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from hds_collectors.terraform.collector import Options, collect, collect_with_blocks
from plan_document import change, plan, read
from terraform_tree import Tree

from hds_policy.model import Directive, SourceRange

BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n'
SAID = "# hds-policy: waive X-1 until=2027-01-01"


Told: TypeAlias = Callable[..., list[tuple[int, str, tuple[str, ...]]]]


@pytest.fixture
def told(tree: Tree) -> Told:
    """Line, block and resources of each comment of a file."""

    def directives(text: str, options: Options | None = None) -> list[tuple[int, str, tuple[str, ...]]]:
        return [(one.place.start_line, one.subject, one.resources) for one in tree(text, options).directives]

    return directives


ABOUT_B = ("aws_s3_bucket.b", ("aws_s3_bucket.b",))


@pytest.mark.parametrize("parser", ["fast", "python-hcl2"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{SAID}\n{BUCKET}", 1),
        (f"// hds-policy: waive\n{BUCKET}", 1),
        (f"{SAID}\n# and another comment\n{BUCKET}", 1),
        (f"#{SAID}\r\n{BUCKET}", 1),
        (BUCKET.replace('= "b"', f'= "b" {SAID}'), 2),
        (BUCKET.replace("}\n", f"  {SAID}\n}}\n"), 3),
        (BUCKET.replace("}\n", f"}} {SAID}\n"), 3),
        (BUCKET.replace('"b"\n}', f'"#" {SAID}\n}}'), 2),
    ],
)
def test_a_comment_is_about_the_block_it_stands_in_or_above(told: Told, text: str, line: int, parser: str) -> None:
    assert told(text, Options(parser=parser)) == [(line, *ABOUT_B)]


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID}\n\n{BUCKET}",
        f"{BUCKET}{SAID}\n",
        f'{SAID}\nprovider "aws" {{\n  region = "eu-west-3"\n}}\n{BUCKET}',
        f"{SAID}\nlocals {{\n  a = 1\n}}\n{BUCKET}",
    ],
)
def test_a_comment_elsewhere_is_about_nothing(told: Told, text: str) -> None:
    assert [entry[1:] for entry in told(text)] == [("", ())]


@pytest.mark.parametrize(
    "text",
    [
        BUCKET.replace('"b"\n}', f'"{SAID}"\n}}'),
        BUCKET.replace('"b"\n}', f"<<-EOT\n  {SAID}\n  EOT\n}}"),
        f"/*\n{SAID}\n*/\n{BUCKET}",
        f"/* {SAID} */\n{BUCKET}",
        f"/*\n{SAID}\n# hds-policy: waive again\n*/\n{BUCKET}",
        f"# hds-policy waive X-1\n{BUCKET}",
        f"# see hds-policy: waive X-1\n{BUCKET}",
    ],
)
def test_what_is_no_line_comment_says_nothing(told: Told, text: str) -> None:
    assert told(text) == []


def test_a_comment_beside_a_string_that_looks_like_one(told: Told) -> None:
    assert told(BUCKET.replace('"b"\n}', f'"{SAID}"\n  {SAID}\n}}')) == [(3, *ABOUT_B)]


def test_a_file_with_an_error_says_nothing(told: Told) -> None:
    assert told(f'{SAID}\n{BUCKET}resource "aws_s3_bucket" {{{{\n') == []


def test_every_instance_and_everything_below_a_module_call(tree: Tree) -> None:
    files = {
        "a/main.tf": f'{SAID}\nmodule "m" {{\n  source = "../m"\n}}\nmodule "mm" {{\n  source = "../m"\n}}\n',
        "b/main.tf": 'module "m" {\n  source = "../m"\n}\n',
        "m/main.tf": f'resource "aws_s3_bucket" "b" {{\n  {SAID}\n  count = 2\n}}\n',
    }
    found = {one.place.file: one for one in tree(files).directives}
    assert found["a/main.tf"].resources == ("a:module.m.aws_s3_bucket.b[0]", "a:module.m.aws_s3_bucket.b[1]")
    assert len(found["m/main.tf"].resources) == 6
    assert found["m/main.tf"].subject == "aws_s3_bucket.b"


def test_a_remote_module_call_and_a_data_source(told: Told) -> None:
    call = f'{SAID}\nmodule "m" {{\n  source = "terraform-aws-modules/s3-bucket/aws"\n}}\n'
    assert told(call) == [(1, "module.m", ("module.m",))]


def test_a_data_source_is_named_as_one(told: Told) -> None:
    assert told(f'{SAID}\ndata "aws_s3_bucket" "b" {{\n}}\n') == [
        (1, "data.aws_s3_bucket.b", ("data.aws_s3_bucket.b",))
    ]


def test_two_runs_say_the_same_and_no_comment_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        f"{SAID}\n{BUCKET}\n{BUCKET}".replace('\n\nresource "aws_s3_bucket" "b"', '\nresource "aws_s3_bucket" "c"')
    )
    assert collect(tmp_path).directives == collect(tmp_path).directives
    assert collect_with_blocks(tmp_path, Options())[0].directives == (
        Directive("waive X-1 until=2027-01-01", SourceRange("main.tf", 1, 1), *ABOUT_B),
    )


def test_a_plan_takes_the_comments_of_its_configuration(tmp_path: Path) -> None:
    source = tmp_path / "infra"
    source.mkdir()
    block = BUCKET.replace('bucket = "b"', "count = 0")
    (source / "main.tf").write_text(f"{SAID}\n{block}")
    changes = [change("aws_s3_bucket.b[0]", {}, index=0), change("aws_s3_bucket.other", {})]
    (found,) = read(tmp_path, plan(changes, None), source=source).directives
    assert (found.place.file, found.resources) == ("infra/main.tf", ("aws_s3_bucket.b[0]",))

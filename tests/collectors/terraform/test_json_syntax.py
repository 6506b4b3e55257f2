"""JSON configuration syntax; expected trees by hand from Terraform's description of it."""

from __future__ import annotations

import json

import pytest
from hds_collectors.terraform.json_syntax import parse_json
from hds_collectors.terraform.problems import MAX_DEPTH
from hds_collectors.terraform.syntax import Body, Call, File, ObjectCons, Template, Traversal, TupleCons
from hypothesis import given, settings
from hypothesis import strategies as st


def read(content: object, path: str = "main.tf.json") -> File:
    file = parse_json(path, json.dumps(content, indent=2))
    assert file.problems == ()
    return file


def arguments(body: Body) -> dict[str, object]:
    return {name: attribute.expression for name, attribute in body.attributes.items()}


def headers(body: Body) -> list[tuple[str, ...]]:
    return [(block.type, *block.labels) for block in body.blocks]


def test_labels_are_nesting_and_lists_are_several_blocks() -> None:
    file = read(
        {
            "//": "a comment",
            "resource": {"aws_a": {"x": {"n": 1, "//": "no argument"}, "y": [{"n": 2}, {"n": 3}]}, "aws_b": {"z": {}}},
            "data": [{"aws_c": {"w": {}}}],
            "module": {"m": {"source": "./m"}},
            "locals": [{"l": 1}, {"k": 2}],
            "provider": {"aws": [{"region": "eu-west-3"}, {"alias": "us"}]},
            "output": {"o": None},
        }
    )
    assert headers(file.body) == [
        ("resource", "aws_a", "x"),
        ("resource", "aws_a", "y"),
        ("resource", "aws_a", "y"),
        ("resource", "aws_b", "z"),
        ("data", "aws_c", "w"),
        ("module", "m"),
        ("locals",),
        ("locals",),
        ("provider", "aws"),
        ("provider", "aws"),
    ]
    assert [arguments(block.body) for block in file.body.blocks[:3]] == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_strings_are_templates() -> None:
    body = read(
        {"locals": {"a": "x ${b.c}", "d": "${b}", "e": "$${b}", "f": {"${b}": ["${b}", None, True, 1.5, 2.0]}}}
    ).body
    b = Traversal(("b",))
    assert arguments(body.blocks[0].body) == {
        "a": Template(("x ", Traversal(("b", "c")))),
        "d": b,
        "e": "${b}",
        "f": ObjectCons(((b, TupleCons((b, None, True, 1.5, 2))),)),
    }


def test_nested_blocks_of_a_resource() -> None:
    file = read(
        {
            "resource": {
                "t": {
                    "n": {
                        "ingress": [{"port": 1}, {"port": 2}],
                        "depends_on": ["a.b", "module.c"],
                        "provider": "aws.us",
                        "lifecycle": {"ignore_changes": ["tags"], "precondition": [{"condition": "${a.ok}"}]},
                        "dynamic": {"setting": {"for_each": "${a.b}", "iterator": "s", "content": {"v": "${s.value}"}}},
                        "provisioner": [{"local-exec": {"command": "x"}}],
                    }
                }
            }
        }
    )
    body = file.body.blocks[0].body
    assert arguments(body) == {
        "ingress": TupleCons((ObjectCons((("port", 1),)), ObjectCons((("port", 2),)))),
        "depends_on": TupleCons((Traversal(("a", "b")), Traversal(("module", "c")))),
        "provider": Traversal(("aws", "us")),
    }
    assert headers(body) == [("lifecycle",), ("dynamic", "setting"), ("provisioner", "local-exec")]
    lifecycle, dynamic, _ = body.blocks
    assert arguments(lifecycle.body) == {"ignore_changes": TupleCons((Traversal(("tags",)),))}
    assert headers(lifecycle.body) == [("precondition",)]
    assert arguments(dynamic.body) == {"for_each": Traversal(("a", "b")), "iterator": Traversal(("s",))}
    assert arguments(dynamic.body.blocks[0].body) == {"v": Traversal(("s", "value"))}


def test_variables_types_and_defaults() -> None:
    file = read({"variable": {"v": {"type": "list(string)", "default": "${not_a_template}"}}})
    assert arguments(file.body.blocks[0].body) == {
        "type": Call("list", (Traversal(("string",)),), False),
        "default": "${not_a_template}",
    }


def test_provider_maps_are_references() -> None:
    file = read(
        {
            "module": {"m": {"source": "./m", "providers": {"aws.src": "aws.us"}}},
            "terraform": {
                "required_providers": {"aws": {"source": "hashicorp/aws", "configuration_aliases": ["aws.src"]}},
                "backend": {"s3": {"bucket": "b"}},
            },
        }
    )
    module, terraform = file.body.blocks
    assert arguments(module.body)["providers"] == ObjectCons((("aws.src", Traversal(("aws", "us"))),))
    assert headers(terraform.body) == [("required_providers",), ("backend", "s3")]
    assert arguments(terraform.body.blocks[0].body)["aws"] == ObjectCons(
        (("source", "hashicorp/aws"), ("configuration_aliases", TupleCons((Traversal(("aws", "src")),))))
    )


def test_positions() -> None:
    text = (
        '{\n  "resource": {\n    "t": {\n      "n": {\n        "é": [\n          1\n        ]\n      }\n    }\n  }\n}\n'
    )
    file = parse_json("main.tf.json", text)
    block = file.body.blocks[0]
    assert text[block.start : block.end].startswith('"n": {')
    assert text[block.start : block.end].endswith("\n      }")
    attribute = block.body.attributes["é"]
    assert text[attribute.start : attribute.end] == '"é": [\n          1\n        ]'


def test_values_of_variables_are_literal() -> None:
    body = read({"a": "${b}", "resource": {"c": ["%{ if }"]}}, "x.auto.tfvars.json").body
    assert arguments(body) == {"a": "${b}", "resource": ObjectCons((("c", TupleCons(("%{ if }",))),))}


def test_an_error_leaves_out_one_block() -> None:
    text = '{"resource": {"t": {\n"a": {"x": "${"},\n"b": {"x": 1}}},\n"unknown": {},\n"locals": {"y": 2}}'
    file = parse_json("main.tf.json", text)
    assert headers(file.body) == [("resource", "t", "b"), ("locals",)]
    assert [(p.line, p.end_line, p.message) for p in file.problems] == [
        (2, 2, "expected an expression (in resource t a)"),
        (4, 4, "unknown block type 'unknown'"),
    ]


def test_duplicate_keys() -> None:
    file = parse_json("main.tf.json", '{"locals": {"a": 1, "a": 2, "b": {"c": 1, "c": 2}}, "locals": {"d": 1}}')
    assert [arguments(block.body) for block in file.body.blocks] == [{"a": 1, "b": ObjectCons((("c", 1),))}, {"d": 1}]
    assert [p.column for p in file.problems] == [21, 43]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "1",
        "[1]",
        "{",
        '{"locals": {"a": 1,}}',
        '{"locals": {"a": 01}}',
        '{"locals": {"a": NaN}}',
        '{"locals": {"a": "\n"}}',
        '{"locals": {"a": 1}} x',
        "{'locals': {}}",
        '{"locals": {"a": 1e999}}',
        '{"resource": {"t": 3}}',
        '{"resource": {"t": {"n": {"depends_on": ["a b"]}}}}',
        "[" * 3000,
        '{"locals": {"a": ' + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1) + "}}",
        '{"locals": {"a": "' + "${(" * 3000 + '"}}',
    ],
)
def test_what_cannot_be_read_is_a_problem(text: str) -> None:
    file = parse_json("main.tf.json", text)
    assert file.problems
    assert not [name for block in file.body.blocks for name in block.body.attributes]


def test_lone_surrogates_are_replaced() -> None:
    file = parse_json("x.tfvars.json", '{"a": "\\ud800", "b": "\\ud83d\\ude00"}')
    assert arguments(file.body) == {"a": "\ufffd", "b": "😀"}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resource", "locals", "dynamic", "content", "a", "//", "terraform"]), inner, max_size=3
        )
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(_JSON.map(json.dumps) | st.text(max_size=40), st.sampled_from(["a.tf.json", "a.tfvars.json"]))
def test_no_text_raises(text: str, path: str) -> None:
    file = parse_json(path, text)
    assert file.problems or file.body is not None
    for problem in file.problems:
        assert 1 <= problem.line <= problem.end_line <= len(file.line_starts)

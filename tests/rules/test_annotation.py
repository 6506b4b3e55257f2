import pytest

from hds_policy.errors import PolicyError
from hds_policy.rules.annotation import annotation_of, package_of

GOOD = """# Licence line

# METADATA
# scope: package
# title: A
# custom:
#   list: ["a", b]
package a.b
"""


def test_block_is_read_as_yaml() -> None:
    assert annotation_of("a.rego", GOOD) == {"scope": "package", "title": "A", "custom": {"list": ["a", "b"]}}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("package a\n# METADATA\n# scope: package\n", "a.rego: no METADATA comment before `package`"),
        ("# METADATA\n# title: [\npackage a\n", "a.rego:3: METADATA is not valid YAML"),
        (
            "# METADATA\n# a: 1\n#\n# a: 2\npackage a\n",
            "a.rego:4: METADATA is not valid YAML: key 'a' is written twice",
        ),
        ("# METADATA\n# [a, b]: 1\npackage a\n", "a.rego:2: METADATA is not valid YAML: a key must be plain text"),
        ("# METADATA\n# - a\npackage a\n", "a.rego:2: METADATA must be a mapping"),
        ("# METADATA\npackage a\n", "a.rego:2: METADATA must be a mapping"),
        ("# METADATA\n# a: !!python/object:os.system 1\npackage a\n", "a.rego:2: METADATA is not valid YAML"),
        ("# METADATA\n# a: 2026-13-45\npackage a\n", "a.rego:2: METADATA is not valid YAML"),
        ("# METADATA\n# a: 1\n\npackage a\n", "a.rego:3: METADATA must stand directly before `package`"),
        ("# METADATA\n# a: 1\n# METADATA\n# b: 1\npackage a\n", "a.rego:3: a second METADATA comment"),
    ],
)
def test_anything_else_is_an_error_with_file_and_line(source: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        annotation_of("a.rego", source)
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_package() -> None:
    assert package_of("a.rego", GOOD) == "a.b"
    assert package_of("a.rego", "# package x\n\npackage a.b_2 # no\nx := 1\n") == "a.b_2"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# only\n\n", "a.rego: no package statement"),
        ("\nimport data.a\npackage a\n", "a.rego:2: the first statement must be `package`"),
        ('package a["b"]\n', "a.rego:1: the first statement must be `package`"),
    ],
)
def test_package_that_cannot_be_told(source: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        package_of("a.rego", source)
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize("levels", [21, 8000])
def test_levels_beyond_measure_are_an_error(levels: int) -> None:
    with pytest.raises(PolicyError) as caught:
        annotation_of("a.rego", f"# METADATA\n# title:\n#   {'- ' * levels}a\npackage a\n")
    assert caught.value.message == "a.rego:2: METADATA is not valid YAML: more than 20 levels"


def test_levels_within_measure() -> None:
    found = annotation_of("a.rego", f"# METADATA\n# title:\n#   {'- ' * 10}a\npackage a\n")
    assert str(found["title"]) == "[" * 10 + "'a'" + "]" * 10

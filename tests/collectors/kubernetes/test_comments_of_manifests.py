"""Comments of manifests: which text is one, and which object it is about."""

import pytest
from hds_collectors.kubernetes.collector import collect_text

SAID = "# hds-policy: waive X-1 until=2027-01-01"
CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: {name}\n"
ONE, TWO = CLAIM.format(name="one"), CLAIM.format(name="two")


def told(text: str) -> list[tuple[int, int]]:
    """Line of each comment and the number of objects it is about."""
    return [(one.place.start_line, len(one.resources)) for one in collect_text(text.encode(), "m.yaml").directives]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{SAID}\n{ONE}", 1),
        (f"---\n{SAID}\n# more\n{ONE}---\n{TWO}", 2),
        (f"{ONE}  labels: {{}} {SAID}\n---\n{TWO}", 5),
        (ONE.replace("kind", f"{SAID}\nkind"), 2),
        (f"#{SAID}\r\n{ONE}", 1),
    ],
)
def test_a_comment_is_about_its_object(text: str, line: int) -> None:
    assert told(text) == [(line, 1)]
    found = collect_text(text.encode(), "m.yaml").directives[0]
    assert "one" in found.resources[0]
    assert found.text == "waive X-1 until=2027-01-01"


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}  annotations:\n    a: '{SAID}'\n",
        f"{ONE}  annotations:\n    a: |\n      {SAID}\n",
        f"{ONE}  annotations:\n    a: >-\n      x\n      {SAID}\n",
        f"{ONE}  annotations:\n    a: x{SAID}\n",
        f"{SAID}\n{ONE}x: [\n",
    ],
)
def test_what_is_no_comment_says_nothing(text: str) -> None:
    assert told(text) == []


def test_a_comment_beside_a_text_that_looks_like_one() -> None:
    assert told(f"{SAID}\n{ONE}  annotations:\n    a: |\n      {SAID}\n") == [(1, 1)]


def test_a_comment_on_nothing() -> None:
    assert told(f"{SAID}\n\n{ONE}---\n{TWO}") == [(1, 0)]

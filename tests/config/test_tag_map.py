"""Tags in the shapes of the providers."""

from __future__ import annotations

import pytest

from hds_policy.config import UNKNOWN_TAG, tag_map
from hds_policy.model import Cause, Unknown, Value

UNKNOWN = Unknown(Cause.KNOWN_AFTER_APPLY, "known after apply")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, {}),
        ("text", {}),
        ({"a": "b", "c": UNKNOWN}, {"a": "b", "c": UNKNOWN}),
        (UNKNOWN, {UNKNOWN_TAG: UNKNOWN}),
        (
            ["hds", "team=ehr", "env:prod", "a=b:c", "a:b=c"],
            {"hds": True, "team": "ehr", "env": "prod", "a": "b:c", "a:b": "c"},
        ),
        (["a=b", UNKNOWN], {"a": "b", UNKNOWN_TAG: UNKNOWN}),
        ([{"key": "phi", "value": "true"}, {"key": UNKNOWN, "value": "x"}], {"phi": "true", UNKNOWN_TAG: UNKNOWN}),
        ([{"key": "phi", "value": UNKNOWN}], {"phi": UNKNOWN}),
        ([{"other": "x"}, 3, None], {}),
    ],
)
def test_shapes(value: Value, expected: dict[str, Value]) -> None:
    assert tag_map(value) == expected

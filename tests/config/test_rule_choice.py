"""The first classification rule that fits wins, and an unknown tag never improves the answer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hds_policy.config import UNKNOWN_TAG, ClassificationRule, Estate, Selector, classification_rule_for
from hds_policy.model import Cause, ProviderConfig, Resource, Unknown, Value

UNKNOWN = Unknown(Cause.UNRESOLVED_VALUE, "var.team has no value")
DATABASE = Resource(
    "module.ehr.aws_db_instance.main[0]", "aws_db_instance", "main", "prod/db", ProviderConfig("aws"), {}
)

EHR = ClassificationRule(Selector(tag="team=ehr"), True, "the patient record")
WEB = ClassificationRule(Selector(tag="team=web"), False, "the public site")
ANY_TEAM = ClassificationRule(Selector(tag="team"), True, "every team")
ALL_HEALTH = ClassificationRule(Selector(match="*"), True, "everything")
ALL_FREE = ClassificationRule(Selector(match="*"), False, "nothing here")


def _choose(rules: list[ClassificationRule], tags: dict[str, Value]) -> ClassificationRule | Unknown | None:
    return classification_rule_for(replace(Estate.default(), rules=tuple(rules)), DATABASE, tags)


@pytest.mark.parametrize(
    ("rules", "tags", "expected"),
    [
        ([], {}, None),
        ([EHR, WEB], {"team": "ehr"}, EHR),
        ([EHR, WEB], {"team": "web"}, WEB),
        ([EHR, WEB], {"Team": "web"}, WEB),
        ([EHR, WEB], {"team": "other"}, None),
        ([EHR, WEB], {}, None),
        ([ALL_FREE, EHR], {"team": "ehr"}, ALL_FREE),
        ([ANY_TEAM], {"team": UNKNOWN}, ANY_TEAM),
        ([EHR, ALL_FREE], {"team": UNKNOWN}, UNKNOWN),
        ([EHR, ALL_FREE], {UNKNOWN_TAG: UNKNOWN}, UNKNOWN),
        ([ANY_TEAM, ALL_FREE], {UNKNOWN_TAG: UNKNOWN}, UNKNOWN),
        ([WEB, ALL_HEALTH], {"team": UNKNOWN}, UNKNOWN),
        ([EHR, ALL_HEALTH], {"team": UNKNOWN}, ALL_HEALTH),
        ([WEB, ALL_FREE], {"team": UNKNOWN}, ALL_FREE),
        ([EHR], {"team": UNKNOWN}, UNKNOWN),
        ([WEB], {"team": UNKNOWN}, None),
    ],
)
def test_choice(
    rules: list[ClassificationRule], tags: dict[str, Value], expected: ClassificationRule | Unknown | None
) -> None:
    assert _choose(rules, tags) == expected


@pytest.mark.parametrize(
    ("selector", "fits"),
    [
        (Selector(match="module.ehr.*", type="aws_db_*", root="prod/*"), True),
        (Selector(match="module.www.*", type="aws_db_*"), False),
        (Selector(match="module.ehr.*", type="aws_s3_*"), False),
        (Selector(type="aws_db_instance", root="dev/*"), False),
        (Selector(type="aws_db_instance", tag="team=ehr"), True),
        (Selector(type="aws_s3_bucket", tag="team=ehr"), False),
    ],
)
def test_all_that_is_given_must_fit(selector: Selector, fits: bool) -> None:
    rule = ClassificationRule(selector, True, "the patient record")
    assert _choose([rule], {"team": "ehr"}) == (rule if fits else None)

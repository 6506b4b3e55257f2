"""``[classification]`` of the estate file."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.config import check
from hds_policy.config.estate import ClassificationRule, DefaultClass, Selector
from hds_policy.config.problems import Problems
from hds_policy.config.recognition import (
    SUSPECTED_KEYS,
    SUSPECTED_VALUES,
    TAG_KEYS,
    TAG_VALUES,
    TRUE_KEYS,
    Recognition,
)
from hds_policy.config.schema import RawClassification, RawClassificationRule, Table

_PLACE = "classification"


def read_classification(
    problems: Problems, table: Table
) -> tuple[DefaultClass, Recognition, tuple[ClassificationRule, ...]]:
    """Default, tags and rules; what has a problem is left at its default, and the problem is noted."""
    raw = problems.read(table, RawClassification, (_PLACE,))
    if raw is None:
        return DefaultClass.UNCLASSIFIED, Recognition.of(), ()
    default = check.choice(problems, (_PLACE, "default"), raw.default, DefaultClass) or DefaultClass.UNCLASSIFIED
    rules = tuple(rule for index, entry in enumerate(raw.rules) if (rule := _rule(problems, entry, index)))
    return default, _recognition(problems, raw), rules


def _recognition(problems: Problems, raw: RawClassification) -> Recognition:
    def chosen(key: str, given: list[str] | None, built_in: Sequence[str]) -> Sequence[str]:
        if given is None:
            return built_in
        check.exact_names(problems, (_PLACE, key), given, everything=False)
        return (*built_in, *given) if raw.extend else given

    return Recognition.of(
        keys=chosen("tag_keys", raw.tag_keys, TAG_KEYS),
        values=chosen("tag_values", raw.tag_values, TAG_VALUES),
        true_keys=chosen("true_keys", raw.true_keys, TRUE_KEYS),
        suspected_keys=chosen("suspected_keys", raw.suspected_keys, SUSPECTED_KEYS),
        suspected_values=chosen("suspected_values", raw.suspected_values, SUSPECTED_VALUES),
    )


def _rule(problems: Problems, table: Table, index: int) -> ClassificationRule | None:
    path = (_PLACE, "rules", index)
    raw = problems.read(table, RawClassificationRule, path)
    if raw is None:
        return None
    check.reason(problems, (*path, "reason"), raw.reason)
    selector = Selector(match=raw.match, type=raw.type, root=raw.root, tag=raw.tag)
    if selector == Selector():
        problems.add(
            path, 'selects nothing: give "match", "type", "root" or "tag" (for everything else: classification.default)'
        )
    if raw.tag and not raw.tag.partition("=")[0].strip():
        problems.add((*path, "tag"), 'must be "key=value" or "key"')
    return ClassificationRule(selector, raw.health, raw.reason)

"""``[[waivers]]`` of the estate file: never without a reason, a name and an end."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hds_policy.config import check
from hds_policy.config.lines import KeyPath
from hds_policy.config.problems import Problems, shown
from hds_policy.config.schema import RawWaiver, Table
from hds_policy.model.finding import Waiver

RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")


def read_waivers(problems: Problems, tables: Sequence[Table], rules: Collection[str] | None) -> tuple[Waiver, ...]:
    """Waivers in the order of the file; ``rules``: known rule ids, None when they are not to be checked."""
    waivers = []
    for index, table in enumerate(tables):
        path: KeyPath = ("waivers", index)
        raw = problems.read(table, RawWaiver, path)
        if raw is None:
            continue
        if not RULE_ID.fullmatch(raw.rule):
            problems.add((*path, "rule"), f'{shown(raw.rule)} is not one rule id, such as "HDS-007"')
        # A rule of another name may come with custom policies, which are read after the estate.
        elif rules is not None and raw.rule.partition("-")[0] in {rule.partition("-")[0] for rule in rules}:
            check.known_id(problems, (*path, "rule"), raw.rule, rules, "a rule")
        check.reason(problems, (*path, "reason"), raw.reason)
        if not raw.approved_by.strip():
            problems.add((*path, "approved_by"), "must name who answers for it")
        check.day(problems, (*path, "expires"), raw.expires)
        waivers.append(Waiver(raw.rule, raw.address, raw.reason, raw.approved_by, raw.expires, raw.root))
    return tuple(waivers)

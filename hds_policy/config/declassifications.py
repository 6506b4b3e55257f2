"""``[[declassifications]]`` of the estate file: never without a reason, a name and an end."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.config import check
from hds_policy.config.lines import KeyPath
from hds_policy.config.problems import Problems, shown
from hds_policy.config.recognition import normal_value
from hds_policy.config.schema import RawDeclassification, Table
from hds_policy.model.declassification import Declassification

_DATA = ("aggregated", "anonymised")
_PSEUDONYMISED = "pseudonym"


def read_declassifications(problems: Problems, tables: Sequence[Table]) -> tuple[Declassification, ...]:
    """Declassifications in the order of the file."""
    found = []
    for index, table in enumerate(tables):
        path: KeyPath = ("declassifications", index)
        raw = problems.read(table, RawDeclassification, path)
        if raw is None:
            continue
        for key, pattern in (("from", raw.source), ("to", raw.target)):
            if not pattern.strip("* "):
                problems.add((*path, key), "must say which resource: a declaration for everything is none")
        if normal_value(raw.data).startswith(_PSEUDONYMISED):
            problems.add((*path, "data"), "pseudonymised data is personal health data and stays in scope")
        elif raw.data not in _DATA:
            problems.add((*path, "data"), f"{shown(raw.data)} must be {' or '.join(_DATA)}")
        check.reason(problems, (*path, "reason"), raw.reason)
        if not raw.approved_by.strip():
            problems.add((*path, "approved_by"), "must name who answers for it")
        check.day(problems, (*path, "expires"), raw.expires)
        found.append(Declassification(raw.source, raw.target, raw.data, raw.reason, raw.approved_by, raw.expires))
    return tuple(found)

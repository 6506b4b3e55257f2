"""Judge an inventory on each day of change and tell which results become worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from hds_policy.config import Estate
from hds_policy.errors import ExitCode
from hds_policy.forecast.days import days_of_change
from hds_policy.hosters import merged
from hds_policy.model import Assessment, Finding, Hoster, Inventory, Result, worst
from hds_policy.pipeline import Knowledge, assess, holders_of, registries_of
from hds_policy.policy_choice import Chosen

_Identity: TypeAlias = tuple[str, ...]
_BAD = frozenset({Result.FAIL, Result.UNDETERMINED, Result.REVIEW})


class Turn(Struct, frozen=True):
    """A result that becomes worse: what it was (None when nothing was said) and the finding as it is then."""

    before: Result | None
    after: Finding


class Day(Struct, frozen=True):
    """A day on which something changes.

    Attributes:
        because: what begins or has ended.
        turns: results that become worse, against the last day before it.
        better: how many become better.
        exit_code: what a check on that day gives.
    """

    on: date
    because: tuple[str, ...]
    turns: tuple[Turn, ...]
    better: int
    exit_code: ExitCode


class Forecast(Struct, frozen=True):
    """What turns, from a day up to another; ``today`` is the assessment of the first day."""

    today: Assessment
    until: date
    days: tuple[Day, ...]

    @property
    def exit_code(self) -> ExitCode:
        """1 something turns to a fail; 3 to undetermined, or something was not read; 4 nothing to check; else 0."""
        if self.today.exit_code is ExitCode.NOTHING:
            return ExitCode.NOTHING
        turned = {turn.after.result for day in self.days for turn in day.turns}
        if Result.FAIL in turned:
            return ExitCode.FAIL
        incomplete = bool(self.today.unread) or bool(self.today.coverage.failed)
        return ExitCode.UNDETERMINED if Result.UNDETERMINED in turned or incomplete else ExitCode.OK


def foresee(
    inventory: Inventory, estate: Estate, knowledge: Knowledge, on: date, until: date, chosen: Chosen | None = None
) -> Forecast:
    """Judge an inventory on a day and on every later day of change up to another.

    Raises:
        UsageError: there are too many days of change.
        EngineError: the rules could not be evaluated as a whole.
    """
    today = assess(inventory, estate, knowledge, on, chosen=chosen)
    days = days_of_change(
        replace(estate, waivers=today.waivers),
        knowledge.law,
        knowledge.rules.rules.values(),
        _in_use(today, estate, knowledge),
        registries_of(estate, knowledge),
        after=on,
        until=until,
    )
    found = []
    before = today
    for day, because in days.items():
        then = assess(inventory, estate, knowledge, day, chosen=chosen)
        found.append(_day(before, then, because))
        before = then
    return Forecast(today, until, tuple(found))


def _in_use(today: Assessment, estate: Estate, knowledge: Knowledge) -> dict[str, Hoster]:
    registry = merged(knowledge.registry, estate.hosters, "[registry] file") if estate.hosters else knowledge.registry
    holders = holders_of(estate, registry, today.on)
    used = {
        judged.placement.actor.id
        for resource in today.resources
        for placements in resource.layers.values()
        for judged in placements
    }
    below = {one.hoster for name in used if name in holders for one in holders[name].subcontractors}
    return {name: holder for name, holder in holders.items() if name in used | below}


def _day(before: Assessment, then: Assessment, because: tuple[str, ...]) -> Day:
    old, new = _by_identity(before), _by_identity(then)
    turns = []
    better = 0
    for identity, finding in new.items():
        earlier = old[identity].result if identity in old else None
        if earlier is finding.result:
            continue
        if finding.result in _BAD and (earlier is None or worst((earlier, finding.result)) is finding.result):
            turns.append(Turn(earlier, finding))
        elif earlier in _BAD:
            better += 1
    better += sum(finding.result in _BAD for identity, finding in old.items() if identity not in new)
    return Day(then.on, because, tuple(turns), better, then.exit_code)


def _by_identity(assessment: Assessment) -> Mapping[_Identity, Finding]:
    """The worst finding of each question that a rule asks of a subject, whatever the day."""
    table: dict[_Identity, Finding] = {}
    for finding in assessment.findings:
        facts = dict(finding.facts)
        layer = finding.layer.value if finding.layer else ""
        what = "/".join(facts.get(name, "") for name in ("condition", "number", "valid_until"))
        about = what if finding.subject_kind.value == "hoster" else ""
        identity = (finding.rule, finding.subject_kind.value, finding.subject, layer, finding.region or "", about)
        known = table.get(identity)
        if known is None or worst((known.result, finding.result)) is not known.result:
            table[identity] = finding
    return table

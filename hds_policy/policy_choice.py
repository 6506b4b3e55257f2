"""Which rules a run asks: shipped ones by profile, with the severities custom policies give them, and custom ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from hds_policy.config import Estate
from hds_policy.errors import EstateError
from hds_policy.evaluation.custom import CustomPolicies, inspect_custom
from hds_policy.evaluation.sandbox.limits import unlimited_here
from hds_policy.model import Finding, PolicyChoice, Rule
from hds_policy.rules import RuleSet, load_custom
from hds_policy.rules.profiles import load_profiles


class Chosen(Struct, frozen=True):
    """The rules of a run.

    Attributes:
        rules: every rule that is asked, by id, custom ones included, each with the severity that holds.
        custom: the custom policies, ready to be asked.
        choice: what a reader must be told of it.
        strict: whether the profile asks for a strict exit code.
    """

    rules: Mapping[str, Rule]
    custom: CustomPolicies = field(default_factory=CustomPolicies)
    choice: PolicyChoice = field(default_factory=PolicyChoice)
    strict: bool = False

    def asked(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of the rules that are asked."""
        return [finding for finding in findings if finding.rule in self.rules]


def choose(shipped: RuleSet, estate: Estate, on: date, *, folders: Sequence[Path] = (), profile: str = "") -> Chosen:
    """Which rules a run asks.

    Args:
        folders: of custom policies; those the estate names come on top.
        profile: name of a profile; empty for every shipped rule.

    Raises:
        PolicyError: a folder of custom policies is not valid.
        UsageError: the profile makes no sense on that day.
        EstateError: a waiver names a rule that does not exist.
    """
    from hds_policy.config.policy_folders import policy_folders  # noqa: PLC0415 - only where some are named

    named = (*folders, *(policy_folders(estate) if estate.policies else ()))
    custom = inspect_custom(load_custom(tuple(dict.fromkeys(named)), shipped), shipped) if named else CustomPolicies()
    severities = tuple(change for entry in custom.folders for change in entry.severities)
    rules = dict(shipped.rules)
    for change in severities:
        rules[change.rule] = replace(rules[change.rule], severity=change.now)
    own = {rule.id: rule for entry in custom.folders for rule in entry.by_id.values()}
    _demand_waived_rules(estate, {*rules, *own})
    left_out: tuple[str, ...] = ()
    strict = False
    if profile:
        chosen = load_profiles()[profile]
        chosen.refuse_day(profile, on)
        left_out, strict = chosen.left_out(shipped.rules), chosen.strict
    choice = PolicyChoice(
        profile=profile,
        left_out=left_out,
        custom=tuple((entry.namespace, len(entry.by_id)) for entry in custom.folders),
        severities=severities,
        unlimited=bool(custom.by_package) and unlimited_here(),
    )
    asked = {identifier: rule for identifier, rule in {**rules, **own}.items() if identifier not in left_out}
    return Chosen(dict(sorted(asked.items())), custom, choice, strict)


def _demand_waived_rules(estate: Estate, known: set[str]) -> None:
    """Waivers of rules that only custom policies could bring are looked at when these are known."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    for waiver in estate.waivers:
        if waiver.rule not in known:
            near = get_close_matches(waiver.rule, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "hds-policy rules lists the shipped ones"
            raise EstateError(f"{estate.file}: waivers: no rule {waiver.rule}", hint=hint)

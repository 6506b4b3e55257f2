"""What ``--explain`` adds under a finding: what the rule means, and what would comply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hds_policy.language import _
from hds_policy.model import CertifiedHoster, Nearest, Rule
from hds_policy.report.grouping import Reason
from hds_policy.report.nearby import SHOWN
from hds_policy.rules import in_language


def explanations(reason: Reason, rules: Sequence[Rule]) -> Iterator[str]:
    """Sentences, each a note of its own."""
    for text in dict.fromkeys(" ".join(in_language(rule)[1].split()) for rule in rules):
        yield _("meaning: {text}").format(text=text)
    found = [one.nearest for one in reason.findings if one.nearest is not None]
    if found:
        yield from _choices(found[0], found)


def _choices(first: Nearest, found: Sequence[Nearest]) -> Iterator[str]:
    regions = [region for region in first.regions if all(region in one.regions for one in found)]
    if regions:
        yield _("regions of this hoster in which this passes: {names}").format(names=_some(regions))
    else:
        yield _("no region of this hoster is known in which this passes")
    services = sorted({name for one in found for name in one.services})
    if services:
        yield _("services that its certificate names: {names}").format(names=_some(services))
    hosters = [hoster for hoster in first.hosters if all(hoster in one.hosters for one in found)]
    if hosters:
        yield _("certified for this activity: {names}").format(names=_some([_hoster(one) for one in hosters]))


def _hoster(hoster: CertifiedHoster) -> str:
    return _("{name} until {day} ({source}, read {read})").format(
        name=hoster.name, day=hoster.valid_until, source=hoster.source, read=hoster.checked_on
    )


def _some(names: Sequence[str]) -> str:
    if len(names) <= SHOWN:
        return ", ".join(names)
    more = _("… and {count} more").format(count=len(names) - SHOWN)
    return ", ".join((*names[:SHOWN], more))

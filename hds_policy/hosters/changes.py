"""What differs between two registries, fact by fact."""

from __future__ import annotations

from msgspec import Struct

from hds_policy.hosters.facts import Fact, facts_of
from hds_policy.hosters.registry import Registry


class Change(Struct, frozen=True):
    """A fact that came, went (None on that side), or has another value or source."""

    hoster: str
    about: str
    before: Fact | None
    after: Fact | None

    @property
    def kind(self) -> str:
        """``added``, ``removed``, ``changed``, or ``source`` when only where it was read is another."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        return "changed" if self.before.value != self.after.value else "source"

    def document(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "hoster": self.hoster,
            "fact": self.about,
            "change": self.kind,
            "before": self.before.document() if self.before else None,
            "after": self.after.document() if self.after else None,
        }


def changes(old: Registry, new: Registry) -> list[Change]:
    """Facts that are not the same in both, by hoster, in the order in which a hoster's facts are told."""
    before = {(fact.hoster, fact.about): fact for fact in facts_of(old)}
    after = {(fact.hoster, fact.about): fact for fact in facts_of(new)}
    order = list(dict.fromkeys([*after, *before]))
    return [
        Change(hoster, about, before.get((hoster, about)), after.get((hoster, about)))
        for hoster, about in sorted(order, key=lambda name: name[0])
        if before.get((hoster, about)) != after.get((hoster, about))
    ]

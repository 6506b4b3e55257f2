"""What changed from one bundle to another: results, waivers, certificates, rules, facts and who hosts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from hds_policy.evidence import layout
from hds_policy.evidence.problems import InvalidError
from hds_policy.evidence.shape import FactsLock, PoliciesLock, decoded, decoded_lines
from hds_policy.evidence.snapshots import OWN_REGISTRY, REGISTRY
from hds_policy.model import Result, worst

Files = Mapping[str, bytes]
_APART = ("condition", "title", "chain")
"""Facts that tell two questions of one rule about one subject apart; who hosts it where is the answer, no question."""


class Moved(Struct, frozen=True):
    """A question both bundles answer, or one of them: its worst result before and after, None where it is not asked."""

    rule: str
    subject: str
    layer: str
    before: Result | None
    after: Result | None
    message: str


class Changed(Struct, frozen=True):
    """Things of one kind, by name: those only the new bundle has, only the old one, and those that differ."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


class Difference(Struct, frozen=True):
    """Everything that differs.

    Attributes:
        worse, better, new, gone: results; equal ones are left out.
        waivers, certificates, rules, facts, hosters: see ``Changed``.
        followed: whether the new bundle names the old one as the one before it.
    """

    worse: tuple[Moved, ...]
    better: tuple[Moved, ...]
    new: tuple[Moved, ...]
    gone: tuple[Moved, ...]
    waivers: Changed
    certificates: Changed
    rules: Changed
    facts: Changed
    hosters: Changed
    followed: bool


_Key = tuple[str, ...]


def compare(old: Files, new: Files, *, followed: bool) -> Difference:
    """Compare the files of two bundles that have been read.

    Raises:
        InvalidError: a file has another content than its name says.
    """
    before, after = _answers(old), _answers(new)
    moved = [_moved(key, before.get(key), after.get(key)) for key in sorted({*before, *after})]
    both = [one for one in moved if one.before and one.after and one.before is not one.after]
    worse = tuple(one for one in both if one.before and one.after and worst((one.before, one.after)) is one.after)
    return Difference(
        worse=worse,
        better=tuple(one for one in both if one not in worse),
        new=tuple(one for one in moved if one.before is None),
        gone=tuple(one for one in moved if one.after is None),
        waivers=_changed(_waivers(old), _waivers(new)),
        certificates=_changed(_certificates(old), _certificates(new)),
        rules=_changed(_locked(old, layout.POLICIES_LOCK), _locked(new, layout.POLICIES_LOCK)),
        facts=_changed(_locked(old, layout.FACTS_LOCK), _locked(new, layout.FACTS_LOCK)),
        hosters=_changed(_registries(old), _registries(new)),
        followed=followed,
    )


def _answers(files: Files) -> dict[_Key, list[Mapping[str, Any]]]:
    found: dict[_Key, list[Mapping[str, Any]]] = {}
    for line in decoded_lines(files[layout.FINDINGS], dict, layout.FINDINGS):
        facts = {fact["name"]: fact["value"] for fact in line["facts"]}
        about = next((facts[name] for name in _APART if facts.get(name)), "")
        key = (line["rule"], line["subject_kind"], line["subject"], line["layer"] or "", about)
        found.setdefault(key, []).append(line)
    return found


def _moved(key: _Key, old: list[Mapping[str, Any]] | None, new: list[Mapping[str, Any]] | None) -> Moved:
    before, after = _worst(old), _worst(new)
    said = new or old or []
    message = next((line["message"] for line in said if Result(line["result"]) is (after or before)), "")
    return Moved(key[0], key[2], key[3], before, after, message)


def _worst(lines: list[Mapping[str, Any]] | None) -> Result | None:
    return worst(Result(line["result"]) for line in lines) if lines else None


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> Changed:
    return Changed(
        tuple(sorted(set(new) - set(old))),
        tuple(sorted(set(old) - set(new))),
        tuple(sorted(name for name in set(old) & set(new) if old[name] != new[name])),
    )


def _waivers(files: Files) -> dict[str, object]:
    return {
        f"{one['rule']} {one['root']} {one['address']}".replace("  ", " "): one
        for one in decoded_lines(files[layout.WAIVERS], dict, layout.WAIVERS)
    }


def _certificates(files: Files) -> dict[str, object]:
    """Certificates the organisation declares, and those of everybody who hosts."""
    found: dict[str, object] = {}
    for holder in _document(files, layout.HOSTING_CHAIN)["known"]:
        for one in (holder["known"] or {}).get("certificates", ()):
            name = f"{holder['id']} {one['number'] or 'without a number'}"
            found[name] = [found[name], one] if name in found else one
    return found


def _locked(files: Files, name: str) -> dict[str, object]:
    kind: Any = PoliciesLock if name == layout.POLICIES_LOCK else FactsLock
    entries: Iterable[Any] = decoded(files[name], kind, name).files
    return {entry.path.removeprefix(layout.DATA): entry.sha256 for entry in entries}


def _registries(files: Files) -> dict[str, object]:
    """What the registries of the bundle say of each hoster."""
    found: dict[str, object] = {}
    for name in (REGISTRY, OWN_REGISTRY):
        if name in files:
            try:
                told = tomllib.loads(files[name].decode()).get("hosters", {})
            except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
                raise InvalidError("content", f"{name}: not TOML: {error}") from error
            found |= {hoster: (name, said) for hoster, said in told.items()}
    return found


def _document(files: Files, name: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(files[name], type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError("content", f"{name}: {error}") from error

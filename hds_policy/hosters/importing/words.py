"""What the cells of a list mean: activities by their text, days, versions of the referential."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from hds_policy.hosters.importing.table import plain
from hds_policy.model import LAYERS, Layer

_ACTIVITIES = (
    (Layer.PHYSICAL, ("physical", "sites physiques", "site physique", "physical sites")),
    (Layer.HARDWARE, ("hardware", "infrastructure materielle", "hardware infrastructure")),
    (Layer.VIRTUAL, ("virtual", "infrastructure virtuelle", "virtual infrastructure")),
    (Layer.PLATFORM, ("platform", "plateforme", "application hosting platform")),
    (Layer.ADMIN, ("admin", "administration et l exploitation", "administration et exploitation", "infogerance",
                   "administration and operation", "management and operation")),
    (Layer.BACKUP, ("backup", "sauvegarde", "sauvegardes")),
)  # fmt: skip
"""Layer → words of its activity (CSP R.1111-9); the first that fits counts: the text of 1° speaks of hardware too."""
_FAMILIES = {
    "infrastructure physique": frozenset({Layer.PHYSICAL, Layer.HARDWARE}),
    "infogereur": frozenset({Layer.VIRTUAL, Layer.PLATFORM, Layer.ADMIN, Layer.BACKUP}),
}
_DENIALS = frozenset({"sauf", "hors", "sans", "non", "excepte", "exclu", "except", "excluding", "without", "not", "no"})
_NUMBERS = re.compile(r"(?:\W*(?:activites?|activity|activities|et|and|a|à|to)?\W*[1-6]\W*)+", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_VERSION = re.compile(r"(?:hds|v|version|referentiel)?\s*v?\s*(\d)(?:[.,](\d))?")


class Activities(Struct, frozen=True):
    """Layers that are told, layers that may be meant, and why they are not told."""

    told: frozenset[Layer]
    open: frozenset[Layer]
    notes: tuple[str, ...]


def activities(text: str, *, numbered: bool) -> Activities:
    """The layers of a cell, told by the text of the activity.

    A bare number is not taken at its word, because public pages swap the third and the fourth activity, unless
    ``numbered`` says that they follow CSP R.1111-9, or all six are there.
    """
    if not text:
        return Activities(frozenset(), frozenset(LAYERS), ("no activity is given",))
    told: set[Layer] = set()
    unclear: set[Layer] = set()
    notes: list[str] = []
    for part in _parts(text):
        if _DENIALS.intersection(plain(part).split()):
            return Activities(frozenset(), frozenset(LAYERS), (f"{part.strip()!r}: says what is left out",))
        layer = _layer(part)
        family = next((layers for words, layers in _FAMILIES.items() if words in plain(part)), None)
        if layer is not None:
            told.add(layer)
        elif _NUMBERS.fullmatch(part):
            found = _numbers(part)
            if numbered or len(found) == len(LAYERS):
                told.update(LAYERS[number - 1] for number in found)
            else:
                unclear.update(LAYERS)
                notes.append(f"{part.strip()!r}: numbers alone do not tell the activity")
        elif family is not None:
            unclear.update(family)
            notes.append(f"{part.strip()!r}: which activities of the family is not told")
        else:
            unclear.update(LAYERS)
            notes.append(f"{part.strip()!r}: no activity of CSP R.1111-9")
    if not told and not unclear:
        return activities("", numbered=numbered)
    return Activities(frozenset(told), frozenset(unclear - told), tuple(notes))


def _parts(text: str) -> Iterable[str]:
    # "1, 2, 3" and "1-6" are one part: only the whole says whether all six are there.
    if _NUMBERS.fullmatch(text):
        return [text]
    return [part for part in re.split(r"[;|\n]|,(?!\d)", text) if part.strip()]


def _layer(part: str) -> Layer | None:
    words = re.sub(r"^[1-6] ", "", plain(part))
    for layer, phrases in _ACTIVITIES:
        if any(words == phrase or (" " in phrase and phrase in words) for phrase in phrases):
            return layer
    # One word inside a sentence is enough where no other activity uses it.
    return next((layer for layer, word in _ALONE if word in words.split()), None)


_ALONE = (
    (Layer.PLATFORM, "plateforme"),
    (Layer.PLATFORM, "platform"),
    (Layer.BACKUP, "sauvegarde"),
    (Layer.BACKUP, "backup"),
)


def _numbers(part: str) -> set[int]:
    span = re.search(r"([1-6])\s*(?:-|–|a|à|to)\s*([1-6])", part)
    if span:
        return set(range(int(span[1]), int(span[2]) + 1))
    return {int(sign) for sign in re.findall(r"[1-6]", part)}


def day(text: str) -> date | None:
    """A day as ``2027-01-31``, ``31/01/2027`` or ``31.01.2027``; None when it is none of them."""
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text[:10])
    except ValueError:
        return None


def version(text: str) -> str | None:
    """The version of the referential, e.g. ``2.0`` for ``HDS v2``; None when it is not told."""
    found = _VERSION.fullmatch(text.strip().casefold().replace("é", "e"))
    if found is None:
        return None
    return "1.1" if found[1] == "1" else f"{found[1]}.{found[2] or '0'}"

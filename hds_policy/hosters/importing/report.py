"""From the rows of a list to a registry file, with a report of what was understood and what was not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from hds_policy.hosters.importing.table import Row, plain, read_table
from hds_policy.hosters.importing.toml_text import render
from hds_policy.hosters.importing.words import activities, day, version
from hds_policy.hosters.law import load_law
from hds_policy.hosters.registry import Registry, read_registry
from hds_policy.model import LAYERS, Layer, Source

_LEGAL_FORMS = {"sas", "sasu", "sa", "sarl", "ltd", "limited", "inc", "gmbh", "oy", "france", "group", "groupe"}


class Note(Struct, frozen=True):
    """Something of a row that was not understood, and is therefore not known in the result."""

    row: int
    hoster: str
    message: str


class Imported(Struct, frozen=True):
    """The registry file and how it came about.

    Attributes:
        text: the TOML of the file.
        understood: heading → column it was taken for.
        left_out: headings that were not understood.
        hosters: id → name, in the order of the list; ``known`` names those that the shipped registry has too.
        certificates: how many there are.
        notes: what was not understood.
    """

    text: str
    understood: dict[str, str]
    left_out: tuple[str, ...]
    hosters: dict[str, str]
    known: tuple[str, ...]
    certificates: int
    notes: tuple[Note, ...]

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "understood": self.understood,
            "left_out": list(self.left_out),
            "hosters": [
                {"id": identity, "name": name, "in_registry": identity in self.known}
                for identity, name in self.hosters.items()
            ],
            "certificates": self.certificates,
            "notes": [{"row": note.row, "hoster": note.hoster, "message": note.message} for note in self.notes],
        }


def import_list(path: Path, data: bytes, shipped: Registry, source: Source, *, numbered: bool) -> Imported:
    """Turn a list into a registry file.

    Args:
        path: the list, for messages.
        data: its bytes.
        shipped: registry whose ids are used for hosters that it knows.
        source: where the list comes from, the day it was taken, and its grade: of every fact in the file.
        numbered: numbers of activities follow the order of CSP R.1111-9.

    Raises:
        RegistryError: the list cannot be read, or gives no valid registry.
    """
    table = read_table(path, data)
    builder = _Builder(shipped, source, numbered)
    for row in table.rows:
        builder.add(row)
    text = render(builder.hosters, source, list(table.understood))
    read_registry(path, text.encode())
    return Imported(
        text=text,
        understood=table.understood,
        left_out=table.left_out,
        hosters={identity: entry["name"] for identity, entry in builder.hosters.items()},
        known=tuple(identity for identity in builder.hosters if identity in shipped.hosters),
        certificates=sum(len(entry["certificates"]) for entry in builder.hosters.values()),
        notes=tuple(builder.notes),
    )


class _Builder:
    """Gathers the entries of a registry file."""

    def __init__(self, shipped: Registry, source: Source, numbered: bool) -> None:
        self._ids = _ids_by_name(shipped)
        self._source = source
        self._numbered = numbered
        self.hosters: dict[str, dict[str, Any]] = {}
        self.notes: list[Note] = []

    def add(self, row: Row) -> None:
        """Take over one row."""
        name = row.cells.get("name", "")
        if not name:
            self._note(row, "", "no name: the row is left out")
            return
        identity = self._identity(name)
        entry = self.hosters.setdefault(identity, {"name": name, "brands": [], "certificates": [], "transfer_map": ""})
        entry["brands"] = list(dict.fromkeys([*entry["brands"], *_names(row.cells.get("brands", ""))]))
        entry["certificates"].append(self._certificate(row, name))
        address = row.cells.get("transfer_map", "")
        if urlsplit(address).scheme in {"http", "https"}:
            entry["transfer_map"] = address
        elif address:
            self._note(row, name, f"map of transfers: {address!r} is no address")

    def _identity(self, name: str) -> str:
        key = _bare(name)
        if key not in self._ids:
            slug = "-".join(plain(name).split()) or "hoster"
            taken = set(self._ids.values())
            number = 2
            identity = slug
            while identity in taken:
                identity, number = f"{slug}-{number}", number + 1
            self._ids[key] = identity
        return self._ids[key]

    def _certificate(self, row: Row, name: str) -> dict[str, Any]:
        found = activities(row.cells.get("layers", ""), numbered=self._numbered)
        for message in found.notes:
            self._note(row, name, f"activities: {message}")
        begins, ends = self._day(row, name, "valid_from"), self._day(row, name, "valid_until")
        if begins and ends and begins > ends:
            self._note(row, name, "valid_from is after valid_until: neither is taken")
            begins = ends = None
        return {
            "layers": _sorted(found.told),
            "layers_unknown": _sorted(found.open),
            "services": _scope(row.cells.get("services", ""), "all"),
            "regions": _scope(row.cells.get("regions", ""), "eea"),
            "referential": self._referential(row, name),
            "valid_from": begins,
            "valid_until": ends,
            "number": row.cells.get("number", ""),
            "body": row.cells.get("body", ""),
        }

    def _day(self, row: Row, name: str, column: str) -> date | None:
        text = row.cells.get(column, "")
        found = day(text) if text else None
        if text and found is None:
            self._note(row, name, f"{column}: {text!r} is no day such as 2027-01-31 or 31/01/2027")
        return found

    def _referential(self, row: Row, name: str) -> str:
        text = row.cells.get("referential", "")
        found = version(text) if text else None
        if found is not None and load_law().referential(found) is not None:
            return found
        if text:
            self._note(row, name, f"referential: {text!r} is no version that is known")
        return ""

    def _note(self, row: Row, name: str, message: str) -> None:
        self.notes.append(Note(row.number, name, message))


def _ids_by_name(shipped: Registry) -> dict[str, str]:
    table: dict[str, str] = {}
    for identity, hoster in shipped.hosters.items():
        for name in (hoster.name, *shipped.brands.get(identity, ())):
            table.setdefault(_bare(name), identity)
    return table


def _bare(name: str) -> str:
    words = plain(name).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or " ".join(words)


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.replace("|", ";").split(";") if part.strip()))


def _scope(text: str, everything: str) -> str | list[str]:
    names = _names(text)
    if len(names) == 1 and plain(names[0]) in {everything, "tous", "toutes", "eee" if everything == "eea" else "all"}:
        return everything
    return names or "unknown"


def _sorted(layers: frozenset[Layer]) -> list[str]:
    return [layer.value for layer in LAYERS if layer in layers]

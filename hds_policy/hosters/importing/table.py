"""Rows of a CSV or JSON file under the names of our columns; what is not understood is told, never guessed."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from msgspec import Struct

from hds_policy.errors import RegistryError

MAX_BYTES = 16_000_000
_HINT = "a list is CSV with a heading, or JSON: a list of objects; docs/registry.md names the columns"
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

COLUMNS = {
    "name": ("name", "legal name", "hoster", "company", "raison sociale", "nom", "societe", "hebergeur",
             "nom de l hebergeur", "hebergeur certifie", "nom de la societe"),
    "brands": ("brand", "brands", "marque", "marques", "nom commercial"),
    "layers": ("layers", "activities", "activites", "activites certifiees", "activites d hebergement", "perimetre",
               "perimetre de certification", "activites couvertes"),
    "referential": ("referential", "referentiel", "version", "version du referentiel", "referentiel hds",
                    "version hds"),
    "number": ("number", "certificate", "certificate number", "certificat", "numero", "numero de certificat",
               "numero du certificat", "n de certificat", "n certificat"),
    "body": ("body", "certification body", "organisme certificateur", "organisme de certification", "certificateur"),
    "valid_from": ("valid from", "from", "date de debut", "debut de validite", "date de delivrance", "date d emission",
                   "date de certification", "date d obtention", "delivre le"),
    "valid_until": ("valid until", "until", "expires", "expiry", "expiry date", "date de fin", "fin de validite",
                    "date de fin de validite", "date d expiration", "expiration", "valable jusqu au", "expire le"),
    "services": ("services", "service", "produits", "services couverts"),
    "regions": ("regions", "region", "sites", "site", "zones", "datacenters", "sites couverts"),
    "transfer_map": ("transfer map", "map of transfers", "cartographie", "cartographie des transferts",
                     "url de la cartographie", "url cartographie", "lien cartographie"),
}  # fmt: skip
"""Column → headings that mean it, without accents, case and punctuation."""


class Row(Struct, frozen=True):
    """One row: its number in the file (the heading is 1) and the text of each column that it fills."""

    number: int
    cells: dict[str, str]


class Table(Struct, frozen=True):
    """Rows, the column each heading was taken for, and headings that were not understood."""

    rows: tuple[Row, ...]
    understood: dict[str, str]
    left_out: tuple[str, ...]


def read_table(path: Path, data: bytes) -> Table:
    """Read a list; JSON when it begins with a bracket or brace, else CSV with ``,``, ``;`` or tab.

    Raises:
        RegistryError: not text, not a list, no column with names, a column twice, or no row.
    """
    if len(data) > MAX_BYTES:
        raise RegistryError(f"{path}: is larger than {MAX_BYTES} bytes", hint=_HINT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: is not UTF-8 text (byte {error.start})", hint="Save it as UTF-8.") from error
    records = _of_json(path, text) if text.lstrip()[:1] in {"[", "{"} else _of_csv(path, text)
    headings = list(dict.fromkeys(heading for _, record in records for heading in record))
    understood: dict[str, str] = {}
    for heading in headings:
        column = _column(heading)
        if column in understood.values():
            raise RegistryError(f"{path}: two columns are taken for {column}", hint="Keep or rename one of them.")
        if column:
            understood[heading] = column
    if "name" not in understood.values():
        raise RegistryError(f"{path}: no column with the names of hosters", hint=_HINT)
    rows = tuple(Row(number, _cells(path, number, record, understood)) for number, record in records)
    if not rows:
        raise RegistryError(f"{path}: no row", hint=_HINT)
    return Table(rows, understood, tuple(heading for heading in headings if heading not in understood))


def plain(text: str) -> str:
    """Text without accents, case and punctuation, words parted by one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.replace("°", " ")) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.casefold()))


def _column(heading: str) -> str:
    words = plain(heading)
    return next((column for column, names in COLUMNS.items() if words in names), "")


def _cells(path: Path, number: int, record: dict[str, str], understood: dict[str, str]) -> dict[str, str]:
    cells = {understood[heading]: text.strip() for heading, text in record.items() if heading in understood}
    bad = next((column for column, text in cells.items() if _CONTROL.search(text)), None)
    if bad is not None:
        raise RegistryError(f"{path}: row {number}: {bad} holds control characters", hint="Take them out.")
    return {column: text for column, text in cells.items() if text}


def _of_csv(path: Path, text: str) -> list[tuple[int, dict[str, str]]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=lambda sign: sum(bool(_column(part.strip('"\r'))) for part in first.split(sign)))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise RegistryError(f"{path}: is not valid CSV: {error}", hint=_HINT) from error
    if not lines:
        raise RegistryError(f"{path}: is empty", hint=_HINT)
    heading = [cell.strip() for cell in lines[0][1]]
    records = []
    for number, line in lines[1:]:
        if len(line) > len(heading):
            raise RegistryError(f"{path}: line {number}: more cells than the heading", hint="Quote the separators.")
        records.append((number, dict(zip(heading, line, strict=False))))
    return records


def _of_json(path: Path, text: str) -> list[tuple[int, dict[str, str]]]:
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RegistryError(f"{path}: is not valid JSON: {error}", hint=_HINT) from error
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        document = lists[0] if len(lists) == 1 else None
    if not isinstance(document, list) or not all(isinstance(entry, dict) for entry in document):
        raise RegistryError(f"{path}: holds no list of objects", hint=_HINT)
    return [
        (number, {str(key): _text(path, number, value) for key, value in entry.items()})
        for number, entry in enumerate(document, start=1)
    ]


def _text(path: Path, number: int, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ";".join(map(str, value))
    if isinstance(value, str | int | float):
        return str(value)
    raise RegistryError(f"{path}: entry {number}: a value that is no text", hint=_HINT)

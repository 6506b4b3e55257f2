"""Write hds_policy/hosters/regions.toml from a CSV of regions (provider, region, country_iso2, city, eea, source).

Usage: build_regions.py CSV [--check]. With --check nothing is written and a difference is an error.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parents[1] / "hds_policy" / "hosters" / "regions.toml"
COLUMNS = ["provider", "region", "country_iso2", "city", "eea", "source"]

HOSTERS = {"gcp": "google", "ovh": "ovhcloud"}
"""Names the CSV uses for a hoster, where they are not the hoster id."""

OPENSTACK_HOSTERS = {"Orange": "orange-business", "Infomaniak": "infomaniak", "Cloud Temple": "cloudtemple"}
"""First words of the source column of the rows of several OpenStack hosters."""

PARTITIONS = {
    "aws": {
        "eusc-": "aws-eusc",
        "cn-": "aws-cn",
        "aws-cn-": "aws-cn",
        "us-gov-": "aws-us-gov",
        "aws-us-gov-": "aws-us-gov",
        "us-iso": "aws-iso",
        "eu-iso": "aws-iso",
    },
    "azure": {
        "bleu": "bleu",
        "delos": "delos",
        "china": "azure-china",
        "usgov": "azure-us-gov",
        "usdod": "azure-us-gov",
        "ussec": "azure-us-gov",
        "usnat": "azure-us-gov",
        "germanycentral": "azure-germany",
        "germanynortheast": "azure-germany",
    },
    "google": {"u-france-": "s3ns", "u-": "google-dedicated"},
}
"""Start of a region's name → hoster that runs it, where that is not the one the CSV names; as in the catalogue."""

PLACELESS = {"global", "aws-global"}
"""Pseudo regions of services without a place: neither inside nor outside of the EEA can be claimed."""

DOUBT = re.compile(r"unknown|not documented|verify|may include", re.IGNORECASE)
BOILERPLATE = "(from memory of the docs, verify per service)"
"""Stands on every row of a group, so it says nothing of one row."""

MEMORY = "from memory"
"""Marks a row that nobody read in a source: grade K."""

READ_SINCE = {
    ("google", "eu"): "Cloud Storage bucket locations, as its client libraries document them (no London, no Zurich)",
    ("google", "eur3"): "docs.cloud.google.com/firestore/native/docs/locations (Belgium, Netherlands, Finland)",
    (
        "opentelekomcloud",
        "eu-de",
    ): "opentelekomcloud-docs/regions-and-endpoints; cycloidio/terracost issue 117 (Germany)",
    (
        "opentelekomcloud",
        "eu-nl",
    ): "opentelekomcloud-docs/regions-and-endpoints; cycloidio/terracost issue 117 (Netherlands)",
}
"""(hoster, region) → where a row that the CSV has from memory was read since."""

CHECKED_ON = "2026-11-23"
"""Day the CSV was compiled."""

ZONES = [
    (re.compile(r"zone\)$"), re.compile(r"^(.+)-\d+$")),
    (re.compile(r"^subregion naming"), re.compile(r"^(.+)[a-z]$")),
]
"""Source text that marks a zone, and the form of its name: group 1 is the region."""


class Row(NamedTuple):
    """One region as it is written to the file."""

    hoster: str
    name: str
    country: str
    eea: bool | None
    place: str
    parent: str
    source: str
    known: bool


def _hoster(provider: str, region: str, source: str) -> str:
    if provider != "openstack-hosters":
        hoster = HOSTERS.get(provider, provider)
        parts = PARTITIONS.get(hoster, {})
        return next((part for start, part in parts.items() if region.startswith(start)), hoster)
    return next(hoster for words, hoster in OPENSTACK_HOSTERS.items() if source.startswith(words))


def _eea(row: dict[str, str]) -> bool | None:
    text = f"{row['city']} {row['source']}".replace(BOILERPLATE, "")
    if row["region"] in PLACELESS or DOUBT.search(text):
        return None
    return {"true": True, "false": False}[row["eea"]]


def _parent(name: str, source: str) -> str:
    for mark, form in ZONES:
        if mark.search(source) and (match := form.match(name)):
            return match[1]
    return ""


def rows(path: Path) -> Iterator[Row]:
    """Rows of the CSV; a name that differs in case only from an earlier one of the same hoster is left out.

    Raises:
        SystemExit: wrong columns, a value that is not allowed, or two rows that contradict each other.
    """
    seen: dict[tuple[str, str], Row] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != COLUMNS:
            raise SystemExit(f"{path}: columns are {reader.fieldnames}, expected {COLUMNS}")
        for line in reader:
            hoster = _hoster(line["provider"], line["region"], line["source"])
            name, source = line["region"], line["source"]
            place = line["city"].strip("()") if line["city"].startswith("(") else line["city"]
            read = READ_SINCE.get((hoster, name), source)
            known = MEMORY not in read
            row = Row(hoster, name, line["country_iso2"], _eea(line), place, _parent(name, source), read, known)
            if not (row.name and row.source):
                raise SystemExit(f"{path}: empty name or source: {line}")
            earlier = seen.setdefault((hoster, name.lower()), row)
            if earlier is row:
                yield row
            elif (earlier.country, earlier.eea) != (row.country, row.eea):
                raise SystemExit(f"{path}: {hoster} {name} contradicts an earlier row")


def _common_start(first: str, last: str) -> str:
    length = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:length]


def _source(sources: list[str]) -> str:
    distinct = list(dict.fromkeys(sources))
    common = _common_start(min(distinct), max(distinct)).rstrip(" ,:(")
    return common if len(common) >= 20 else "; ".join(text.strip() for text in distinct)


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line(row: Row) -> str:
    fields = {
        "country": _quote(row.country) if row.country else "",
        "eea": "" if row.eea is None else str(row.eea).lower(),
        "place": _quote(row.place) if row.place else "",
        "parent": _quote(row.parent) if row.parent else "",
        "grade": "" if row.known else '"K"',
    }
    inner = ", ".join(f"{key} = {value}" for key, value in fields.items() if value)
    return f"{_quote(row.name)} = {{ {inner} }}".replace("{  }", "{}")


def render(path: Path) -> str:
    """Text of regions.toml."""
    tables: dict[str, list[Row]] = {}
    for row in rows(path):
        tables.setdefault(row.hoster, []).append(row)
    if not tables:
        raise SystemExit(f"{path}: no region")
    parts = [
        "# Generated by support/build_regions.py: do not edit.\n# eea is left out where it is not known;"
        ' grade is "B", and "K" for what was not read in a source.\n'
        f"schema = 1\nchecked_on = {CHECKED_ON}"
    ]
    for hoster, members in tables.items():
        head = f"[hosters.{hoster}]\nsource = {_quote(_source([row.source for row in members]))}"
        parts.append(f"{head}\n\n[hosters.{hoster}.regions]\n" + "\n".join(_line(row) for row in members))
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or compare it with --check; 0 when all is well, 1 on a difference, 2 on wrong usage."""
    paths = [argument for argument in arguments if argument != "--check"]
    if len(paths) != 1:
        print(__doc__)
        return 2
    text = render(Path(paths[0]))
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET} differs from {paths[0]}: run {Path(__file__).name} again")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The files of the catalogue: which there are, what a provider's is called, and reading one."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from hds_policy.cache.facts import parsed
from hds_policy.errors import CatalogueError

FOLDER = Path(__file__).parent
HINT = "reinstall hds-policy, or mend the catalogue file"
SHARED = frozenset(
    {
        "models",
        "flows",
        "endpoints",
        "modules",
        "names",
        "hints",
        "openings",
        "backups",
        "access",
        "clusters",
        "outside",
    }
)
"""Files that are of no provider."""

_T = TypeVar("_T")


def read_table(path: Path, kind: type[_T]) -> _T:
    """A file of the catalogue.

    Raises:
        CatalogueError: it is missing or not valid.
    """
    try:
        return msgspec.convert(parsed(path.read_bytes(), "toml", tomllib.loads), kind)
    except FileNotFoundError as error:
        raise CatalogueError(f"{path.name}: the catalogue has no such file") from error
    except OSError as error:
        raise CatalogueError(f"{path.name}: cannot be read: {error.strerror}", hint=HINT) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: {error}", hint=HINT) from error


def optional_table(path: Path, kind: type[_T]) -> _T:
    """A file that a catalogue may do without; then what its kind is by default.

    Raises:
        CatalogueError: it is not valid.
    """
    return read_table(path, kind) if path.is_file() else kind()


def provider_files(folder: Path) -> tuple[str, ...]:
    """Names of the provider files, without ``.toml``, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml") if path.stem not in SHARED))


def pattern_of(where: str, expression: str) -> re.Pattern[str]:
    """A pattern whose first group is the name of a region.

    Raises:
        CatalogueError: it is none.
    """
    try:
        pattern = re.compile(expression)
    except re.error as error:
        raise CatalogueError(f"{where}: {expression!r} is no pattern: {error}", hint=HINT) from error
    if not pattern.groups:
        raise CatalogueError(f"{where}: {expression!r} has no group for the region", hint=HINT)
    return pattern


@cache
def file_of_provider(folder: Path) -> dict[str, str]:
    """Provider name → name of its file."""
    # Reading the first lines is enough to know the names, and keeps files that are not needed unparsed.
    table: dict[str, str] = {}
    for stem in provider_files(folder):
        names = _names_in(folder / f"{stem}.toml")
        if not names:
            raise CatalogueError(f"{stem}.toml: no provider names", hint=HINT)
        for name in names:
            if table.setdefault(name, stem) != stem:
                raise CatalogueError(f"{stem}.toml: {table[name]}.toml has the provider {name} too", hint=HINT)
    return table


def _names_in(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: cannot be read: {error}", hint=HINT) from error
    found = re.search(r"^names\s*=\s*\[([^\]]*)\]", text, re.MULTILINE)
    return re.findall(r'"([^"]+)"', found[1]) if found else []


@cache
def hosters_of_providers(folder: Path) -> frozenset[str]:
    """Ids of the hosters that a provider or one of its partitions leads to."""
    # As above: the types, nearly all of a file, are not needed for this.
    hosters: set[str] = set()
    for stem in set(file_of_provider(folder).values()):
        head = (folder / f"{stem}.toml").read_text(encoding="utf-8").partition("\n[types")[0]
        hosters.update(re.findall(r'^hoster\s*=\s*"([^"]+)"', head, re.MULTILINE))
        table = re.search(r"^\[provider\.partitions\]$(.*?)(?=^\[|\Z)", head, re.MULTILINE | re.DOTALL)
        hosters.update(re.findall(r'=\s*"([^"]+)"', table[1]) if table else ())
        operators = re.search(r"^operators\s*=\s*\[([^\]]*)\]", head, re.MULTILINE)
        hosters.update(re.findall(r'"([^"]+)"', operators[1]) if operators else ())
    return frozenset(hosters)

"""Names of resource types: those of each provider as its own documentation lists them, and lists that a user brings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hds_policy.errors import CatalogueError, UsageError

MAX_BYTES = 64_000_000
_NAME = re.compile(r"[a-z][a-z0-9-]*(?:_[a-z0-9_]+)?")
_HINT = "a list has one type a line, or is JSON: a list of names, or what `terraform providers schema -json` prints"


def known_names(file: str) -> tuple[str, ...]:
    """Every type of a provider file of the catalogue, as its provider's documentation lists them; empty without a list.

    Raises:
        CatalogueError: the lists that come with hds-policy are missing or cannot be read.
    """
    folder = _folder()
    if not folder.is_dir():
        raise CatalogueError("the lists of resource types are missing", hint="Install hds-policy again.")
    path = folder / f"{file}.txt"
    try:
        return tuple(path.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: cannot be read: {error}", hint="Install hds-policy again.") from error


def _folder() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "names"
    # The lists are kept with the tests that hold the catalogue against them, and go into the wheel from there.
    return installed if installed.is_dir() else package.parents[1] / "tests" / "catalogue" / "types"


def read_names(path: Path) -> tuple[str, ...]:
    """The types that a file lists, sorted: one a line (``#`` begins a comment), a JSON list, or a provider schema.

    Of a provider schema (``terraform providers schema -json``) the managed resources count, not the data sources.

    Raises:
        UsageError: the file cannot be read, or holds something else than names of types.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", hint=_HINT) from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: is larger than {MAX_BYTES} bytes", hint=_HINT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text (byte {error.start})", hint=_HINT) from error
    names = _of_json(path, text) if text.lstrip()[:1] in {"[", "{"} else _of_lines(text)
    wrong = next((name for name in names if not isinstance(name, str) or not _NAME.fullmatch(name)), None)
    if wrong is not None:
        raise UsageError(f"{path}: {str(wrong)[:80]!r} is not the name of a resource type", hint=_HINT)
    return tuple(sorted(set(names)))


def _of_lines(text: str) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def _of_json(path: Path, text: str) -> list[Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is not valid JSON: {error}", hint=_HINT) from error
    if isinstance(document, list):
        return document
    schemas = document.get("provider_schemas")
    if not isinstance(schemas, dict):
        raise UsageError(f"{path}: has no provider_schemas", hint=_HINT)
    names: list[Any] = []
    for provider in schemas.values():
        resources = provider.get("resource_schemas") if isinstance(provider, dict) else None
        if resources is not None and not isinstance(resources, dict):
            raise UsageError(f"{path}: resource_schemas is not a table", hint=_HINT)
        names.extend(resources or ())
    return names

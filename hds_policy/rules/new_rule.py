"""Write a custom rule to begin with: rule, tests and examples, from the templates beside this file."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from hds_policy.errors import UsageError
from hds_policy.rules.custom import PREFIX
from hds_policy.rules.folder import read_modules

_NAME = re.compile(r"(?P<organisation>[a-z][a-z0-9_]*)\.(?P<name>[a-z][a-z0-9_]*)")
_ID = re.compile(r"^#\s*id:\s*([A-Z0-9]+-\d{3})\s*$", re.MULTILINE)
_LONGEST_PREFIX = 16
_LAST_NUMBER = 999
_TEMPLATES = Path(__file__).with_name("templates")
_FILES = {"rule.rego.txt": "{name}.rego", "tests.rego.txt": "{name}_test.rego", "examples.yaml.txt": "examples.yaml"}


def write_rule(folder: Path, name: str) -> tuple[str, list[Path]]:
    """Write the files of a rule below a folder of custom policies, which may be new.

    Args:
        folder: of custom policies.
        name: ``organisation.name``.

    Returns:
        The id of the rule, and the files.

    Raises:
        UsageError: another form of name, a rule that exists, a folder that cannot be written.
        PolicyError: what is already in the folder cannot be read.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        hint = "write it as organisation.name in small letters, digits and _, e.g. acme.known_hosters"
        raise UsageError(f"{name!r} is not the name of a custom rule", hint=hint)
    place = folder / PREFIX / match["organisation"] / "rules" / match["name"]
    if place.exists():
        raise UsageError(f"{place} exists already", hint="choose another name")
    identifier = _free_id(folder, match["organisation"])
    values = {"organisation": match["organisation"], "name": match["name"], "id": identifier}
    files = []
    try:
        place.mkdir(parents=True)
        for template, target in _FILES.items():
            text = Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)
            file = place / target.format(name=match["name"])
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            files.append(file)
    except OSError as error:
        raise UsageError(f"{error.filename or place}: cannot be written: {error.strerror}") from error
    return identifier, files


def _free_id(folder: Path, organisation: str) -> str:
    modules = read_modules(folder) if folder.is_dir() else ()
    taken = {found for _, source in modules for found in _ID.findall(source)}
    prefix = organisation.replace("_", "").upper()[:_LONGEST_PREFIX]
    if len(prefix) == 1 or prefix == "HDS":
        prefix = f"{prefix}X"
    free = (f"{prefix}-{number:03}" for number in range(1, _LAST_NUMBER + 1))
    identifier = next((identifier for identifier in free if identifier not in taken), None)
    if identifier is None:
        raise UsageError(f"every id from {prefix}-001 to {prefix}-{_LAST_NUMBER} is taken in {folder}")
    return identifier

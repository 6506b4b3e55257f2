"""The examples beside each rule: inputs whose outcome is known, run as tests and shown in the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from hds_policy.errors import PolicyError, YamlError
from hds_policy.evaluation.engine import Answer
from hds_policy.evaluation.example_input import complete
from hds_policy.model.rule import Rule
from hds_policy.rules.strict_yaml import load_strict

KINDS = {"good": "", "bad": "deny", "undetermined": "undetermined", "review": "review"}
"""What an example may expect, and the set of the rule that must then hold its findings."""
_KEYS = {"name", "expect", "input", "codes"}
_LARGEST = 1 << 18
_MOST_ALIASES = 100


class Example(Struct, frozen=True):
    """One example of a rule.

    Attributes:
        rule: the rule it belongs to.
        name: what it shows, for a person.
        expect: key of ``KINDS``.
        codes: codes the rule must report, the main one first; empty when it must report nothing.
        given: the part of the policy input that matters, as written.
        document: the whole policy input.
        path: file, relative to the policies folder.
    """

    rule: Rule
    name: str
    expect: str
    codes: tuple[str, ...]
    given: Mapping[str, Any]
    document: Mapping[str, Any]
    path: str


def read_examples(folder: Path, rule: Rule) -> tuple[Example, ...]:
    """Examples of one rule, from ``examples.yaml`` beside it.

    Args:
        folder: policies folder.
        rule: one of its rules.

    Raises:
        PolicyError: names file, example and field; no example at all is an error too.
    """
    path = (Path(rule.path).parent / "examples.yaml").as_posix()
    try:
        loaded = load_strict(_text(folder, path), _MOST_ALIASES)
    except YamlError as error:
        raise PolicyError(f"{path}:{error.line + 1}: not valid YAML: {_why(error)}") from error
    except (OSError, ValueError) as error:
        raise PolicyError(f"{path}: cannot be read: {_why(error)}") from error
    # A mapping, because OPA loads every YAML file below the folder as data at its path, where the rule itself lies.
    listed = loaded.get("examples") if isinstance(loaded, dict) else None
    if not isinstance(listed, list) or not listed or len(loaded) != 1:
        raise PolicyError(f"{path}: must hold a list named examples that is not empty, and nothing else")
    examples = tuple(_example(f"{path}: example {number}", rule, path, entry) for number, entry in enumerate(listed, 1))
    names = [example.name for example in examples]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise PolicyError(f"{path}: two examples are named {twice!r}")
    return examples


def _text(folder: Path, path: str) -> str:
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        raise PolicyError(f"{path}: leads out of the policies folder")
    if file.exists() and not file.is_file():
        raise PolicyError(f"{path}: not a plain file")
    with file.open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise PolicyError(f"{path}: larger than {_LARGEST >> 10} KiB")
    return data.decode("utf-8")


def _example(where: str, rule: Rule, path: str, entry: Any) -> Example:
    if not isinstance(entry, dict) or not {"name", "expect", "input"} <= entry.keys() <= _KEYS:
        raise PolicyError(f"{where}: needs name, expect and input, may have codes, and nothing else")
    name, expect, codes = entry["name"], entry["expect"], entry.get("codes", [])
    if not isinstance(name, str) or not name.strip():
        raise PolicyError(f"{where}: name must be text that is not empty")
    if expect not in KINDS:
        raise PolicyError(f"{where}: expect must be one of {', '.join(KINDS)}, not {expect!r}")
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise PolicyError(f"{where}: codes must be a list of text")
    if bool(codes) != bool(KINDS[expect]):
        raise PolicyError(f"{where}: a good example has no codes, every other has some")
    unknown = next((code for code in codes if code not in rule.messages), None)
    if unknown is not None:
        raise PolicyError(f"{where}: the rule has no message for the code {unknown!r}")
    document = complete(where, entry["input"])
    return Example(rule, name.strip(), expect, tuple(codes), entry["input"], document, path)


def mismatch(example: Example, answer: Answer) -> str:
    """How the answer of the entry point differs from what the example expects; empty when it does not."""
    rows = [row for row in answer.findings if row.rule == example.rule.name]
    table: Any = example.given
    subjects: Any = example.document
    for part in example.rule.subjects.split("/"):
        table = table.get(part) if isinstance(table, dict) else None
        subjects = subjects[part]
    if table is None:
        return f"the input does not give the table {example.rule.subjects} the rule judges"
    known = set(subjects) if isinstance(subjects, dict) else {entry["id"] for entry in subjects}
    stray = sorted({row.subject for row in rows} - known)
    if stray:
        return f"reports a subject that is not in the table: {stray[0]}"
    expected = {KINDS[example.expect]} - {""}
    found = {row.kind for row in rows}
    if found != expected:
        return f"expected {_listed(expected)}, the rule gives {_listed(found)}"
    codes = list(dict.fromkeys(code for row in rows for code in row.codes))
    if codes != list(example.codes):
        return f"expected the codes {_listed(example.codes)}, the rule gives {_listed(codes)}"
    return ""


def _listed(names: Any) -> str:
    return ", ".join(sorted(names) if isinstance(names, set) else names) or "nothing"


def _why(error: Exception) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())

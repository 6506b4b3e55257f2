"""Bring hds_policy/language/fr.po up to the strings of code and data, and make fr.mo; ``--check`` only compares.

The French itself is written into fr.po by hand. Strings that are no more are dropped, new ones are added without a
translation, and ``--check`` fails for those, for place-holders that differ and for files that are not up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from hds_policy.hosters import load_registry
from hds_policy.rules.folder import load_rules

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "python support/translations.py"
_KEYWORDS = {"_": None, "marked": None, "plural": (1, 2)}
_SOURCES = ("hds_policy", "collectors/hds_collectors")
_COMMENT = f"""# French of hds-policy. The English strings come from the code, the rules and the registry: `{COMMAND}`
# brings this file up to them and makes fr.mo. Words are those of the HDS referential.
#"""


class _French(Catalog):
    """A catalogue whose header holds no date and no version of a tool: equal strings make equal files."""

    mime_headers = [  # noqa: RUF012 - replaces a property of the base class
        ("Language", "fr"),
        ("Plural-Forms", "nplurals=2; plural=(n > 1);"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]


def strings() -> set[str | tuple[str, str]]:
    """Every string that people may read: a pair where there is a plural."""
    return {*_of_code(), *_of_rules(), *_of_registry()}


def _of_code() -> Iterator[str | tuple[str, str]]:
    for source in _SOURCES:
        for _file, _line, text, _comments, _context in extract_from_dir(
            ROOT / source, [("**.py", "python")], keywords=_KEYWORDS
        ):
            yield text if isinstance(text, str) else (text[0], text[1])


def _of_rules() -> Iterator[str]:
    for rule in load_rules(ROOT / "policies").rules.values():
        yield from (rule.remediation, *rule.legal_basis, *rule.messages.values())


def _of_registry() -> Iterator[str]:
    for hoster in load_registry().hosters.values():
        for condition in hoster.conditions:
            yield condition.title


def updated(po: bytes, wanted: Iterable[str | tuple[str, str]]) -> Catalog:
    """The catalogue of a .po file with the wanted strings and no others."""
    before = read_po(BytesIO(po), locale="fr")
    after = _French(locale="fr", header_comment=_COMMENT, fuzzy=False)
    for text in sorted(wanted, key=lambda text: (text,) if isinstance(text, str) else text):
        known = before.get(text if isinstance(text, str) else text[0])
        after.add(text, known.string if known is not None and known.id == text else "")
    return after


def written(catalogue: Catalog) -> bytes:
    """The .po file: sorted and without the lines of the sources, so that two branches rarely meet in it."""
    stream = BytesIO()
    write_po(stream, catalogue, width=0, no_location=True, sort_output=True)
    return stream.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file."""
    stream = BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def faults(catalogue: Catalog) -> list[str]:
    """What is wrong with the translations, one line for each string."""
    return [f"{said}: {_ids(message)[0]}" for message in catalogue if message.id for said in _faults_of(message)]


def _faults_of(message: Message) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if not strings or not all(strings):
        yield "not translated"
        return
    wanted = {name for text in _ids(message) for name in _places(text)}
    for text in strings:
        if _places(text) != wanted:
            yield f"place-holders {sorted(_places(text))} instead of {sorted(wanted)}"


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _places(text: str) -> set[str]:
    return {name for _literal, name, _form, _conversion in Formatter().parse(text) if name is not None}


def main(arguments: list[str] | None = None) -> int:
    """Write or compare; 0 when everything is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing or stale")
    parser.add_argument("--folder", type=Path, default=ROOT / "hds_policy" / "language", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    source, binary = options.folder / "fr.po", options.folder / "fr.mo"
    catalogue = updated(source.read_bytes(), strings())
    found = {source: written(catalogue), binary: compiled(catalogue)}
    problems = faults(catalogue)
    if options.check:
        problems += [f"not up to date: run `{COMMAND}`: {file.name}" for file in found if _old(file) != found[file]]
    else:
        for file, content in found.items():
            file.write_bytes(content)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _old(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


if __name__ == "__main__":
    sys.exit(main())

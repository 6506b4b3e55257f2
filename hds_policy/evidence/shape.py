"""The JSON of a bundle, one Struct per object: unknown members are forbidden, and equal objects have equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from hds_policy.evidence.problems import InvalidError
from hds_policy.model import Cause, Coverage, Input, Result

T = TypeVar("T")


class Tool(Struct, frozen=True, forbid_unknown_fields=True):
    """The program: ``record`` is the SHA-256 of the RECORD of its installed wheel, or empty with the reason why."""

    name: str
    version: str
    record: str
    record_unknown: str
    python: str


class Commit(Struct, frozen=True, forbid_unknown_fields=True):
    """The Git commit of what was checked; empty with the reason why it is not known.

    What was read may differ from it: the digests of the inputs tell.
    """

    id: str
    unknown: str


class EstateFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The declarations of the customer: its name, the name of the file and its SHA-256, or empty."""

    name: str
    file: str
    sha256: str


class RegistryUsed(Struct, frozen=True, forbid_unknown_fields=True):
    """The registry of hosters: SHA-256 and day of its last review; the same of the one the estate names."""

    sha256: str
    updated: date
    own_sha256: str
    own_updated: date | None


class Run(Struct, frozen=True, forbid_unknown_fields=True):
    """``data/run.json``: what was run, and what came out.

    Attributes:
        format: of the bundle.
        id, nonce: of this run only, so that no statement fits two bundles.
        tool: the program.
        scope: what was checked, in the words of the user.
        evaluated_on: day the verdict holds for.
        started_at, finished_at: by the clock of the machine, UTC.
        estate, commit: see there.
        options: options of the command that were given, by name; values that may be secret are left out.
        strict: whether a result that asks for a human counts like an undetermined one.
        exit_code, meaning: the verdict.
        counts: findings by result.
        coverage: what was seen.
        policies: revision of the rules, ``sha256:`` and 64 digits.
        facts: SHA-256 of ``data/facts.lock.json``.
        registry: the registry of hosters.
        findings: SHA-256 of ``data/findings.jsonl``.
        signature: ``dsse`` or ``none``.
        timestamp: ``rfc3161`` or ``none``.
        sequence: number of the bundle in its chain, from 1.
        previous: SHA-256 of the statement before it; empty for the first one.
    """

    format: str
    id: str
    nonce: str
    tool: Tool
    scope: str
    evaluated_on: date
    started_at: datetime
    finished_at: datetime
    estate: EstateFile
    commit: Commit
    options: dict[str, Any]
    strict: bool
    exit_code: int
    meaning: str
    counts: dict[str, int]
    coverage: Coverage
    policies: str
    facts: str
    registry: RegistryUsed
    findings: str
    signature: str
    timestamp: str
    sequence: int
    previous: str


class FindingLine(Struct, frozen=True):
    """What is recomputed of a line of ``findings.jsonl``; the other members are for readers."""

    rule: str
    result: Result
    subject_kind: str
    subject: str
    cause: Cause | None
    underlying: Result | None
    waiver: WaiverLine | None


class CertificateLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A certificate that the estate names, and the copy of it.

    Attributes:
        file: name of the copy, without its folder.
        sha256: of the copy; empty when there is none in the bundle.
        missing: why there is none.
    """

    holder: str
    number: str
    file: str
    sha256: str
    missing: str


class WaiverLine(Struct, frozen=True):
    """A waiver, as a finding or the list of waivers has it."""

    rule: str
    address: str
    reason: str
    root: str
    approved_by: str
    expires: date


class RuleLine(Struct, frozen=True):
    """What is compared of a line of ``rules.jsonl``."""

    id: str


class InputLine(Input, frozen=True, forbid_unknown_fields=True):
    """A line of ``inputs.jsonl``."""


class LockEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the bundle and its SHA-256; ``origin`` is ``shipped`` or the namespace or estate it comes from."""

    path: str
    sha256: str
    origin: str


class PoliciesLock(Struct, frozen=True, forbid_unknown_fields=True):
    """``data/policies.lock.json``: the exact rules, and what was chosen of them."""

    revision: str
    shipped_revision: str
    files: tuple[LockEntry, ...]
    choice: dict[str, Any]


class FactsLock(Struct, frozen=True, forbid_unknown_fields=True):
    """``data/facts.lock.json``: catalogue, registry, regions and law."""

    files: tuple[LockEntry, ...]


class Redactions(Struct, frozen=True, forbid_unknown_fields=True):
    """``data/redactions.json``: what is not in the bundle. Never the values, never their hashes.

    Attributes:
        never_collected: kinds of things that are left out by design.
        removed: how many texts were removed by file and pattern.
        digests_withheld: inputs whose digest is left out, since it could be guessed from.
    """

    never_collected: tuple[str, ...]
    removed: dict[str, dict[str, int]]
    digests_withheld: tuple[str, ...]


def encoded(value: object) -> bytes:
    """One JSON document, compact, with a line break at its end."""
    return msgspec.json.encode(value) + b"\n"


def decoded(data: bytes, kind: type[T], name: str) -> T:
    """A document that ``encoded`` has written.

    Raises:
        InvalidError: it is another one; two ways to write the same would be two ways to read it.
    """
    try:
        value = msgspec.json.decode(data, type=kind)
        same = encoded(value) == data
    except (msgspec.DecodeError, UnicodeDecodeError, UnicodeEncodeError, RecursionError) as error:
        raise InvalidError("content", f"{name}: {error}") from error
    if not same:
        raise InvalidError("content", f"{name}: not written the one way it can be")
    return value


def lines(values: Iterable[bytes]) -> bytes:
    """JSON documents, each on a line."""
    return b"".join(value + b"\n" for value in values)


def decoded_lines(data: bytes, kind: type[T], name: str) -> Iterator[T]:
    """Documents of a file with one on each line, read for the members of ``kind``.

    Raises:
        InvalidError: names the line.
    """
    if not data:
        return
    if not data.endswith(b"\n"):
        raise InvalidError("content", f"{name}: the last line is cut")
    decoder, plain = msgspec.json.Decoder(kind), msgspec.json.Decoder()
    for number, ended in enumerate(io.BytesIO(data), start=1):
        line = ended[:-1]
        try:
            value = decoder.decode(line)
            same = msgspec.json.encode(plain.decode(line)) == line
        except (msgspec.DecodeError, UnicodeDecodeError, UnicodeEncodeError, RecursionError) as error:
            raise InvalidError("content", f"{name}:{number}: {error}") from error
        if not same:
            raise InvalidError("content", f"{name}:{number}: not written the one way it can be")
        yield value

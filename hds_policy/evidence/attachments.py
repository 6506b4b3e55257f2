"""Copies of certificates that the estate names (CSP R.1111-8-8 II), as files of a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hds_policy.config import Estate
from hds_policy.evidence.bag import digest
from hds_policy.evidence.layout import CERTIFICATES, CERTIFICATES_LIST
from hds_policy.evidence.shape import CertificateLine, encoded
from hds_policy.report.printable import inert

LARGEST: Final = 10 << 20
"""Bytes of one copy; a larger one is named and left out."""
_MOST: Final = 100
_SUFFIXES: Final = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".txt"})


def certificate_files(estate: Estate) -> dict[str, bytes]:
    """The copies, and the list that says of each certificate of the estate which copy it is, or why there is none."""
    content: dict[str, bytes] = {}
    listed = []
    for number, certificate in enumerate(estate.certificates):
        named = certificate.source.reference
        if named == f"certificate {certificate.number}":
            named, data, missing = "", b"", "the estate names no copy"
        elif number >= _MOST:
            data, missing = b"", "more copies than a bundle takes"
        else:
            data, missing = _copy(estate, named)
        if not missing:
            content[f"{CERTIFICATES}{digest(data)}{Path(named).suffix.lower()}"] = data
        sha256 = "" if missing else digest(data)
        named = inert(Path(named).name)
        line = CertificateLine(inert(certificate.holder), inert(certificate.number), named, sha256, missing)
        listed.append(encoded(line))
    return {**dict(sorted(content.items())), CERTIFICATES_LIST: b"".join(listed)}


def _copy(estate: Estate, named: str) -> tuple[bytes, str]:
    """Bytes of a copy, or why there is none. Never a file outside of the folder of the estate file."""
    if not estate.file or estate.copy:
        return b"", "the estate was not read from its own folder"
    folder = Path(estate.file).resolve().parent
    try:
        path = (folder / named).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return b"", "no file of that name in the folder of the estate"
        if path.suffix.lower() not in _SUFFIXES:
            return b"", f"not one of {', '.join(sorted(_SUFFIXES))}"
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError, RuntimeError):
        return b"", "it cannot be read"
    return (b"", f"larger than {LARGEST >> 20} MiB") if len(data) > LARGEST else (data, "")

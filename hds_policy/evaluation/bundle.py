"""An OPA bundle of the policies with registry, law and catalogue in it as data; equal content, equal bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from hds_policy import __version__
from hds_policy.evaluation import contract
from hds_policy.evaluation.revision import revision_of
from hds_policy.rules import RuleSet

_DATA = {"hds/registry/data.json": "hds_policy.hosters", "hds/catalogue/data.json": "hds_policy.catalogue"}
"""File of the bundle and the package whose TOML files stand in it, each under its name without ``.toml``."""


def bundle_files(rules: RuleSet) -> dict[str, bytes]:
    """Path and content of each file of the bundle, the manifest first.

    The revision of the manifest is ``revision_of`` the modules: what decides. Its metadata names the version of the
    tool and of the input, and the digest of each file.
    """
    content = {path: source.encode() for path, source in rules.modules}
    content |= {path: _json(_tables(package)) for path, package in _DATA.items()}
    digests = {path: f"sha256:{hashlib.sha256(data).hexdigest()}" for path, data in sorted(content.items())}
    manifest = {
        "revision": revision_of(rules.modules),
        "roots": sorted({path.split("/")[0] for path in content}),
        "rego_version": 1,
        "metadata": {
            "tool": f"hds-policy {__version__}",
            "input": contract.VERSION,
            "files": digests,
        },
    }
    return {".manifest": _json(manifest), **dict(sorted(content.items()))}


def bundle(rules: RuleSet) -> bytes:
    """The bundle as a compressed tar archive."""
    raw = io.BytesIO()
    # No time, owner or name of this machine goes into the archive.
    with (
        gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for path, data in bundle_files(rules).items():
            entry = tarfile.TarInfo(path)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return raw.getvalue()


def _tables(package: str) -> dict[str, Any]:
    found = sorted((entry for entry in files(package).iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return {entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8")) for entry in found}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=_day).encode()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")

"""The rules and the facts a run was judged by, as files of a bundle with their digests."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import msgspec

from hds_policy.config import Estate
from hds_policy.errors import RegistryError
from hds_policy.evaluation.revision import revision_of
from hds_policy.evidence.bag import digest
from hds_policy.evidence.layout import FACTS, FACTS_LOCK, POLICIES, POLICIES_LOCK
from hds_policy.evidence.shape import FactsLock, LockEntry, PoliciesLock, encoded
from hds_policy.policy_choice import Chosen
from hds_policy.rules import RuleSet

SHIPPED = "shipped"
REGISTRY = FACTS + "hosters/certified.toml"
OWN_REGISTRY = FACTS + "estate/registry.toml"
_PACKAGES = {"catalogue": "hds_policy.catalogue", "hosters": "hds_policy.hosters"}


def policy_files(shipped: RuleSet, chosen: Chosen) -> tuple[dict[str, bytes], str]:
    """The modules and their lock, and the revision of all of them."""
    origins = {path: (source, SHIPPED) for path, source in shipped.modules}
    for custom in chosen.custom.folders:
        for path, source in custom.rules.modules if custom.rules else ():
            origins[path] = (source, custom.namespace)
    modules = [(path, source) for path, (source, _) in origins.items()]
    content = {POLICIES + path: source.encode() for path, source in sorted(modules)}
    lock = PoliciesLock(
        revision=revision_of(modules),
        shipped_revision=revision_of(shipped.modules),
        files=tuple(
            LockEntry(name, digest(data), origins[name.removeprefix(POLICIES)][1]) for name, data in content.items()
        ),
        choice=msgspec.to_builtins(chosen.choice),
    )
    return {**content, POLICIES_LOCK: encoded(lock)}, lock.revision


def fact_files(estate: Estate) -> dict[str, bytes]:
    """Catalogue, registry, regions and law, and the registry the estate names, with their lock.

    Raises:
        RegistryError: the registry of the estate is not the one that was read any more.
    """
    content = {}
    for folder, package in _PACKAGES.items():
        for entry in files(package).iterdir():
            if entry.name.endswith(".toml"):
                content[f"{FACTS}{folder}/{entry.name}"] = entry.read_bytes()
    shipped = set(content)
    if estate.registry is not None:
        content[OWN_REGISTRY] = _own_registry(estate)
    content = dict(sorted(content.items()))
    entries = (
        LockEntry(name, digest(data), SHIPPED if name in shipped else "estate") for name, data in content.items()
    )
    return {**content, FACTS_LOCK: encoded(FactsLock(tuple(entries)))}


def _own_registry(estate: Estate) -> bytes:
    assert estate.registry is not None  # noqa: S101 - said by the caller
    path = Path(estate.file).absolute().parent / estate.registry.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror}") from error
    if digest(data) != estate.registry.sha256:
        raise RegistryError(
            f"{path.name}: not the registry the run was judged by", hint="export again, without --config-from"
        )
    return data

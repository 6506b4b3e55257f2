"""Folders of custom policies: the shape of ours, in a namespace of their own. Read here, never evaluated here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from msgspec import Struct

from hds_policy.errors import PolicyError
from hds_policy.model.choice import SeverityChange
from hds_policy.model.rule import Rule
from hds_policy.rules.annotation import package_of
from hds_policy.rules.folder import RuleSet, load_rules, read_modules
from hds_policy.rules.severities import FILE_NAME, read_severities

PREFIX = "custom"
"""First part of every custom package."""
_PACKAGE = re.compile(rf"{PREFIX}\.(?P<org>[a-z][a-z0-9_]*)\.(?:rules|lib)\.[a-z][a-z0-9_]*")
_SHIPPED_ID = "HDS-"
_MOST_MODULES = 500
_HINT = f"A rule stands in {PREFIX}/<organisation>/rules/<name>/<name>.rego; `hds-policy policies new` writes one."


class CustomRules(Struct, frozen=True):
    """One folder of custom policies.

    Attributes:
        namespace: e.g. ``custom.acme``.
        rules: its rules and modules; None when the folder only changes severities.
        severities: severities of shipped rules it changes.
        folder: where it was read.
    """

    namespace: str
    rules: RuleSet | None
    severities: tuple[SeverityChange, ...]
    folder: Path

    @property
    def by_id(self) -> Mapping[str, Rule]:
        """Its rules by id."""
        return self.rules.rules if self.rules else MappingProxyType({})


def load_custom(folders: Sequence[Path], shipped: RuleSet) -> tuple[CustomRules, ...]:
    """Read folders of custom policies.

    Args:
        folders: each holds one namespace, ``severity.toml``, or both.
        shipped: the rules that come with the tool.

    Raises:
        PolicyError: names the folder, the file and the field; an id, namespace or severity that clashes.
    """
    found: list[CustomRules] = []
    for folder in folders:
        try:
            found.append(_load(folder, shipped))
        except PolicyError as error:
            raise PolicyError(f"custom policies {folder}: {error.message}", hint=error.hint or _HINT) from error
    _refuse_clashes(found, shipped)
    return tuple(found)


def _load(folder: Path, shipped: RuleSet) -> CustomRules:
    modules = read_modules(folder)
    if len(modules) > _MOST_MODULES:
        raise PolicyError(f"more than {_MOST_MODULES} Rego files")
    organisations = {_organisation(path, source) for path, source in modules}
    if len(organisations) > 1:
        raise PolicyError(f"several namespaces in one folder: {', '.join(sorted(organisations))}")
    namespace = f"{PREFIX}.{organisations.pop()}" if organisations else folder.resolve().name
    severities = read_severities(folder, shipped.rules, namespace)
    if not modules and not severities:
        raise PolicyError(f"holds no rule and no {FILE_NAME}")
    return CustomRules(namespace, load_rules(folder) if modules else None, severities, folder)


def _organisation(path: str, source: str) -> str:
    """The organisation of a module, whose package must spell its folders and lie in the namespace."""
    package = package_of(path, source)
    plain = package.removesuffix("_test") if path.endswith("_test.rego") else package
    match = _PACKAGE.fullmatch(plain)
    if match is None:
        wanted = f"{PREFIX}.<organisation>.rules.<name> or {PREFIX}.<organisation>.lib.<name>"
        raise PolicyError(f"{path}: the package must be {wanted}, not {package}", hint=_HINT)
    parts = PurePosixPath(path).parts
    place = parts[:-1] if "rules" in parts else (*parts[:-1], parts[-1].removesuffix(".rego").removesuffix("_test"))
    if ".".join(place) != plain:
        raise PolicyError(f"{path}: the package is {package}, but the folders say {'.'.join(place)}", hint=_HINT)
    return match["org"]


def _refuse_clashes(found: Sequence[CustomRules], shipped: RuleSet) -> None:
    owners: dict[str, str] = {}
    namespaces: dict[str, Path] = {}
    changed: dict[str, str] = {}
    for custom in found:
        where = f"custom policies {custom.folder}"
        if custom.rules and custom.namespace in namespaces:
            raise PolicyError(f"{where}: the namespace {custom.namespace} is already the one of another folder")
        namespaces[custom.namespace] = custom.folder
        for rule in custom.by_id.values():
            if rule.id.startswith(_SHIPPED_ID) or rule.id in shipped.rules:
                hint = "Ids of one's own begin with another word, e.g. ACME-001."
                raise PolicyError(f"{where}: {rule.path}: {rule.id} is an id of the shipped rules", hint=hint)
            if rule.id in owners:
                raise PolicyError(f"{where}: {rule.path}: {rule.id} is already an id of {owners[rule.id]}")
            owners[rule.id] = custom.namespace
        for change in custom.severities:
            if change.rule in changed:
                raise PolicyError(f"{where}: {FILE_NAME}: {change.rule} is already changed by {changed[change.rule]}")
            changed[change.rule] = custom.namespace

"""Load a policies folder: the Rego modules and the rules they hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from msgspec import Struct

from hds_policy.errors import PolicyError
from hds_policy.model.rule import Rule
from hds_policy.rules.annotation import annotation_of, package_of
from hds_policy.rules.metadata import read_messages, read_rule

_LARGEST_MODULE = 1 << 20
_RULES = "rules"
_LIBRARIES = "lib"


class RuleSet(Struct, frozen=True):
    """The rules of a policies folder and the Rego they are written in.

    Attributes:
        rules: rule by id, sorted by id; never empty.
        by_package: the same rules by dotted package, e.g. ``hds.rules.layer_physical``.
        modules: (path relative to the folder with ``/``, source) of every module that is not a test, sorted by path.
        folder: where they were read.
    """

    rules: Mapping[str, Rule]
    by_package: Mapping[str, Rule]
    modules: tuple[tuple[str, str], ...]
    folder: Path


def default_folder() -> Path:
    """The policies that come with hds-policy: package data, or ``policies/`` of the checkout.

    Raises:
        PolicyError: neither is there, i.e. the installation is damaged.
    """
    package = Path(__file__).resolve().parents[1]
    installed = package / "policies"
    if installed.is_dir():
        return installed
    checkout = package.parent / "policies"
    # Beside an installed package, `policies` would be some other distribution's folder.
    if checkout.is_dir() and (package.parent / "pyproject.toml").is_file():
        return checkout
    raise PolicyError("the policies that come with hds-policy are missing", hint="Install hds-policy again.")


def load_rules(folder: Path | None = None) -> RuleSet:
    """Read every Rego module below ``folder`` and the METADATA of each rule.

    Rules stand in ``<namespace>/rules/<name>/<name>.rego``, in the package that the folders spell.

    Args:
        folder: policies folder; None for the policies that come with hds-policy.

    Raises:
        PolicyError: names the file and the field. No rule at all is an error too: without rules everything would pass.
    """
    base = default_folder() if folder is None else folder
    modules = tuple((path, source) for path, source in read_modules(base) if not path.endswith("_test.rego"))
    packages = {path: package_of(path, source) for path, source in modules}
    sources = dict(modules)
    rules: dict[str, Rule] = {}
    by_package: dict[str, Rule] = {}
    for path in _rule_paths(base, sources):
        _check_place(path, packages[path])
        rule = read_rule(path, sources[path], PurePosixPath(path).stem, _Libraries(path, packages, sources))
        if rule.id in rules:
            raise PolicyError(f"{path}: METADATA custom.id: {rule.id} is already the id of {rules[rule.id].path}")
        rules[rule.id] = by_package[packages[path]] = rule
    if not rules:
        raise PolicyError(f"{base}: no rule found", hint="Rules stand in <namespace>/rules/<name>/<name>.rego.")
    ordered = {identifier: rules[identifier] for identifier in sorted(rules)}
    return RuleSet(MappingProxyType(ordered), MappingProxyType(by_package), modules, base)


def read_modules(folder: Path) -> tuple[tuple[str, str], ...]:
    """(path relative to the folder with ``/``, source) of every Rego module, tests included, sorted by path.

    Raises:
        PolicyError: no such folder, a link out of it, a file that cannot be read or is not UTF-8.
    """
    if not folder.is_dir():
        raise PolicyError(f"{folder}: no such policies folder")
    inside = folder.resolve()
    modules = []
    for file in folder.rglob("*.rego"):
        path = file.relative_to(folder).as_posix()
        if not file.resolve().is_relative_to(inside):
            raise PolicyError(f"{path}: leads out of the policies folder")
        modules.append((path, _read(path, file)))
    return tuple(sorted(modules))


def _read(path: str, file: Path) -> str:
    try:
        # A named pipe would keep us waiting.
        if not file.is_file():
            raise PolicyError(f"{path}: not a plain file")
        with file.open("rb") as stream:
            data = stream.read(_LARGEST_MODULE + 1)
    except OSError as error:
        raise PolicyError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST_MODULE:
        raise PolicyError(f"{path}: larger than 1 MiB")
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: not UTF-8 (byte {error.start})") from error
    if source.startswith("\ufeff"):
        raise PolicyError(f"{path}: starts with a byte order mark", hint="Save the file as UTF-8 without BOM.")
    return source.replace("\r\n", "\n")


def _rule_paths(base: Path, sources: Mapping[str, str]) -> list[str]:
    """Main module of each rule, sorted; a rules folder holds nothing else but tests."""
    paths = []
    for path in sources:
        parts = PurePosixPath(path).parts
        if _RULES not in parts[:-1]:
            continue
        if parts.index(_RULES) != len(parts) - 3 or parts[-2] + ".rego" != parts[-1]:
            raise PolicyError(
                f"{path}: a rule must stand in {_RULES}/<name>/<name>.rego, and nothing else beside its tests"
            )
        paths.append(path)
    for parent in sorted(base.rglob(_RULES)):
        for entry in sorted(parent.iterdir()) if parent.is_dir() else ():
            path = (entry / f"{entry.name}.rego").relative_to(base).as_posix()
            if entry.is_dir() and not entry.name.startswith(".") and path not in sources:
                raise PolicyError(f"{path}: missing: the folder {entry.name} holds no rule")
    return sorted(paths)


def _check_place(path: str, package: str) -> None:
    expected = ".".join(PurePosixPath(path).parts[:-1])
    if package != expected:
        raise PolicyError(f"{path}: the package is {package}, but the folders say {expected}")


class _Libraries:
    """Messages that the libraries of a rule's namespace share."""

    def __init__(self, rule: str, packages: Mapping[str, str], sources: Mapping[str, str]) -> None:
        self._rule = rule
        self._paths = {package: path for path, package in packages.items()}
        self._sources = sources
        self._namespace = ".".join(PurePosixPath(rule).parts[:-3])

    def __call__(self, name: str) -> Mapping[str, str]:
        package = f"{self._namespace}.{_LIBRARIES}.{name}"
        path = self._paths.get(package)
        if path is None:
            raise PolicyError(f"{self._rule}: METADATA custom.messages_from: no library {package}")
        custom = annotation_of(path, self._sources[path]).get("custom")
        if not isinstance(custom, dict) or "messages" not in custom:
            raise PolicyError(f"{path}: METADATA custom.messages: missing")
        return MappingProxyType(read_messages(path, custom["messages"]))

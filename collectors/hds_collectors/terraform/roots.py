"""Which module folders are roots: those that no other folder of the tree calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hds_collectors.terraform.configuration import Configuration
from hds_collectors.terraform.loader import Loader


def find_roots(loader: Loader, folders: Iterable[str]) -> list[str]:
    """Root folders among ``folders``, sorted; of a cycle of calls that nobody outside enters, the first by name."""
    calls: dict[str, set[str]] = {}
    for folder in folders:
        configuration = loader.configuration(folder)
        if configuration is not None:
            calls[folder] = _called(loader, folder, configuration)
    called = {target for folder, targets in calls.items() for target in targets if target != folder}
    roots = sorted(folder for folder in calls if folder not in called)
    reached = _reachable(roots, calls)
    for folder in sorted(calls):
        if folder not in reached:
            roots.append(folder)
            reached |= _reachable([folder], calls)
    return sorted(roots)


def _called(loader: Loader, folder: str, configuration: Configuration) -> set[str]:
    """Folders of the tree that the local module calls of a folder lead to."""
    found = set()
    for declaration in configuration.calls.values():
        source = declaration.expression("source")
        if isinstance(source, str) and source.startswith(("./", "../", ".")):
            target = loader.target(folder, source)
            if target is not None:
                found.add(target)
    return found


def _reachable(start: Iterable[str], calls: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(start)
    while pending:
        folder = pending.pop()
        if folder not in reached:
            reached.add(folder)
            pending.extend(calls.get(folder, ()))
    return reached

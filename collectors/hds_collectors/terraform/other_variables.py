"""Variable files that nothing loads: a gap when one of them would change a value that was used.

Terraform loads such a file only when it is named (https://developer.hashicorp.com/terraform/language/values/variables),
so what is deployed may be what the file says, and not the default that was read. A variable without a value needs no
gap: it is unknown already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from hds_collectors.terraform import reader
from hds_collectors.terraform.configuration import Configuration
from hds_collectors.terraform.folder import RefusedError, folder_of, printable
from hds_collectors.terraform.guard import deferred, guarded
from hds_collectors.terraform.run import Run
from hds_collectors.terraform.syntax import File
from hds_collectors.terraform.values import Term
from hds_collectors.terraform.variables import RootVariables, constant_scope, value_of
from hds_policy.model import Cause, SourceRange, Unknown

_SHOWN = 4


class Root(Struct, frozen=True):
    """A root module with the values it was given."""

    folder: str
    configuration: Configuration
    given: Mapping[str, Callable[[], Term]]


def report_other_files(run: Run, roots: Iterable[Root], variables: RootVariables) -> None:
    """Record the variable files that no root module loads, and the gaps they mean."""
    found = list(roots)
    for where, listing in run.loader.folder.listings.items():
        for name in listing.variables:
            path = name if where == "." else f"{where}/{name}"
            if path not in variables.loaded:
                _report(run, path, found, variables)


def _report(run: Run, path: str, roots: list[Root], variables: RootVariables) -> None:
    folder = run.loader.folder
    shown = printable(path)
    place = SourceRange(shown, 1, 1)
    try:
        file = reader.read(shown, folder.read(path))
    except RefusedError:
        return
    folder.skip(path, "variable file that nothing loads: name it with --var-file to use it")
    if file.problems and roots:
        detail = f"not loaded, and not understood (line {file.problems[0].line}): what it would change is not known"
        run.gap(shown, Cause.PARSE_ERROR, detail, place, printable(folder_of(path)))
        return
    for root in _users(path, roots, file):
        open_names = [name for name in file.body.attributes if name not in variables.chosen]
        names = [name for name in open_names if _changes(run, root, file, name)]
        if names:
            detail = f"sets {_listed(names)}: not loaded; name it with --var-file, or the values with --var"
            run.gap(shown, Cause.UNRESOLVED_VALUE, detail, place, printable(root.folder))
            return


def _users(path: str, roots: list[Root], file: File) -> list[Root]:
    """Roots that the file may be meant for: that of its own folder, else all, those above it first."""
    where = folder_of(path)
    names = file.body.attributes.keys()
    declaring = [root for root in roots if not names.isdisjoint(root.configuration.variables)]
    own = [root for root in declaring if root.folder == where]
    return own or sorted(declaring, key=lambda one: (not _is_above(one.folder, where), -len(one.folder), one.folder))


def _is_above(root: str, folder: str) -> bool:
    return root == "." or f"{folder}/".startswith(f"{root}/")


def _changes(run: Run, root: Root, file: File, name: str) -> bool:
    """Whether a root used a value for a variable, and the file has another one."""
    declaration = root.configuration.variables.get(name)
    if declaration is None:
        return False
    used = guarded(lambda: value_of(name, declaration, root.given.get(name), run.budget))
    if isinstance(used, Unknown):
        return False
    other = deferred(file.body.attributes[name].expression, constant_scope(run.budget))
    # By their text: to Python true equals 1.
    return repr(used) != repr(guarded(lambda: value_of(name, declaration, other, run.budget)))


def _listed(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")

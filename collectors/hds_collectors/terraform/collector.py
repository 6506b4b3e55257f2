"""The Terraform collector: from a folder or file to an Inventory. Nothing that is read is run, nothing is fetched."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from hds_collectors.terraform.bucket_names import with_named_buckets
from hds_collectors.terraform.declared import Blocks, declared_blocks
from hds_collectors.terraform.directives import directives_of
from hds_collectors.terraform.emission import Emission
from hds_collectors.terraform.folder import Folder, folder_of, printable
from hds_collectors.terraform.given_files import narrowed
from hds_collectors.terraform.imports import report_imports
from hds_collectors.terraform.limits import Budget, Limits
from hds_collectors.terraform.loader import Loader
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.other_variables import Root, report_other_files
from hds_collectors.terraform.roots import find_roots
from hds_collectors.terraform.run import Run
from hds_collectors.terraform.variables import RootVariables
from hds_policy.errors import UsageError
from hds_policy.model import Cause, Inventory, Unread

_RECURSION = 4000
_ENVIRONMENT = "TF_VAR_"


class Options(Struct, frozen=True):
    """How to read a tree.

    Attributes:
        var_files: variable files to load in every root, later ones win.
        variables: variable values as text; they win over files.
        use_environment: read ``TF_VAR_`` names from the environment.
        workspace: name of the Terraform workspace; empty when it is not told, and then unknown.
        parser: ``fast``, or ``python-hcl2`` for the reference reader.
        progress: called with files read and files in all.
        limits: bounds of the run.
        files: names of the files of the folder that are judged; empty for all that is below it.
    """

    var_files: tuple[Path, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    use_environment: bool = False
    workspace: str = ""
    parser: str = "fast"
    progress: Callable[[int, int], None] | None = None
    limits: Limits = field(default_factory=Limits)
    files: tuple[str, ...] = ()


def collect(path: Path, options: Options | None = None) -> Inventory:
    """Everything that the Terraform configuration below ``path`` declares, and what of it could not be read.

    Args:
        path: a folder, or one Terraform file.
        options: how to read it.

    Raises:
        UsageError: the path does not exist, a variable file cannot be read, or a named variable is declared nowhere.
    """
    options = options or Options()
    resolved = path.resolve()
    if not resolved.exists():
        raise UsageError(f"{path}: no such file or folder")
    with _without_interruptions():
        if resolved.is_dir():
            return _collect(Folder(resolved, options.limits.file_bytes), options)[0]
        one = replace(options, files=(resolved.name,))
        return _collect(Folder(resolved.parent, options.limits.file_bytes), one)[0]


def collect_with_blocks(folder: Path, options: Options) -> tuple[Inventory, dict[str, Blocks]]:
    """What ``collect`` gives for a folder, and for each root module where its blocks stand; errors as ``collect``."""
    with _without_interruptions():
        inventory, loader, roots = _collect(Folder(folder.resolve(), options.limits.file_bytes), options)
        return inventory, {printable(root): declared_blocks(loader, root) for root in roots}


@contextmanager
def _without_interruptions() -> Iterator[None]:
    """No garbage collection (the tree only grows while it is read), and room for the nesting that the limits allow."""
    collecting, depth = gc.isenabled(), sys.getrecursionlimit()
    gc.disable()
    sys.setrecursionlimit(max(depth, _RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(depth)
        if collecting:
            gc.enable()


def _collect(folder: Folder, options: Options) -> tuple[Inventory, Loader, list[str]]:
    folder.walk()
    loader = Loader(folder, options.parser, _progress(folder, options.progress))
    roots = ["."] if options.files else find_roots(loader, list(folder.listings))
    environment = _environment() if options.use_environment else {}
    variables = RootVariables(loader, options.var_files, options.variables, environment)
    _check_names(loader, roots, options.variables)
    run = Run(loader, Budget(options.limits, folder.size), options.workspace)
    emission = Emission(run)
    read = []
    for root in roots:
        configuration = loader.configuration(root)
        if configuration is not None:
            given = variables.values(configuration, root, run.budget)
            read.append(Root(root, configuration, given))
            module = ModuleInstance(run, configuration, (root,), printable(root), given)
            emission.add(module)
            report_imports(module)
            module.release()
    report_other_files(run, read, variables)
    if run.budget.steps < 0:
        run.gap(".", Cause.LIMIT_EXCEEDED, "evaluation steps are used up: values are missing", None, ".")
    if options.files:
        inventory = _inventory(folder, loader, run, emission, roots)
        return narrowed(inventory, loader.configuration("."), map(printable, options.files)), loader, roots
    folder.report_left_out()
    return _inventory(folder, loader, run, emission, roots), loader, roots


def _inventory(folder: Folder, loader: Loader, run: Run, emission: Emission, roots: list[str]) -> Inventory:
    users = {printable(used): root for used, root in run.users.items()}
    found = [replace(gap, root=_root_of(gap, users)) for gap in (*folder.unread, *loader.unread)]
    references = with_named_buckets(emission.resources, emission.references)
    return Inventory(
        resources=tuple(sorted(emission.resources, key=lambda resource: (resource.root, resource.address))),
        references=tuple(sorted(references, key=lambda r: (r.source, r.attribute, r.target, r.target_attribute))),
        unread=tuple(sorted((*found, *run.gaps()), key=_order)),
        inputs=tuple(folder.inputs[shown] for shown in sorted(folder.inputs)),
        not_instantiated=run.not_instantiated,
        roots=tuple(sorted(printable(root) for root in roots)),
        looked_outside=loader.looked_outside,
        directives=directives_of(loader.comments, emission),
    )


def _root_of(gap: Unread, users: Mapping[str, str]) -> str:
    """Root module that uses the folder of a gap; the folder itself when none does."""
    where = folder_of(gap.what if gap.location is None else gap.location.file)
    return users.get(where, where)


def _order(gap: Unread) -> tuple[str, str, int, str, str]:
    place = gap.location
    return (
        gap.root,
        "" if place is None else place.file,
        0 if place is None else place.start_line,
        gap.what,
        gap.detail,
    )


def _progress(folder: Folder, report: Callable[[int, int], None] | None) -> Callable[[], None]:
    total = sum(len(listing.configuration) for listing in folder.listings.values())
    done = 0

    def _step() -> None:
        nonlocal done
        done += 1
        if report is not None:
            report(min(done, total), total)

    return _step


def _environment() -> dict[str, str]:
    return {name.removeprefix(_ENVIRONMENT): text for name, text in os.environ.items() if name.startswith(_ENVIRONMENT)}


def _check_names(loader: Loader, roots: list[str], given: Mapping[str, str]) -> None:
    declared = set()
    for root in roots:
        configuration = loader.configuration(root)
        declared |= set() if configuration is None else set(configuration.variables)
    for name in given:
        if roots and name not in declared:
            raise UsageError(f"no root module declares a variable named {name}", hint="Check the spelling of --var.")

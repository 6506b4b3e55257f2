"""``import`` blocks: a resource that exists, and that is only read when a block declares it.

Source: https://developer.hashicorp.com/terraform/language/block/import
"""

from __future__ import annotations

from hds_collectors.terraform.addresses import without_keys
from hds_collectors.terraform.loader import Missing
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.syntax import Expression, GetAttribute, Index, Traversal
from hds_policy.model import Cause


def report_imports(root: ModuleInstance) -> None:
    """Record as a gap each import of a root module whose resource no block declares."""
    for declaration in root.configuration.imports:
        names = _names(declaration.expression("to"))
        if not names:
            root.gap("import", Cause.UNRESOLVED_VALUE, "what it imports cannot be told", declaration.location())
        elif not _declared(root, names):
            detail = "imported, but declared by no resource block: it exists and is not read"
            root.gap(".".join(names), Cause.UNRESOLVED_VALUE, detail, declaration.location())


def _names(target: Expression) -> tuple[str, ...]:
    """Names of an address, without instance keys; empty when it is no address."""
    if isinstance(target, str):
        return tuple(without_keys(target).split("."))
    if isinstance(target, Traversal):
        return target.names
    if isinstance(target, Index):
        return _names(target.object)
    if isinstance(target, GetAttribute):
        above = _names(target.object)
        return (*above, target.name) if above else ()
    return ()


def _declared(module: ModuleInstance, names: tuple[str, ...]) -> bool:
    """Whether a block declares it; what lies in a module that is not there is a gap of its own already."""
    if names[0] != "module":
        return len(names) == 2 and (False, names[0], names[1]) in module.configuration.resources
    if len(names) < 2 or names[1] not in module.configuration.calls:
        return False
    _, children = module.children(names[1])
    if isinstance(children, Missing) or not children:
        return True
    return _declared(children[0], names[2:]) if len(names) > 2 else False

"""What a finding is about, for a person: names, places, and why a resource is in scope. Raw text, not yet inert."""

from __future__ import annotations

from hds_policy.language import _, marked
from hds_policy.model import MODULE_CALL, JudgedResource, Layer, Resource, SourceRange, SubjectKind
from hds_policy.report.paths import Paths
from hds_policy.report.phrases import phrase
from hds_policy.report.printable import printable
from hds_policy.report.words import layer_name

KIND_ORDER = (
    SubjectKind.RESOURCE,
    SubjectKind.ESTATE,
    SubjectKind.FOLDER,
    SubjectKind.HOSTER,
    SubjectKind.TYPE,
    SubjectKind.REGISTRY,
    SubjectKind.RULE,
)
"""The order in which kinds of subjects are shown."""
WITHOUT_LINE = frozenset({SubjectKind.HOSTER, SubjectKind.ESTATE, SubjectKind.REGISTRY})
"""Kinds whose findings have the place of the first resource concerned only: no line there is at fault."""
_TITLES = {
    SubjectKind.RESOURCE: "{name}",
    SubjectKind.HOSTER: marked("hoster {name}"),
    SubjectKind.FOLDER: marked("folder {name}"),
    SubjectKind.TYPE: marked("type {name}"),
    SubjectKind.ESTATE: marked("estate: {name}"),
    SubjectKind.REGISTRY: "{name}",
    SubjectKind.RULE: marked("rule without an answer: {name}"),
}
_LAYER_NAMES = frozenset(Layer)


def place(location: SourceRange) -> str:
    """``main.tf:12``, as editors and terminals link it; inert."""
    return f"{printable(location.file)}:{location.start_line}"


def title_of(resource: Resource) -> str:
    """The address, and the root module when the file does not tell it (a module that several roots use)."""
    file = resource.location.file if resource.location else ""
    # The file is told from the top of the repository, the root from the folder of the estate.
    told = resource.root == "." or f"/{resource.root}/" in f"/{file}"
    return (
        resource.address if told else _("{address} (root {root})").format(address=resource.address, root=resource.root)
    )


def subject_title(kind: SubjectKind, subject: str) -> str:
    """A subject that is not a resource in scope."""
    # A layer stands there for what the estate does not say of it.
    if kind is SubjectKind.ESTATE and subject in _LAYER_NAMES:
        return _("not declared: layer {name}").format(name=layer_name(Layer(subject)))
    return _(_TITLES[kind]).format(name=phrase(subject) or _("not known"))


def about(judged: JudgedResource, paths: Paths) -> str:
    """Whether and why a resource carries health data, and what is uncommon about it."""
    resource = judged.resource
    said = paths.classified(judged.classification, resource.root)
    if resource.symbolic:
        said += " " + _("(number of instances not known)")
    if resource.type.startswith(MODULE_CALL):
        said += " " + _("(judged by its inputs: the module's content was not read)")
    return said

"""Resources and references, as in Terraform."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from hds_policy.model.value import Value

MODULE_CALL = "module:"
"""Prefix of the type of a call of a remote module whose content was not read; its source follows."""


class SourceRange(Struct, frozen=True, gc=False):
    """Where something stands in a file.

    Attributes:
        file: path relative to the repository, or to the checked folder outside of one, with ``/``.
        start_line: first line, counted from 1.
        end_line: last line, inclusive.
    """

    file: str
    start_line: int
    end_line: int


class ProviderConfig(Struct, frozen=True):
    """The provider configuration a resource uses, after aliases and modules are resolved.

    Attributes:
        name: local provider type, e.g. ``aws``, ``azurerm``, ``google-beta``.
        source: registry source, e.g. ``hashicorp/aws``; empty when not declared.
        alias: alias in the module that declares the configuration; empty for the default one.
        attributes: evaluated arguments, nested blocks included; what is not set is absent.
        location: the provider block; None when no block exists.
        declared: whether a provider block was found; False means values come from the environment at run time.
    """

    name: str
    source: str = ""
    alias: str = ""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    location: SourceRange | None = None
    declared: bool = True


class Resource(Struct, frozen=True):
    """One resource instance.

    Attributes:
        address: Terraform address with instance keys, e.g. ``module.db["a"].aws_db_instance.main[0]``;
            ``[?]`` stands for instances whose number cannot be known.
        type: Terraform resource type.
        name: label in the configuration.
        root: root module folder relative to the estate's folder or the checked one, ``.`` for itself; addresses are
            unique in a root.
        provider: resolved provider configuration.
        attributes: evaluated arguments; nested blocks as lists of dicts; sensitive values as Unknown.
            Collectors merge provider-wide tags (AWS ``default_tags``, Google ``default_labels``) into ``tags_all``
            and ``effective_labels`` as the providers do.
        location: block in the source; None for live resources.
        lines: line of each top-level argument and nested block type, counted from 1; of arguments further inside too,
            by their path, where a collector knows them.
        is_data: a data source, i.e. something that exists elsewhere and is only read.
        symbolic: stands for an unknown number of instances, possibly none.
    """

    address: str
    type: str
    name: str
    root: str
    provider: ProviderConfig
    attributes: Mapping[str, Value]
    location: SourceRange | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    is_data: bool = False
    symbolic: bool = False

    def line_of(self, path: str) -> int | None:
        """The line of an attribute path such as ``spec.storage_class_name``, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path)

    @property
    def key(self) -> str:
        """Identity in the whole inventory: the address, prefixed with the root unless that is ``.``."""
        return self.address if self.root == "." else f"{self.root}:{self.address}"


class Reference(Struct, frozen=True, gc=False):
    """An attribute of one resource depends on another resource.

    Attributes:
        source: key of the resource that holds the attribute.
        target: key of the resource referred to.
        attribute: attribute path in the source without indexes, e.g. ``replica.kms_key_arn``; ``depends_on`` included.
        target_attribute: attribute of the target that is used, e.g. ``arn``; empty for the resource as a whole.
        exact: the value is that attribute as it is; False when it may be something made from it (a template, a choice).
        choice: where the value can be several things, as that of ``coalesce(a.id, b.id)`` or of a list: number of the
            alternative that this belongs to; all of one number make one. 0 where there is but one.
        open: the value can also be something that is not known and refers to nothing.
    """

    source: str
    target: str
    attribute: str
    target_attribute: str = ""
    exact: bool = True
    choice: int = 0
    open: bool = False

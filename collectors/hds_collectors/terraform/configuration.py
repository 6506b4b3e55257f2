"""The configuration of one module folder: blocks by kind, override files merged in.

Source: https://developer.hashicorp.com/terraform/language/files/override
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct, field

from hds_collectors.terraform.reader import line_of
from hds_collectors.terraform.syntax import Attribute, Block, Body, Expression, File, ObjectCons
from hds_policy.model import SourceRange

DYNAMIC = "dynamic"
_Key = TypeVar("_Key")


class Declaration(Struct, eq=False):
    """A block and the file it stands in; ``body`` includes what override files change.

    Attributes:
        foreign: names of arguments and nested blocks that stand in an override file.
    """

    file: File
    block: Block
    body: Body
    foreign: frozenset[str] = frozenset()
    _lines: dict[str, int] | None = None

    def expression(self, name: str) -> Expression:
        """Expression of an argument; None when it is not set."""
        attribute = self.body.attributes.get(name)
        return None if attribute is None else attribute.expression

    def location(self) -> SourceRange:
        """Where the block stands."""
        return range_of(self.file, self.block.start, self.block.end)

    def lines(self) -> dict[str, int]:
        """Line of each argument and nested block type of this file."""
        if self._lines is None:
            lines: dict[str, int] = {}
            for name, attribute in self.body.attributes.items():
                if name not in self.foreign:
                    lines[name] = line_of(self.file, attribute.start)
            for block in self.body.blocks:
                name = block_name(block)
                if name not in self.foreign:
                    lines.setdefault(name, line_of(self.file, block.start))
            self._lines = lines
        return self._lines


class Argument(Struct, frozen=True):
    """A named value and the file it stands in."""

    file: File
    attribute: Attribute


class Configuration(Struct):
    """Everything one module folder declares.

    Attributes:
        folder: folder relative to the scanned root.
        resources: by (is data source, type, name).
        sources: provider local name to registry source, as declared in ``required_providers``.
        conflicts: what Terraform refuses: place and reason.
        incomplete: some file of the folder could not be read completely.
    """

    folder: str
    variables: dict[str, Declaration] = field(default_factory=dict)
    locals: dict[str, Argument] = field(default_factory=dict)
    outputs: dict[str, Declaration] = field(default_factory=dict)
    calls: dict[str, Declaration] = field(default_factory=dict)
    resources: dict[tuple[bool, str, str], Declaration] = field(default_factory=dict)
    providers: dict[tuple[str, str], Declaration] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    imports: list[Declaration] = field(default_factory=list)
    conflicts: list[tuple[SourceRange, str]] = field(default_factory=list)
    incomplete: bool = False

    def resource_blocks(self) -> int:
        """Number of managed resource blocks."""
        return sum(1 for is_data, _, _ in self.resources if not is_data)


def range_of(file: File, start: int, end: int) -> SourceRange:
    """Line range of an offset range."""
    return SourceRange(file.path, line_of(file, start), line_of(file, max(start, end - 1)))


def block_name(block: Block) -> str:
    """Type of a nested block; that of the blocks it makes for ``dynamic``."""
    return block.labels[0] if block.type == DYNAMIC and block.labels else block.type


def build(folder: str, files: Iterable[File], overrides: Iterable[File]) -> Configuration:
    """The configuration of a folder; ``files`` and ``overrides`` in the order Terraform loads them."""
    result = Configuration(folder)
    for file in files:
        result.incomplete |= bool(file.problems)
        for block in file.body.blocks:
            _add(result, file, block, override=False)
    for file in overrides:
        result.incomplete |= bool(file.problems)
        for block in file.body.blocks:
            _add(result, file, block, override=True)
    return result


def _add(result: Configuration, file: File, block: Block, *, override: bool) -> None:
    labels = block.labels
    if block.type == "locals":
        for name, attribute in block.body.attributes.items():
            if name in result.locals and not override:
                _conflict(result, file, attribute.start, attribute.end, f"local.{name}")
            else:
                result.locals[name] = Argument(file, attribute)
    elif block.type == "import":
        result.imports.append(Declaration(file, block, block.body))
    elif block.type == "terraform":
        _required_providers(result, block)
    elif block.type in ("resource", "data") and len(labels) == 2:
        _declare(result, result.resources, (block.type == "data", labels[0], labels[1]), file, block, override)
    elif block.type in ("variable", "output", "module") and len(labels) == 1:
        table = {"variable": result.variables, "output": result.outputs, "module": result.calls}[block.type]
        _declare(result, table, labels[0], file, block, override)
    elif block.type == "provider" and len(labels) == 1:
        alias = block.body.attributes.get("alias")
        name = alias.expression if alias is not None and isinstance(alias.expression, str) else ""
        _declare(result, result.providers, (labels[0], name), file, block, override)


def _declare(
    result: Configuration, table: dict[_Key, Declaration], key: _Key, file: File, block: Block, override: bool
) -> None:
    known = table.get(key)
    if known is None:
        table[key] = Declaration(file, block, block.body)
    elif override:
        table[key] = _merged(known, block)
    else:
        _conflict(result, file, block.start, block.end, " ".join((block.type, *block.labels)))


def _conflict(result: Configuration, file: File, start: int, end: int, what: str) -> None:
    result.conflicts.append((range_of(file, start, end), f"{what} is declared twice: Terraform refuses this"))


def _merged(base: Declaration, block: Block) -> Declaration:
    """The base with the arguments of ``block`` instead of its own, and its nested blocks type by type."""
    replaced = {block_name(nested) for nested in block.body.blocks}
    kept = [nested for nested in base.body.blocks if block_name(nested) not in replaced]
    body = Body({**base.body.attributes, **block.body.attributes}, [*kept, *block.body.blocks])
    return Declaration(base.file, base.block, body, base.foreign | replaced | frozenset(block.body.attributes))


def _required_providers(result: Configuration, block: Block) -> None:
    for nested in block.body.blocks:
        if nested.type == "required_providers":
            for name, attribute in nested.body.attributes.items():
                _required(result, name, attribute.expression)
    attribute_form = block.body.attributes.get("required_providers")
    if attribute_form is not None and isinstance(attribute_form.expression, ObjectCons):
        for key, value in attribute_form.expression.items:
            if isinstance(key, str):
                _required(result, key, value)


def _required(result: Configuration, name: str, requirement: Expression) -> None:
    if not isinstance(requirement, ObjectCons):
        return
    for key, value in requirement.items:
        if key == "source" and isinstance(value, str):
            result.sources[name] = value

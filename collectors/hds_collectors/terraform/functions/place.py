"""Where a function call stands: what it needs beyond its arguments to read files and to render templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hds_collectors.terraform.scope import Module, TemplateModule
from hds_collectors.terraform.syntax import Expression
from hds_collectors.terraform.values import Term

Render = Callable[[Expression, dict[str, Term], Module], Term]


class Place(NamedTuple):
    """Module of the call, and the evaluator of templates."""

    module: Module
    render: Render

    @property
    def in_template(self) -> bool:
        """Whether the call stands in a template file."""
        return isinstance(self.module, TemplateModule)

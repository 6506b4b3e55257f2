"""Reports: each format renders an Assessment and adds nothing to it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from hds_policy.language import LANGUAGES, speaking
from hds_policy.model import Assessment
from hds_policy.report.options import Renderer, RenderOptions

__all__ = ["FORMATS", "RenderOptions", "Renderer"]


def _lazy(module: str, *, for_people: bool = False) -> Renderer:
    """The renderer of a module; what programs read is the same in every language."""

    def render(assessment: Assessment, options: RenderOptions) -> str | bytes:
        with speaking(options.language if for_people else LANGUAGES[0]):
            report: str | bytes = import_module(module).render(assessment, options)
        return report

    return render


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "text": _lazy("hds_policy.report.text", for_people=True),
        "json": _lazy("hds_policy.report.json_report"),
        "sarif": _lazy("hds_policy.report.sarif"),
        "junit": _lazy("hds_policy.report.junit"),
        "gitlab": _lazy("hds_policy.report.gitlab"),
        "github": _lazy("hds_policy.report.github"),
        "csv": _lazy("hds_policy.report.csv_report"),
        "markdown": _lazy("hds_policy.report.markdown", for_people=True),
        "html": _lazy("hds_policy.report.html", for_people=True),
        "xlsx": _lazy("hds_policy.report.xlsx", for_people=True),
        "pdf": _lazy("hds_policy.report.pdf", for_people=True),
        "guarantees-html": _lazy("hds_policy.report.guarantees.html_page", for_people=True),
        "guarantees-markdown": _lazy("hds_policy.report.guarantees.markdown_table", for_people=True),
        "guarantees-csv": _lazy("hds_policy.report.guarantees.csv_table", for_people=True),
    }
)
"""Report formats by name; a module is imported when its format is rendered."""

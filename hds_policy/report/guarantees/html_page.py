"""The table of guarantees as a page of its own."""

from __future__ import annotations

from hds_policy.language import _
from hds_policy.model import Assessment
from hds_policy.report.guarantees.rows import NOTE, TITLE
from hds_policy.report.html.chain import chain_table
from hds_policy.report.html.markup import text
from hds_policy.report.html.page import page
from hds_policy.report.html.summary import summary_list, verdict_line
from hds_policy.report.options import RenderOptions


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The table, where its answers come from, and the verdict of the run it belongs to."""
    title, summary = _(TITLE), _("Summary")
    body = f"""<header>
<h1>{text(title)}</h1>
{verdict_line(assessment)}
<p class="lead">{text(_(NOTE))}</p>
</header>
<main id="main">
{chain_table(assessment)}
<section aria-labelledby="summary"><h2 id="summary">{text(summary)}</h2>
{summary_list(assessment)}
</section>
</main>"""
    return page(title, body)

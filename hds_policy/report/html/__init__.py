"""One page for people: verdict, what needs attention, what was not judged, the hosting chain, and what to do.

It is read without a script, loads nothing from anywhere, prints, and follows WCAG 2.1 AA (RGAA 4): headings in order,
results never told by colour alone, regions that scroll reachable by keyboard.
"""

from __future__ import annotations

from hds_policy.language import _, plural
from hds_policy.model import Assessment
from hds_policy.report.grouping import Arranged, arrange
from hds_policy.report.guarantees.rows import NOTE, TITLE
from hds_policy.report.html.chain import chain_table
from hds_policy.report.html.findings import Articles
from hds_policy.report.html.markup import text
from hds_policy.report.html.page import page
from hds_policy.report.html.sections import (
    declared_sections,
    gone_section,
    passing_table,
    rule_list,
    section,
    unread_section,
)
from hds_policy.report.html.summary import count_list, summary_list, verdict_line
from hds_policy.report.options import RenderOptions
from hds_policy.report.overview import LIMITS
from hds_policy.report.subjects import KIND_ORDER


def _attention(assessment: Assessment, arranged: Arranged, options: RenderOptions) -> str:
    articles = Articles(assessment, options)
    written = [articles.resource(judged, reasons) for judged, reasons in arranged.troubled]
    for kind in KIND_ORDER:
        written += [
            articles.subject(kind, subject, reasons) for other, subject, reasons in arranged.others if other is kind
        ]
    nothing = _("Nothing: every result is a pass.")
    return "\n".join(written) or f"<p>{text(nothing)}</p>"


def _contents(sections: list[tuple[str, str, str]]) -> str:
    links = "".join(f'<li><a href="#{name}">{text(title)}</a></li>' for name, title, _body in sections)
    label = _("Contents")
    return f'<nav aria-label="{text(label)}"><ul class="contents">{links}</ul></nav>'


def _sections(assessment: Assessment, options: RenderOptions) -> list[tuple[str, str, str]]:
    """Id, title and content of each section that has any."""
    arranged = arrange(assessment)
    number = len(arranged.troubled) + len(arranged.others)
    title = plural("{count} subject needs attention", "{count} subjects need attention", number)
    sections = [("attention", title, _attention(assessment, arranged, options))]
    sections += unread_section(assessment)
    sections += declared_sections(assessment)
    sections += gone_section(assessment)
    note = f'<p class="note">{text(_(NOTE))}</p>'
    sections.append(("chain", _(TITLE), f"{note}\n{chain_table(assessment)}"))
    sections += passing_table(arranged.passing)
    sections += rule_list(assessment)
    sections.append(("summary", _("Summary"), summary_list(assessment)))
    return sections


def render(assessment: Assessment, options: RenderOptions) -> str:
    """The report as an HTML page."""
    title = _("Hosting of health data")
    lead = _("Evaluated on {day} by hds-policy {version}.").format(day=assessment.on, version=assessment.tool_version)
    sections = _sections(assessment, options)
    body = "\n".join(section(name, heading, content) for name, heading, content in sections)
    return page(
        title,
        f"""<header>
<h1>{text(title)}</h1>
{verdict_line(assessment)}
{count_list(assessment)}
<p class="lead">{text(lead)} {text(_(LIMITS))}</p>
{_contents(sections)}
</header>
<main id="main">
{body}
</main>""",
    )

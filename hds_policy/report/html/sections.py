"""Sections of the page besides the findings."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.language import _, plural
from hds_policy.model import Assessment, JudgedResource, Result, Rule
from hds_policy.report.cells import all_cells
from hds_policy.report.compared import gone_text
from hds_policy.report.declared import declared
from hds_policy.report.gaps import gaps
from hds_policy.report.grouping import SHOWN
from hds_policy.report.html.markup import mark, text
from hds_policy.report.phrases import phrase
from hds_policy.report.subjects import place, title_of
from hds_policy.report.words import cause_name, severity_name
from hds_policy.rules.explain import in_language

Section = tuple[str, str, str]
"""Id, title and content."""


def section(name: str, title: str, content: str) -> str:
    """A section of the page with its heading."""
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{text(title)}</h2>\n{content}\n</section>'


def anchors(assessment: Assessment) -> dict[str, str]:
    """Where the page explains each rule that found something: by number, since a custom id may be any text."""
    found = {finding.rule for finding in assessment.findings if finding.result in SHOWN}
    known = sorted(rule for rule in found if rule in assessment.rules)
    return {rule: f"rule-{number}" for number, rule in enumerate(known, 1)}


def unread_section(assessment: Assessment) -> list[Section]:
    """What was not read, if anything."""
    found = gaps(assessment)
    if not found:
        return []
    items = []
    for gap in found:
        where = f' <code class="place">{text(place(gap.location))}</code>' if gap.location else ""
        what = f"<code>{text(gap.what)}</code>{where}: {text(cause_name(gap.cause))}"
        detail = f": {text(phrase(gap.detail))}" if gap.detail else ""
        items.append(f"<li>{mark(Result.UNDETERMINED)} {what}{detail}</li>")
    title = plural("{count} thing was not judged", "{count} things were not judged", len(found))
    return [("unread", title, f'<ul class="plain r-undetermined">{"".join(items)}</ul>')]


def declared_sections(assessment: Assessment) -> list[Section]:
    """Waivers and declassified flows, where there are any."""
    written = []
    for number, (title, entries) in enumerate(declared(assessment), 1):
        items = "".join(
            f'<li class="r-{entry.result}">{mark(entry.result)} <b>{text(entry.what)}</b>: {text(entry.said)}</li>'
            for entry in entries
        )
        written.append((f"declared-{number}", f"{title} ({len(entries)})", f'<ul class="plain">{items}</ul>'))
    return written


def gone_section(assessment: Assessment) -> list[Section]:
    """What the baseline knows and is no more, if anything."""
    comparison = assessment.baseline
    if comparison is None or not comparison.gone:
        return []
    items = "".join(f"<li>{text(gone_text(entry))}</li>" for entry in comparison.gone)
    title = _("Gone since {source}").format(source=comparison.source)
    return [("gone", title, f'<ul class="plain r-pass">{items}</ul>')]


def passing_table(passing: Sequence[JudgedResource]) -> list[Section]:
    """Resources that pass on every layer, if any."""
    if not passing:
        return []
    lines = []
    for judged in passing:
        places = dict.fromkeys(cell.place for cells in all_cells(judged) for cell in cells)
        location = judged.resource.location
        where = f"<code>{text(place(location))}</code>" if location else ""
        lines.append(
            f'<tr><th scope="row">{mark(Result.PASS)} {text(title_of(judged.resource))}</th>'
            f"<td>{where}</td><td>{text(', '.join(places))}</td></tr>"
        )
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in (_("resource"), _("file"), _("operated by")))
    title = plural("{count} resource passes on every layer", "{count} resources pass on every layer", len(passing))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    label = _("Table of resources that pass")
    region = f'<div class="scroll" role="region" tabindex="0" aria-label="{text(label)}">{table}</div>'
    return [("passing", title, region)]


def rule_list(assessment: Assessment) -> list[Section]:
    """Each rule that found something, with what to do."""
    found = anchors(assessment)
    if not found:
        return []
    items = "\n".join(_rule(assessment.rules[rule], anchor) for rule, anchor in found.items())
    return [("rules", _("What to do, rule by rule"), items)]


def _rule(rule: Rule, anchor: str) -> str:
    links = "".join(f"<li>{_link(address)}</li>" for address in rule.related_resources)
    basis = _("basis: {texts}").format(texts=", ".join(map(_, rule.legal_basis)))
    title, described = in_language(rule)
    return f"""<article class="rule">
<h3 id="{anchor}"><span>{text(rule.id)} {text(title)}</span></h3>
<p class="note">{text(severity_name(rule.severity))} · {text(basis)}</p>
<p>{text(" ".join(described.split()))}</p>
<p>{text(_(rule.remediation))}</p>
{f'<ul class="keys">{links}</ul>' if links else ""}
</article>"""


def _link(address: str) -> str:
    shown = text(address)
    # Whatever is not an address of the web (of a custom rule, say) is shown, never followed.
    return (
        f'<a href="{shown}" rel="noreferrer">{shown}</a>' if address.startswith("https://") else f"<code>{shown}</code>"
    )

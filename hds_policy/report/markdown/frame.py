"""What stands before and after the findings in Markdown: verdict, what was not read, waivers, what to do, summary."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.language import _, plural
from hds_policy.model import Assessment, Rule
from hds_policy.report.compared import gone_text
from hds_policy.report.counts import result_counts
from hds_policy.report.declared import declared
from hds_policy.report.gaps import gaps
from hds_policy.report.grouping import SHOWN
from hds_policy.report.markdown.blocks import details
from hds_policy.report.markdown.inline import code, plain_html, tagged, words
from hds_policy.report.overview import overview, verdict, verdict_of
from hds_policy.report.phrases import phrase
from hds_policy.report.subjects import place
from hds_policy.report.words import MARKS, UNBROKEN, cause_name, result_name

MARKER = "<!-- hds-policy report -->"
"""First line, by which a script finds its comment again."""


def opening(assessment: Assessment) -> str:
    """Title, verdict and counts."""
    exit_code = assessment.exit_code
    counts = [
        f"{MARKS[result]} **{number}** {result_name(result)}"
        for result, number in result_counts(assessment).items()
        if number
    ]
    lines = [MARKER, f"## {MARKS[verdict_of(exit_code)]} hds-policy: {verdict(assessment)}", ""]
    lines += [" · ".join(counts) or _("no finding"), ""]
    return "\n".join(lines)


def _bounded(title: str, entries: Sequence[str], room: int) -> tuple[str, int]:
    """A section (its title is HTML) of as many entries as there is room for, and the room that is left."""
    shown: list[str] = []
    for entry in entries:
        size = len(entry.encode()) + 1
        if size > room:
            break
        shown.append(entry)
        room -= size
    if len(shown) < len(entries):
        shown.append("- " + _("… and {count} more").format(count=len(entries) - len(shown)))
    return details(title, shown), room


def _gaps(assessment: Assessment) -> list[str]:
    found = []
    for gap in gaps(assessment):
        where = f" ({code(place(gap.location))})" if gap.location else ""
        found.append(f"- {code(gap.what)}{where}: {words(cause_name(gap.cause))}: {words(phrase(gap.detail))}")
    return found


def _remedies(assessment: Assessment) -> list[str]:
    """What to do, once for all rules that found something and say the same."""
    found = {finding.rule for finding in assessment.findings if finding.result in SHOWN}
    by_remedy: dict[str, list[Rule]] = {}
    for rule in (assessment.rules[name] for name in sorted(found) if name in assessment.rules):
        by_remedy.setdefault(rule.remediation, []).append(rule)
    written = []
    for remedy, rules in by_remedy.items():
        basis = dict.fromkeys(_(text) for rule in rules for text in rule.legal_basis)
        told = _("basis: {texts}").format(texts=", ".join(basis))
        ids = ", ".join(code(rule.id) for rule in rules)
        written.append(f"- {ids}: {words(_(remedy))} ({words(told)})")
    return written


def closing(assessment: Assessment, room: int) -> str:
    """Everything after the findings, in at most about ``room`` bytes."""
    sections: list[tuple[str, list[str]]] = []
    unread = _gaps(assessment)
    if unread:
        title = plural("{count} thing was not judged", "{count} things were not judged", len(unread))
        sections.append((plain_html(title), unread))
    for title, entries in declared(assessment):
        lines = [f"- {MARKS[entry.result]} {words(entry.what)}: {words(entry.said)}" for entry in entries]
        sections.append((plain_html(f"{title} ({len(lines)})"), lines))
    comparison = assessment.baseline
    if comparison and comparison.gone:
        title = _("Gone since {source}").format(source=comparison.source)
        sections.append((tagged(title), [f"- {words(gone_text(entry))}" for entry in comparison.gone]))
    remedies = _remedies(assessment)
    if remedies:
        sections.append((plain_html(_("What to do, rule by rule")), remedies))
    written = []
    for title, lines in sections:
        section, room = _bounded(title, lines, room)
        written.append(section)
    rows = [f"- **{label}**: {words(text.replace(UNBROKEN, ' '))}" for label, text in overview(assessment)]
    written.append(details(plain_html(_("Summary")), rows))
    return "\n".join(written)

"""Sections of the text report about the run: passing resources, what was not read, waivers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from hds_policy.language import _
from hds_policy.model import Assessment, JudgedResource, Result, Unread
from hds_policy.report.declared import declared
from hds_policy.report.options import RenderOptions
from hds_policy.report.phrases import phrase
from hds_policy.report.printable import printable
from hds_policy.report.subjects import place, title_of
from hds_policy.report.text.layers import layer_lines, place_line
from hds_policy.report.text.style import Style
from hds_policy.report.words import cause_name

_PASSING_LISTED = 20
_UNREAD_LISTED = 5


def passing_lines(passing: Sequence[JudgedResource], options: RenderOptions, style: Style) -> list[str]:
    """Passing resources: one line each, a count when there are many, their layers too when verbose."""
    mark = style.mark(Result.PASS)
    if len(passing) > _PASSING_LISTED and not options.verbose:
        return [
            f"{mark} {_('{count} resources pass on every layer (--verbose lists them)').format(count=len(passing))}"
        ]
    written = []
    for judged in passing:
        resource = judged.resource
        where = f"  {style.paint(place(resource.location), 'blue')}" if resource.location else ""
        line = f"{mark} {style.paint(printable(title_of(resource)), bold=True)}{where}"
        written.append(f"{line}  {style.paint(place_line(judged), dim=True)}")
        if options.verbose:
            written += layer_lines(judged, style)
    return written


def unread_lines(unread: Sequence[Unread], options: RenderOptions, style: Style) -> list[str]:
    """What could not be read and why, by cause; the first few of each cause unless verbose."""
    if not unread:
        return []
    by_cause: dict[str, list[Unread]] = defaultdict(list)
    for entry in unread:
        by_cause[entry.cause].append(entry)
    written = [style.title(_("Not read ({count}): what stands there was not judged").format(count=len(unread)))]
    for cause, entries in sorted(by_cause.items()):
        shown = entries if options.verbose else entries[:_UNREAD_LISTED]
        for entry in shown:
            where = place(entry.location) if entry.location else ""
            what = "" if entry.location and entry.location.file == entry.what else printable(entry.what)
            name = " ".join(part for part in (where, what) if part)
            text = _("{what}: {evidence}").format(what=name, evidence=phrase(entry.detail)) if entry.detail else name
            written += style.bulleted(f"{cause_name(cause)}  {text}", Result.UNDETERMINED)
        if len(entries) > len(shown):
            more = _("… and {count} more with {cause} (--verbose lists them)")
            told = more.format(count=len(entries) - len(shown), cause=cause_name(cause))
            written.append(f"    {told}")
    return written


def declared_lines(assessment: Assessment, style: Style) -> list[list[str]]:
    """A section for waivers and one for declassified flows, where there are any."""
    sections = []
    for title, entries in declared(assessment):
        written = [style.title(title)]
        for entry in entries:
            text = _("{what}: {evidence}").format(what=entry.what, evidence=entry.said)
            written += style.bulleted(text, entry.result)
        sections.append(written)
    return sections

"""The hosting chain in pages: the table of guarantees."""

from __future__ import annotations

from hds_policy.language import _
from hds_policy.model import Assessment
from hds_policy.report.guarantees.rows import COLUMNS, NOBODY, Field, rows
from hds_policy.report.html.markup import text


def _cell(field: Field) -> str:
    details = "".join(f"<li>{text(said)}</li>" for said in field.details)
    return f"{text(field.answer)}{f'<ul>{details}</ul>' if details else ''}"


def chain_table(assessment: Assessment) -> str:
    """The table in a region that scrolls by itself where the page is narrow."""
    found = rows(assessment)
    if not found:
        return f"<p>{text(_(NOBODY))}</p>"
    heads = "".join(f'<th scope="col">{text(_(name))}</th>' for name in COLUMNS)
    lines = []
    for name, *fields in found:
        cells = "".join(f"<td>{_cell(field)}</td>" for field in fields)
        lines.append(f'<tr><th scope="row">{_cell(name)}</th>{cells}</tr>')
    body, label = "\n".join(lines), _("Table of guarantees")
    return f"""<div class="scroll" role="region" tabindex="0" aria-label="{text(label)}">
<table class="guarantees">
<thead><tr>{heads}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</div>"""

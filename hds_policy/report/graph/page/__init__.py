"""One self-contained HTML page: the drawing, the list beside it, and a script that filters and zooms.

Everything is in the page before the script runs, so that it can be read and printed without one. Nothing is loaded
from anywhere, and the content security policy allows the one script and the one style sheet of the page by digest.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from importlib import resources

from hds_policy.model import Result
from hds_policy.model.graph import Graph
from hds_policy.report.graph.page.controls import controls
from hds_policy.report.graph.page.data import script_data
from hds_policy.report.graph.page.drawing import LIMIT, Drawing, symbols
from hds_policy.report.graph.page.listing import listing
from hds_policy.report.graph.page.markup import icon, text
from hds_policy.report.words import NAMES, ORDER

_FOLDER = resources.files(__name__)


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"


def _policy(script: str, style: str) -> str:
    allowed = f"script-src {_digest(script)}; style-src {_digest(style)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _summary(graph: Graph) -> str:
    counts = Counter(node.result for node in graph.nodes)
    chips = "".join(
        f'<li><button type="button" class="chip" data-result="{result}" aria-pressed="true">{icon(result)}'
        f"<b>{counts[result]}</b> {text(NAMES[result])}</button></li>"
        for result in sorted(counts, key=ORDER.__getitem__)
    )
    return f'<ul class="chips" id="chips" aria-label="Show or hide by result">{chips}</ul>'


def _notes(graph: Graph) -> str:
    if not graph.incomplete:
        return ""
    shown = "".join(f"<li>{text(gap)}</li>" for gap in graph.incomplete)
    count = len(graph.incomplete)
    return (
        f'<details class="gaps"><summary>{icon(Result.UNDETERMINED)} Incomplete: {count} '
        f"thing{'' if count == 1 else 's'} could not be read</summary><ul>{shown}</ul></details>"
    )


def _lead(graph: Graph) -> str:
    carrying = sum(node.carries for node in graph.nodes)
    about = f"{carrying} of {len(graph.nodes) + graph.left_out} resources carry health data"
    if not graph.whole and graph.left_out:
        about += f"; the other {graph.left_out} are not shown"
    return f"{about} · {graph.on.isoformat()} · hds-policy {graph.tool_version}"


def render(graph: Graph) -> str:
    """The graph as an HTML page."""
    script, style = _asset("page.js"), _asset("page.css")
    drawing = Drawing.of(graph)
    cut = "" if drawing.complete else f'<p class="gaps">The drawing shows the first {LIMIT}; the list has all.</p>'
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Where health data flows</title>
<style>{style}</style>
</head>
<body>
<svg class="symbols" aria-hidden="true" focusable="false">{symbols()}</svg>
<header>
<h1>Where health data flows</h1>
<p class="lead">{text(_lead(graph))}</p>
{_notes(graph)}
</header>
<form class="controls" role="search" aria-label="Search and filters">
{controls(graph)}
{_summary(graph)}
<p id="count" role="status"></p>
</form>
<main>
<section class="stage" aria-label="Drawing">
{cut}{drawing.svg}
<div class="zoom" role="group" aria-label="Zoom">
<button type="button" id="zoom-in" aria-label="Zoom in">+</button>
<button type="button" id="zoom-out" aria-label="Zoom out">−</button>
<button type="button" id="zoom-fit" aria-label="Show everything">⤢</button>
</div>
<details class="legend"><summary>Legend and keys</summary>{_legend()}</details>
</section>
<div class="side">
<section id="details" class="details" aria-label="Details" tabindex="-1" hidden></section>
{listing(graph)}
</div>
</main>
<script type="application/json" id="data">{script_data(graph)}</script>
<script>{script}</script>
</body>
</html>
"""


_SAMPLES = (
    ('<path class="edge carries" d="M1 6H33"/>', "health data flows"),
    ('<path class="edge" d="M1 6H33"/>', "looked at, no health data flows"),
    ('<rect class="card open" x="1" y="1" width="32" height="10" rx="3"/>', "was not read"),
)


def _legend() -> str:
    keys = [f"<li>{icon(result)} {text(NAMES[result])}</li>" for result in sorted(ORDER, key=ORDER.__getitem__)]
    keys += [
        f'<li><svg class="sample" viewBox="0 0 34 12" aria-hidden="true">{shape}</svg> {meaning}</li>'
        for shape, meaning in _SAMPLES
    ]
    return f"""<ul class="keys">{"".join(keys)}
<li><span class="pill">declared</span> health data starts here, and why</li></ul>
<p>Arrow keys go from node to node along the flow, <kbd>Enter</kbd> opens one, <kbd>Esc</kbd> closes it,
<kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom, <kbd>/</kbd> searches.</p>"""

"""Every format of a graph: inert whatever the tree is called, deterministic, and read by the programs it is for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from browsing import MERMAID, axe, chromium, package, problems
from drawn import EVIL, every_result, graph, hostile, link, node

from hds_policy.model import Result
from hds_policy.report.graph import GRAPH_FORMATS
from hds_policy.report.words import MARKS

SCHEMA = json.loads((files("hds_policy.report.graph") / "graph.schema.json").read_text("utf-8"))
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


@pytest.mark.parametrize("name", list(GRAPH_FORMATS))
def test_nothing_of_the_tree_commands_a_terminal_or_a_ci_system(name: str) -> None:
    written = GRAPH_FORMATS[name](hostile())
    written.encode()
    assert not CONTROLS.search(written)
    assert "##vso[" not in written
    assert not [line for line in written.splitlines() if line.strip().startswith("::")]
    assert "owned" in written


@pytest.mark.parametrize("name", list(GRAPH_FORMATS))
@pytest.mark.parametrize("made", [every_result, lambda: graph(())], ids=["every result", "nothing"])
def test_the_same_graph_gives_the_same_bytes(name: str, made: object) -> None:
    assert callable(made)
    written = GRAPH_FORMATS[name](made())
    assert written == GRAPH_FORMATS[name](made())
    assert written.endswith("\n")


@pytest.mark.parametrize("made", [every_result, hostile, lambda: graph(())], ids=["every result", "hostile", "nothing"])
def test_json_keeps_its_schema(made: object) -> None:
    assert callable(made)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(GRAPH_FORMATS["json"](made())))


def test_the_schema_forbids_what_it_does_not_know() -> None:
    document = json.loads(GRAPH_FORMATS["json"](every_result()))
    document["nodes"][0]["colour"] = "red"
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


def drawn_by_graphviz(text: str) -> str:
    program = shutil.which("dot")
    if not program:
        pytest.skip("no dot here (Debian: graphviz)")
    done = subprocess.run([program, "-Tsvg"], input=text, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_graphviz_draws_it() -> None:
    drawn = drawn_by_graphviz(GRAPH_FORMATS["dot"](every_result()))
    assert drawn.count('class="node"') == 6
    assert drawn.count('class="edge"') == 7
    for result in Result:
        assert f"{MARKS[result]} {result}" in drawn.replace("&#45;", "-")
    # Shapes differ as well as colours: four of the six are polygons of different corners, one is an ellipse.
    assert "<ellipse" in drawn


def test_graphviz_reads_hostile_names_as_names() -> None:
    drawn = drawn_by_graphviz(GRAPH_FORMATS["dot"](hostile()))
    assert drawn.count('class="node"') == 3
    assert "<img" not in drawn
    assert "</script>" not in drawn


def test_mermaid_itself_draws_it(tmp_path: Path) -> None:
    page = tmp_path / "mermaid.html"
    page.write_text(f'<meta charset="utf-8"><script src="{package(MERMAID).as_uri()}"></script>', encoding="utf-8")
    with chromium() as browser:
        browser.get(page.as_uri())
        script = (
            "const done = arguments[arguments.length - 1];"
            "mermaid.initialize({startOnLoad: false, securityLevel: 'strict'});"
            "mermaid.render('m', arguments[0]).then(r => done(r.svg), e => done('ERROR ' + e))"
        )
        drawn = browser.execute_async_script(script, GRAPH_FORMATS["mermaid"](every_result()))
        assert not drawn.startswith("ERROR"), drawn
        assert len(re.findall(r'class="node [^"]*"', drawn)) == 6
        for result in Result:
            assert f"{MARKS[result]} {result}" in drawn
        evil = browser.execute_async_script(script, GRAPH_FORMATS["mermaid"](hostile()))
        assert not evil.startswith("ERROR"), evil
        assert "<img" not in evil
        assert browser.title != "owned"


def test_mermaid_says_when_it_is_too_large() -> None:
    nodes = tuple(node(f"aws_s3_bucket.b{number:03}") for number in range(502))
    links = tuple(link(one.key, other.key) for one, other in pairwise(nodes))
    assert "larger than Mermaid draws" in GRAPH_FORMATS["mermaid"](graph(nodes, links))
    assert "larger than Mermaid draws" not in GRAPH_FORMATS["mermaid"](every_result())


def test_the_page_shows_hostile_names_and_runs_none(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(GRAPH_FORMATS["html"](hostile()), encoding="utf-8")
    with chromium() as browser:
        browser.get(file.as_uri())
        assert problems(browser) == []
        assert browser.title == "Where health data flows"
        assert browser.execute_script("return document.querySelectorAll('img, iframe, object, embed').length") == 0
        assert browser.execute_script("return document.scripts.length") == 2
        # What the script writes of a node is text as well.
        keys = browser.execute_script(
            "return [...document.querySelectorAll('#list tr[data-key]')].map(r => r.dataset.key)"
        )
        assert len(keys) == 3
        for number in range(3):
            browser.execute_script(f"document.querySelectorAll('#list button.open')[{number}].click()")
            assert "onerror" in browser.find_element("css selector", "#details").text
        assert browser.execute_script("return document.querySelectorAll('img').length") == 0
        assert browser.title == "Where health data flows"
        assert axe(browser) == []


def test_the_data_of_the_page_holds_no_markup() -> None:
    found = re.search(r'<script type="application/json" id="data">(.*)</script>\n', GRAPH_FORMATS["html"](hostile()))
    assert found
    assert not re.search("[<>&]", found[1])
    assert len(json.loads(found[1])["nodes"]) == 3


def test_the_page_refuses_every_script_but_its_own(tmp_path: Path) -> None:
    """The policy works: a page with a foreign script added does not run it."""
    file = tmp_path / "page.html"
    page = GRAPH_FORMATS["html"](every_result())
    file.write_text(page.replace("</body>", "<script>document.title = 'owned'</script></body>"), encoding="utf-8")
    with chromium() as browser:
        browser.get(file.as_uri())
        assert browser.title == "Where health data flows"
        assert any("Content Security Policy" in said for said in problems(browser))


def test_the_page_names_nothing_outside_of_itself() -> None:
    page = GRAPH_FORMATS["html"](every_result())
    assert not re.findall(r"(?:src|href)=\"(?!#)", page)
    assert "url(" not in page.replace("url(#", "")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]


def test_two_thousand_nodes_stay_usable(tmp_path: Path) -> None:
    nodes = tuple(node(f"aws_s3_bucket.b{number:04}", region=f"region-{number % 7}") for number in range(2000))
    links = tuple(link(nodes[(number - 1) // 3].key, nodes[number].key) for number in range(1, 2000))
    file = tmp_path / "page.html"
    file.write_text(GRAPH_FORMATS["html"](graph(nodes, links)), encoding="utf-8")
    with chromium() as browser:
        browser.get(file.as_uri())
        assert problems(browser) == []
        card = "return document.querySelector('.node:not(.off)').getBoundingClientRect().height"
        assert browser.execute_script(card) >= 40, "what is seen first can be read"
        browser.execute_script(
            "const f = document.getElementById('region'); f.value = 'region-3';f.dispatchEvent(new Event('change'))"
        )
        assert browser.execute_script("return document.querySelectorAll('.node:not(.off)').length") == len(
            range(3, 2000, 7)
        )
        browser.find_element("css selector", "#zoom-fit").click()
        assert browser.execute_script("return document.querySelector('#drawing').classList.contains('farther')")


def test_more_than_can_be_drawn_is_said_and_listed() -> None:
    nodes = tuple(node(f"aws_s3_bucket.b{number:04}") for number in range(3001))
    page = GRAPH_FORMATS["html"](graph(nodes))
    assert page.count('role="button"') == 3000
    assert page.count("<tr data-key=") == 3001
    assert "The drawing shows the first 3000; the list has all." in page


def test_evil_is_evil() -> None:
    assert CONTROLS.search(EVIL)
    assert "</script>" in EVIL

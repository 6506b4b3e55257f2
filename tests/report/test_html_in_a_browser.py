"""The pages in a real browser and by the W3C's checker: no violation, no error, readable when narrow and on paper."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from browsing import PACKAGES, axe, chromium, package, problems
from command import hds_policy
from test_formats import HOSTILE, hostile

from hds_policy.report import FORMATS, RenderOptions

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "clinic"
CHECKER = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Reports and tables of guarantees of both examples, in both languages, and of hostile names."""
    folder = tmp_path_factory.mktemp("pages")
    for example in ("failing", "mended"):
        for language in ("en", "fr"):
            outputs = [
                part
                for name in ("html", "guarantees-html")
                for part in ("--output", f"{name}={folder / f'{example}-{language}-{name}.html'}")
            ]
            done = hds_policy("check", EXAMPLES / example, "--on", "2026-11-23", "--lang", language, *outputs)
            assert done.code in {0, 1}, done.err
    for name, evil in HOSTILE.items():
        for form in ("html", "guarantees-html"):
            report = FORMATS[form](hostile(evil), RenderOptions(source=lambda file, line=evil: [line]))
            assert isinstance(report, str)
            (folder / f"hostile-{name}-{form}.html").write_text(report, encoding="utf-8")
    return sorted(folder.glob("*.html"))


def test_no_violation_and_nothing_wider_than_the_window(pages: list[Path]) -> None:
    with chromium(360, 800) as browser:
        for page in pages:
            browser.get(page.as_uri())
            assert problems(browser) == [], page.name
            assert browser.execute_script("return window.alerted || document.images.length") == 0, page.name
            width = browser.execute_script("return document.documentElement.scrollWidth")
            assert width <= 360, page.name
            if "hostile" not in page.name:
                assert axe(browser) == [], page.name


def test_dark_mode_has_no_violation_either(pages: list[Path]) -> None:
    with chromium() as browser:
        dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
        page = next(page for page in pages if page.name == "failing-en-html.html")
        browser.get(page.as_uri())
        ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(16, 21, 28)"
        assert axe(browser) == []


def test_it_is_read_without_a_script(pages: list[Path]) -> None:
    with chromium(script=False) as browser:
        browser.get(next(page for page in pages if page.name == "failing-en-html.html").as_uri())
        assert "aws_db_snapshot_copy.disaster" in browser.find_element("css selector", "main").text


def test_it_prints(pages: list[Path]) -> None:
    with chromium() as browser:
        browser.get(next(page for page in pages if page.name == "failing-en-html.html").as_uri())
        printed: dict[str, Any] = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        assert base64.b64decode(printed["data"]).startswith(b"%PDF-")
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        shown = "return getComputedStyle(document.querySelector(arguments[0])).display"
        assert browser.execute_script(shown, "nav") == "none"
        assert browser.execute_script(shown, "article") == "block"


def test_the_checker_of_the_w3c_finds_no_error(pages: list[Path]) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("no java here, which the checker needs")
    command = [java, "-jar", str(package(CHECKER)), "--errors-only", "--format", "gnu", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert len(pages) == 8 + 2 * len(HOSTILE)

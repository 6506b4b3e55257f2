"""A real headless Chromium on files of this machine, and packages of the web that only tests need.

``make web`` installs the packages (npm, exact versions) into ``.cache/web``; Chromium and its driver come with the
system.
"""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PACKAGES = Path(__file__).resolve().parents[1] / ".cache" / "web" / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
MERMAID = PACKAGES / "mermaid" / "dist" / "mermaid.min.js"


def package(file: Path) -> Path:
    """A file of an npm package; skips the test when ``make web`` was not run."""
    if not file.is_file():
        pytest.skip(f"{file.relative_to(PACKAGES).parts[0]} is not there: make web")
    return file


@contextmanager
def chromium(width: int = 1280, height: int = 900, *, script: bool = True) -> Iterator[Any]:
    """A browser of its own that ends with the test; skips the test where there is none."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("no chromium and chromedriver here (Debian: chromium, chromium-driver)")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (dependency group test)")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    # The page is ours; Chromium's own sandbox needs rights that containers do not give.
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        # A window narrower than 500 pixels needs the device metrics.
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        started.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        yield started
    finally:
        started.quit()


def problems(browser: Any) -> list[str]:
    """What the browser complained of: errors of the script, refused content."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]


def axe(browser: Any) -> list[str]:
    """Violations of WCAG 2.1 A and AA and of best practices that axe-core finds in the page."""
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    browser.refresh()
    browser.execute_script(package(AXE).read_text(encoding="utf-8"))
    found = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]


def _selenium(name: str) -> Any:
    """A part of selenium; imported when a browser is there, so that tests without one only skip."""
    return importlib.import_module(f"selenium.webdriver.{name}")


def press(browser: Any, key: str) -> None:
    """Press a key: a character, or the name selenium gives it, such as ``ARROW_RIGHT``."""
    code = key if len(key) == 1 else getattr(_selenium("common.keys").Keys, key)
    _selenium("common.action_chains").ActionChains(browser).send_keys(code).perform()


def drag(browser: Any, element: Any, right: int, down: int) -> None:
    """Move an element with the button of the mouse held down."""
    actions = _selenium("common.action_chains").ActionChains(browser)
    actions.move_to_element(element).click_and_hold().move_by_offset(right, down).release().perform()


def until(browser: Any, holds: Callable[[], object]) -> None:
    """Wait until something holds; a page that never gets there fails the test."""
    importlib.import_module("selenium.webdriver.support.ui").WebDriverWait(browser, 20).until(lambda _: holds())

"""The HTML page in a real browser: search, filters, zoom, keyboard, no violation of accessibility rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import axe, chromium, drag, press, problems, until
from command import hds_policy

CLINIC = Path(__file__).resolve().parents[2] / "examples" / "clinic" / "failing"
DISASTER = "record:aws_db_snapshot_copy.disaster"
PATIENTS = "record:module.patients.aws_db_instance.main"
NIGHTLY = "record:aws_db_snapshot.nightly"
API = "record:aws_lambda_function.api"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "flows.html"
    done = hds_policy("graph", CLINIC, "--on", "2026-11-23", "--all", "--output", f"html={file}")
    assert done.code == 0, done.err
    return file.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser: Any, page: str) -> Any:
    browser.get(page)
    return browser


def shown_rows(browser: Any) -> set[str]:
    script = "return [...document.querySelectorAll('#list tbody tr:not([hidden])')].map(row => row.dataset.key)"
    return set(browser.execute_script(script))


def shown_cards(browser: Any) -> set[str]:
    script = "return [...document.querySelectorAll('.node:not(.off)')].map(card => card.dataset.key)"
    return set(browser.execute_script(script))


def element(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def choose(browser: Any, field: str, value: str) -> None:
    script = (
        "const f = document.getElementById(arguments[0]); f.value = arguments[1]; f.dispatchEvent(new Event('change'))"
    )
    browser.execute_script(script, field, value)
    assert element(browser, f"#{field}").get_property("value") == value


def search(browser: Any, words: str) -> None:
    before = browser.execute_script("return document.getElementById('count').textContent")
    element(browser, "#search").send_keys(words)
    until(browser, lambda: browser.execute_script("return document.getElementById('count').textContent") != before)


def focused(browser: Any) -> str:
    return str(browser.execute_script("return document.activeElement.dataset.key || document.activeElement.id || ''"))


def test_everything_is_there_and_nothing_is_refused(opened: Any) -> None:
    assert len(shown_rows(opened)) == 20
    assert shown_rows(opened) == shown_cards(opened)
    assert problems(opened) == []
    assert "ready" in element(opened, "html").get_attribute("class")


def test_search_leaves_what_fits_in_list_and_drawing(opened: Any) -> None:
    search(opened, "DISASTER")
    assert shown_rows(opened) == shown_cards(opened) == {DISASTER}
    assert element(opened, "#count").text == "1 of 20 shown"


def test_search_takes_every_word_and_the_reason(opened: Any) -> None:
    search(opened, "outside european us-east-1")
    assert shown_rows(opened) == {DISASTER}


def test_search_without_accents_finds_words_with_them(opened: Any) -> None:
    search(opened, "modalite")
    assert "imaging:scaleway_instance_server.pacs" in shown_rows(opened)


@pytest.mark.parametrize(
    ("hoster", "expected"),
    [
        (
            "clevercloud",
            {"portal:clevercloud_postgresql.appointments", "portal:clevercloud_postgresql.archive"},
        ),
        ("ovhcloud", {"imaging:ovh_cloud_project_database.dicom_index"}),
    ],
)
def test_filter_by_hoster(opened: Any, hoster: str, expected: set[str]) -> None:
    choose(opened, "hoster", hoster)
    assert shown_rows(opened) == shown_cards(opened) == expected


def test_filter_by_region(opened: Any) -> None:
    choose(opened, "region", "us-east-1")
    assert shown_rows(opened) == shown_cards(opened) == {DISASTER}


def test_hoster_and_region_must_fit_the_same_place(opened: Any) -> None:
    choose(opened, "hoster", "aws")
    choose(opened, "region", "fr-par")
    assert shown_rows(opened) == set()


def test_a_layer_shows_its_own_result_by_shape_and_colour(opened: Any) -> None:
    card = f'.node[data-key="{DISASTER}"]'
    assert element(opened, f"{card} use").get_attribute("href") == "#s-fail"
    assert "record:aws_s3_bucket.website" in shown_rows(opened)
    choose(opened, "layer", "admin")
    assert len(shown_rows(opened)) == 17, "what is not in scope has no layers"
    assert element(opened, f"{card} use").get_attribute("href") == "#s-pass"
    assert "r-pass" in element(opened, card).get_attribute("class")
    assert element(opened, card).get_attribute("aria-label").startswith("pass, disaster aws_db_snapshot_copy")
    choose(opened, "hoster", "modalite-service")
    assert shown_rows(opened) == {
        "imaging:ovh_cloud_project_database.dicom_index",
        "imaging:scaleway_block_snapshot.images",
        "imaging:scaleway_block_volume.images",
        "imaging:scaleway_instance_server.pacs",
        "imaging:scaleway_object_bucket.studies",
    }
    choose(opened, "layer", "physical")
    assert shown_rows(opened) == set()


def test_a_result_can_be_hidden(opened: Any) -> None:
    element(opened, ".chip[data-result=fail]").click()
    assert DISASTER not in shown_rows(opened) | shown_cards(opened)
    assert len(shown_rows(opened)) == 12


def test_every_result_has_a_shape_of_its_own(opened: Any) -> None:
    script = "return [...document.querySelectorAll('.symbols symbol .shape')].map(shape => shape.innerHTML)"
    shapes = opened.execute_script(script)
    assert len(shapes) == len(set(shapes)) == 6


def test_the_keyboard_goes_along_the_flow_and_opens_a_node(opened: Any) -> None:
    opened.execute_script(f"""document.querySelector('.node[data-key="{PATIENTS}"]').focus()""")
    press(opened, "ARROW_RIGHT")
    first = focused(opened)
    assert first in {NIGHTLY, API, "record:module.patients.aws_db_instance.replica[0]"}
    while focused(opened) != NIGHTLY:
        before = focused(opened)
        press(opened, "ARROW_UP")
        assert focused(opened) != before
    press(opened, "ARROW_RIGHT")
    assert focused(opened) == DISASTER
    press(opened, "ENTER")
    assert element(opened, "#details").is_displayed()
    assert "outside the European Economic Area" in element(opened, "#details").text
    stops = [stop.text for stop in opened.find_elements("css selector", "#details ol li")]
    folder = "examples/clinic/failing/record"
    assert stops == [
        "patients / main",
        f"nightly\nsnapshots by db_instance_identifier, {folder}/backups.tf:3",
        f"disaster\ncopies_to by source_db_snapshot_identifier, {folder}/backups.tf:9",
    ]
    press(opened, "ESCAPE")
    assert not element(opened, "#details").is_displayed()
    assert focused(opened) == DISASTER


def test_the_tab_key_stops_once_in_the_drawing(opened: Any) -> None:
    assert len(opened.find_elements("css selector", '.node[tabindex="0"]')) == 1
    search(opened, "disaster")
    (stop,) = opened.find_elements("css selector", '.node[tabindex="0"]')
    assert stop.get_attribute("data-key") == DISASTER


def test_slash_searches_and_plus_zooms(opened: Any) -> None:
    before = float(element(opened, "#drawing").get_attribute("data-scale"))
    press(opened, "+")
    assert float(element(opened, "#drawing").get_attribute("data-scale")) > before
    press(opened, "0")
    assert float(element(opened, "#drawing").get_attribute("data-scale")) == pytest.approx(before)
    press(opened, "/")
    assert focused(opened) == "search"
    press(opened, "+")
    assert element(opened, "#search").get_property("value") == "+"


def test_the_path_of_what_was_chosen_stands_out(opened: Any) -> None:
    row = opened.find_element("css selector", f'#list tr[data-key="{DISASTER}"] button')
    opened.execute_script("arguments[0].click()", row)
    ways = opened.find_elements("css selector", ".link.way")
    found = {(way.get_attribute("data-source"), way.get_attribute("data-target")) for way in ways}
    assert found == {(PATIENTS, NIGHTLY), (NIGHTLY, DISASTER)}
    assert element(opened, f'.node[data-key="{DISASTER}"]').get_attribute("aria-pressed") == "true"


def test_a_drag_moves_the_drawing_and_opens_nothing(opened: Any) -> None:
    svg = element(opened, "#drawing")
    before = svg.get_dom_attribute("viewBox")
    card = element(opened, f'.node[data-key="{DISASTER}"]')
    drag(opened, card, 60, 20)
    assert svg.get_dom_attribute("viewBox") != before
    assert not element(opened, "#details").is_displayed()
    card.click()
    assert element(opened, "#details").is_displayed()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing(opened: Any, page: str, width: int, scheme: str) -> None:
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        opened.get(page)
        assert axe(opened) == []
    finally:
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**metrics, "width": 1280})


def test_a_phone_needs_no_scrolling_sideways(opened: Any, page: str) -> None:
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        opened.get(page)
        row = opened.find_element("css selector", f'#list tr[data-key="{DISASTER}"] button')
        opened.execute_script("arguments[0].click()", row)
        assert opened.execute_script("return document.documentElement.scrollWidth") <= 360
        small = opened.execute_script(
            "return [...document.querySelectorAll('button, input, select')].filter(e => e.offsetParent)"
            ".filter(e => e.getBoundingClientRect().height < 24).length"
        )
        assert small == 0
    finally:
        opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**metrics, "width": 1280, "height": 900})


def test_the_page_can_be_read_without_its_script(page: str) -> None:
    with chromium(script=False) as plain:
        plain.get(page)
        assert "ready" not in (plain.find_element("css selector", "html").get_attribute("class") or "")
        assert len(plain.find_elements("css selector", "#list tbody tr")) == 20
        assert plain.find_element("css selector", f'.node[data-key="{DISASTER}"]').is_displayed()

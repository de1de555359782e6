"""Attempts in a real browser: they join by themselves, and outlive the page, the server, and another tab."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.digits import example_drawings, preprocess_strokes
from core.digits.attempts import summary
from core.digits.attempts_file import from_npz
from scripts.chromium import settle
from tests.browser.pen import draw, says
from ui.digit.pixel_image import png

PREFIX = "softmax.attempt.1."
TAB = "/digit?lang=en&tab=attempts"


def label(page: Page, digit: int) -> None:
    page.locator(".st-key-softmax_bars input[type=radio]").nth(digit).click()
    page.wait_for_url(re.compile(rf"[?&]y={digit}\b"))


def attempt(page: Page, drawn: int, digit: int) -> None:
    """Draw a digit, say which it is, and clear the paper."""
    draw(page, example_drawings()[drawn])
    says(page, drawn)
    label(page, digit)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".st-key-prediction .answer")).to_have_count(0)


def rows(page: Page, count: int) -> list[list[str]]:
    """The table, the newest first: number, true digit, network, nats, bits."""
    lines = page.wait_for_function(  # at one moment: a table that comes anew is empty before
        """(count) => {
            const lines = [...document.querySelectorAll(".attempts-table tbody tr")];
            return lines.length === count && lines.map((line) => line.innerText);
        }""",
        arg=count,
        timeout=5000,
    )
    return [line.split() for line in lines.json_value()]


def mean(page: Page) -> tuple[float, float]:
    nats, bits = page.locator(".st-key-attempts .loss.mean b").all_inner_texts()
    return float(nats), float(bits)


def kept(page: Page, count: int) -> dict[str, str]:
    """What the browser keeps, once it keeps so many."""
    page.wait_for_function(
        "([prefix, count]) => Object.keys(localStorage).filter((k) => k.startsWith(prefix)).length === count",
        arg=[PREFIX, count],
    )
    found: dict[str, str] = page.evaluate("({ ...localStorage })")
    return {key: text for key, text in found.items() if key.startswith(PREFIX)}


def test_two_attempts_join_and_outlive_a_reload(desktop) -> None:
    page = desktop.go("/digit?lang=en")
    attempt(page, 3, 3)
    attempt(page, 7, 1)
    kept(page, 2)
    page.get_by_text("Attempts", exact=True).click()
    newest, oldest = rows(page, 2)
    assert (newest[1], newest[2]) == ("1", "7")
    assert (oldest[1], oldest[2]) == ("3", "3")
    nats = [float(row[3]) for row in (newest, oldest)]
    assert mean(page)[0] == pytest.approx(np.mean(nats), abs=1e-3)
    assert mean(page)[1] == pytest.approx(np.mean(nats) / np.log(2), abs=1e-3)
    expect(page.locator(".st-key-attempts .accuracy")).to_contain_text("50.0 %")
    expect(page.locator(".st-key-attempts .confusion td.miss")).to_have_text("1")
    before = mean(page)
    page.reload()
    settle(page)
    assert rows(page, 2) == [newest, oldest]
    assert mean(page) == before


def test_the_loss_in_the_table_is_the_loss_above(desktop) -> None:
    page = desktop.go(TAB)
    draw(page, example_drawings()[8])
    says(page, 8)
    expect(page.get_by_text("No attempt yet")).to_be_visible()
    label(page, 2)
    (row,) = rows(page, 1)
    expect(page.locator(".st-key-loss b").first).to_have_text(row[3])


def test_a_lost_server_loses_none(
    open_page: Callable, fresh_server: Callable, tmp_path: Path
) -> None:
    server = fresh_server()
    page = open_page(url=server.url, guard=False).go(TAB)
    attempt(page, 5, 5)
    shown = rows(page, 1)
    kept(page, 1)
    server.kill()
    fresh_server(port=server.port)
    expect(
        page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    ).to_have_count(1, timeout=60_000)
    settle(page)
    assert rows(page, 1) == shown
    page.reload()
    settle(page)
    assert rows(page, 1) == shown


def test_a_mistake_opens_its_drawing_again(desktop) -> None:
    page = desktop.go(TAB)
    attempt(page, 7, 1)
    door = page.locator(".mistakes .door")
    expect(door).to_have_accessible_name(re.compile("^1, taken for 7"))
    link = door.get_attribute("href")
    assert link
    assert "strokes=" in link
    door.click()
    says(page, 7)
    page.wait_for_url(re.compile("[?&]y=1.*strokes="))
    rows(page, 1)
    other = page.context.new_page()
    other.goto(desktop.url + "/" + link)
    settle(other)
    says(other, 7)
    rows(other, 1)
    other.close()


def test_remove_one_remove_all_and_bring_back(desktop) -> None:
    page = desktop.go(TAB)
    attempt(page, 3, 3)
    attempt(page, 7, 7)
    rows(page, 2)
    page.get_by_role("button", name="Remove attempt 1").click()
    ((_number, digit, *_rest),) = rows(page, 1)
    assert digit == "7"
    kept(page, 1)
    page.get_by_role("button", name="Bring back 1").click()
    rows(page, 2)
    kept(page, 2)
    page.get_by_role("button", name="Remove all").click()
    expect(page.get_by_text("No attempt yet")).to_be_visible()
    kept(page, 0)
    page.get_by_role("button", name="Bring back 2").click()
    assert [row[1] for row in rows(page, 2)] == ["7", "3"]
    kept(page, 2)


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator(".st-key-attempts_tools").get_by_role("button", name=name).click()
    return waiting.value.path().read_bytes()


def load(page: Page, content: bytes, button: str = "Load") -> None:
    upload = page.locator('input[type="file"]')
    if not upload.count():
        page.locator(".st-key-attempts_tools").get_by_role("button", name=button).click()
    file = {"name": "attempts.npz", "mimeType": "application/octet-stream", "buffer": content}
    upload.set_input_files(file)  # type: ignore[arg-type]


def test_the_files_there_and_back(desktop) -> None:
    page = desktop.go(TAB)
    attempt(page, 3, 3)
    attempt(page, 7, 1)
    shown, cost = rows(page, 2), mean(page)
    saved = download(page, "NPZ")
    attempts = from_npz(saved)
    assert [a.label for a in attempts] == [3, 1]
    assert summary(attempts).mean_nats == pytest.approx(cost[0], abs=6e-5)
    sheet = list(csv.DictReader(io.StringIO(download(page, "CSV").decode())))
    assert [(row["label"], row["predicted"]) for row in sheet] == [("3", "3"), ("1", "7")]
    assert [float(row["loss_nats"]) for row in sheet] == [a.loss for a in attempts]
    load(page, saved)
    expect(page.get_by_text("Already in the table: 2.")).to_be_visible()
    rows(page, 2)
    page.get_by_role("button", name="Remove all").click()
    kept(page, 0)
    load(page, saved)
    assert rows(page, 2) == shown
    assert mean(page) == cost
    kept(page, 2)


def test_a_file_that_is_not_ours_is_refused_and_nothing_is_lost(open_page: Callable) -> None:
    page = open_page().go(TAB.replace("en", "es"))
    draw(page, example_drawings()[3])
    says(page, 3)
    label(page, 3)
    (row,) = rows(page, 1)
    load(page, b"PK no, not ours", "Cargar")
    beside = page.get_by_test_id("stPopoverBody").get_by_text("el archivo no es un archivo NPZ")
    expect(beside).to_be_visible()
    assert rows(page, 1) == [row]


def test_two_tabs_share_one_table(desktop) -> None:
    first = desktop.go(TAB)
    attempt(first, 3, 3)
    second = first.context.new_page()
    second.goto(desktop.url + TAB)
    settle(second)
    rows(second, 1)
    attempt(second, 7, 7)
    rows(second, 2)
    assert [row[1] for row in rows(first, 2)] == ["7", "3"]
    first.get_by_role("button", name="Remove attempt 1").click()
    rows(first, 1)
    assert [row[1] for row in rows(second, 1)] == ["7"]
    kept(second, 1)
    second.close()


def test_what_somebody_else_wrote_is_dropped_and_never_run(desktop) -> None:
    evil = '{"y": 3, "strokes": "<img src=x onerror=window.run=1>", "picture": "", "z": []}'
    desktop.page.goto(desktop.url + "/assets/digit/attempts/browser_storage.js")
    desktop.page.evaluate(
        "([prefix, evil]) => ['a', 'b', '<img src=x onerror=window.run=1>'].forEach((k, i) => localStorage.setItem(prefix + k, i ? evil : '{'))",
        [PREFIX, evil],
    )
    page = desktop.go(TAB)
    expect(
        page.get_by_text("3 of the attempts that this browser kept were damaged")
    ).to_be_visible()
    kept(page, 0)
    assert page.evaluate("window.run") is None
    attempt(page, 3, 3)
    rows(page, 1)


@pytest.mark.parametrize(
    ("error", "says_so"),
    [("QuotaExceededError", "no room left"), ("SecurityError", "does not let pages keep")],
)
def test_a_browser_that_keeps_nothing_says_so_and_the_page_works(
    desktop, error: str, says_so: str
) -> None:
    desktop.page.context.add_init_script(
        f"Storage.prototype.setItem = () => {{ throw new DOMException('no', '{error}'); }}",
    )
    page = desktop.go(TAB)
    attempt(page, 3, 3)
    expect(page.get_by_text(says_so)).to_be_visible()
    attempt(page, 7, 7)
    rows(page, 2)


def test_a_forbidden_storage_says_so(desktop) -> None:
    desktop.page.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
    )
    page = desktop.go(TAB)
    warning = page.get_by_text("does not let pages keep")
    expect(warning).to_be_visible()
    page.get_by_role("button", name="Load").click()
    expect(page.get_by_text("as the NPZ button saves it")).to_be_visible()
    expect(warning).to_be_visible()
    page.keyboard.press("Escape")
    attempt(page, 3, 3)
    rows(page, 1)
    expect(warning).to_be_visible()


def test_an_uploaded_picture_is_an_attempt_too(desktop) -> None:
    page = desktop.go(TAB)
    ink = np.kron(preprocess_strokes(example_drawings()[5]), np.ones((8, 8)))
    page.get_by_role("button", name="Picture").click()
    file = {"name": "five.png", "mimeType": "image/png", "buffer": png(1 - ink)}
    page.locator('input[type="file"]').set_input_files(file)  # type: ignore[arg-type]
    says(page, 5)
    label(page, 5)
    (row,) = rows(page, 1)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".st-key-prediction .answer")).to_have_count(0)
    kept(page, 1)
    page.reload()
    settle(page)
    assert rows(page, 1) == [row]
    page.get_by_role("button", name="Open attempt 1 again: 5").click()
    says(page, 5)
    page.wait_for_url(re.compile("[?&]y=5"))
    assert rows(page, 1) == [row]

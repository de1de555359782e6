"""Drawing on the real canvas: with the mouse and with a finger."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Page, expect

SIDE, MARGIN = 280, 45


def on_canvas(strokes: list[np.ndarray]) -> list[np.ndarray]:
    """The strokes in pixels of the canvas, filling its middle."""
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0)
    high = np.max([stroke.max(axis=0) for stroke in strokes], axis=0)
    scale = (SIDE - 2 * MARGIN) / float((high - low).max())
    return [(stroke - (low + high) / 2) * scale + SIDE / 2 for stroke in strokes]


PAPER = ".st-key-canvas .dc-container"


def corner(page: Page, of: str = PAPER) -> np.ndarray:
    canvas = page.locator(of)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    return np.array([box["x"], box["y"]])


def draw(page: Page, strokes: list[np.ndarray]) -> None:
    """Draw with the mouse, one stroke after the other."""
    start = corner(page)
    for stroke in on_canvas(strokes):
        page.mouse.move(*(start + stroke[0]))
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*(start + point))
        page.mouse.up()


def touch(page: Page, strokes: list[np.ndarray]) -> None:
    """Draw with a finger."""
    for stroke in on_canvas(strokes):
        finger(page, stroke)


def finger(page: Page, path: np.ndarray, of: str = PAPER) -> None:
    """Put a finger down, move it along a path and lift it; from the corner of the paper, or of something else."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, points: list[np.ndarray]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": float(x), "y": float(y)} for x, y in points]},
        )

    start = corner(page, of)
    send("touchStart", [start + path[0]])
    for point in path[1:]:
        send("touchMove", [start + point])
    send("touchEnd", [])
    session.detach()


def says(page: Page, digit: int) -> None:
    expect(page.locator(".st-key-prediction .answer b")).to_have_text(str(digit))


def strokes_in(url: str) -> int:
    """How many strokes a link holds."""
    found = re.search(r"strokes=([^&]*)", url)
    return found.group(1).count(".") + 1 if found else 0

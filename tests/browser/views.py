"""Every view of the app, and every look: what tests of all of it open."""

from __future__ import annotations

import os

from playwright.sync_api import Page

from scripts.chromium import settle
from ui.digit.state import TABS as DIGIT_TABS
from ui.softmax.state import TABS as SOFTMAX_TABS
from ui.train.state import TABS as TRAIN_TABS
from ui.weather.state import TABS as WEATHER_TABS

TABS = {"softmax": SOFTMAX_TABS, "weather": WEATHER_TABS, "digit": DIGIT_TABS, "train": TRAIN_TABS}
VIEWS = ["/", *(f"/{page}?tab={tab}" for page, tabs in TABS.items() for tab in tabs)]
ALL = [(scheme, lang) for scheme in ("light", "dark") for lang in ("en", "es")]
LOOKS = ALL if os.environ.get("ALL_VIEWS") else [("light", "en"), ("dark", "es")]
STOPS = range(1, 22) if os.environ.get("ALL_VIEWS") else (1, 12, 21)  # one on each kind of page


def go(page: Page, url: str, view: str, lang: str = "en") -> None:
    page.goto(f"{url}{view}{'&' if '?' in view else '?'}lang={lang}")
    settle(page)

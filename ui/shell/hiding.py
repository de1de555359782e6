"""What a link hides, and how a page is projected: as style, which takes a part from sight, keyboard and screen reader alike."""

from __future__ import annotations

from ui.language.sentences import _
from ui.lecture.looking import HIDEABLE, Looking

HEADER = '[data-testid="stHeader"]'
LEAD = ('[data-testid="stElementContainer"]:has(.lead)',)
PARTS: dict[str, tuple[str, ...]] = {
    "title": ('[data-testid="stElementContainer"]:has([data-testid="stHeading"])', *LEAD),
    "navigation": (HEADER, '[data-testid="stSidebar"]'),
    "language": (".st-key-language",),
    "presets": (".st-key-softmax-preset", ".st-key-weather-preset"),
    "tools": (
        *(f".st-key-softmax-{name}" for name in ("fewer", "more", "kind")),
        *(f".st-key-weather-{name}" for name in ("fewer", "more")),
        ".st-key-weather_take",
        ".st-key-tools",
    ),
    "formula": (".formula",),
    "loss": (".st-key-loss",),
    "tabs": (
        ".st-key-softmax_tabs",
        ".st-key-weather-tab",
        ".st-key-digit-tab",
        ".st-key-train-tab",
    ),
    "panel": (".st-key-panel",),
    "share": (".st-key-share",),
}
PROJECTED = ("title", "navigation", "language", "presets", "tools", "tabs")


def part_title(code: str) -> str:
    """Say the name of a part that can be hidden."""
    return {
        "title": _("title"),
        "navigation": _("navigation"),
        "language": _("language"),
        "presets": _("presets"),
        "tools": _("tools"),
        "formula": _("formula"),
        "loss": _("loss"),
        "tabs": _("tabs"),
        "panel": _("open tab"),
        "share": _("“Share”"),
    }[code]


def hiding_style(seen: Looking) -> str:
    """Return the style of a page that is looked at so; empty for the page as it is.

    What is projected is the picture alone; at a stop that shows a tab, with that tab.
    """
    hidden = [code for code in HIDEABLE if code in seen.hidden]
    lead = LEAD if seen.stop else ()  # the bar says it
    if seen.presented:
        shows_tab = seen.stop is not None and "tab" in seen.stop.state
        hidden += [*PROJECTED, *([] if shows_tab else ["panel"])]
    selectors = [*lead, *(one for code in dict.fromkeys(hidden) for one in PARTS[code])]
    style = f"{', '.join(selectors)} {{ display: none !important; }}" if selectors else ""
    return style + (PRESENTED if seen.presented else "")


PRESENTED = """
html { font-size: clamp(18px, 2vw, 32px) !important; }
html:has(.st-key-weather_states, .st-key-drawing, .st-key-trainer) { font-size: clamp(16px, 1.5vw, 26px) !important; }
@media (min-width: 1101px) { .st-key-trainer { grid-template-columns: 13.5rem 22rem minmax(0, 1fr) !important; } }
html:has(.st-key-trainer) .bars { font-size: 0.875rem; --widest-name: 4.5rem; }
.st-key-share { top: auto; bottom: 0.5rem; right: 0.5rem; }
.st-key-chain { display: flex !important; }
[data-testid="stMainBlockContainer"] { max-width: none; padding-top: 0.8rem; padding-bottom: 0.5rem; }
.st-key-path { top: 0; }
.bars { --widest-name: 7rem; font-size: 1rem; }
.bars-head, .lead, .note, .loss-title, .areas, .numbers thead th { opacity: 1; }
.numbers thead th { white-space: normal; }
.numbers :is(th, td) { padding-inline: 0.4rem; }
"""

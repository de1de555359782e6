"""The README's pictures: each page of the running app, as a visitor sees it.

``python -m scripts.pictures`` writes them to ``docs/pictures/``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from core.digits import example_drawings
from scripts.chromium import DESKTOP, PHONE, Console, chromium, settle
from scripts.server import ROOT, AppServer
from ui.link.stroke_text import write_strokes

FOLDER = ROOT / "docs" / "pictures"
# Name of the picture, path of the page, screen, colour scheme.
PICTURES = [
    ("home", "/?lang=en", DESKTOP, "light"),
    ("softmax", "/softmax?lang=en", DESKTOP, "light"),
    ("weather", "/weather?lang=en", DESKTOP, "light"),
    (
        "digit",
        f"/digit?lang=en&y=3&strokes={write_strokes(example_drawings()[3])}",
        DESKTOP,
        "light",
    ),
    ("softmax-es-phone-dark", "/softmax?lang=es", PHONE, "dark"),
]


def main() -> None:
    """Take every picture; fail when a page logs an error."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = Path(tempfile.mkdtemp()) / "server.txt"
    with AppServer(log) as server, chromium() as browser:
        for name, path, screen, scheme in PICTURES:
            context = browser.new_context(**screen, color_scheme=scheme, locale="en-US")  # type: ignore[arg-type]
            page = context.new_page()
            console = Console(page)
            page.goto(server.url + path)
            settle(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()
            if console.errors:
                raise SystemExit(f"{path} logged errors: {console.errors}")
            print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()

"""Make the icons' font of what is used of it: ``python -m scripts.icons``, after an update of Streamlit or with a new icon.

Streamlit brings a font of four thousand icons, and a browser fetches all its 375 kB with the first page. Kept is each icon
whose name stands by itself in Streamlit's files or in ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from ui.shell.icon_font import FILE, NAME, version

ROOT = Path(__file__).parents[1]
STREAMLIT = Path(streamlit.__file__).parent
_NAME = re.compile(r"""["'`:/]([a-z0-9_]+)["'`:]""")


def original() -> Path:
    """Return Streamlit's own font."""
    return next((STREAMLIT / "static" / "static" / "media").glob(NAME.format(version="*")))


def used() -> set[str]:
    """Return the names of all icons that a page may show; some are no more than words that are an icon's name too."""
    files = [
        *(STREAMLIT / "static" / "static" / "js").glob("*.js"),
        *STREAMLIT.rglob("elements/**/*.py"),
        *(file for folder in ("pages", "ui") for file in (ROOT / folder).rglob("*.py")),
    ]
    return set(ALL_MATERIAL_ICONS) & {name for file in files for name in _names(file)}


def _names(file: Path) -> list[str]:
    return _NAME.findall(file.read_text(encoding="utf-8"))


def ligatures(font: TTFont) -> dict[str, str]:
    """Return the glyph of each icon, by the letters that stand for it."""
    letter = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    found = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, others in getattr(table, "ligatures", {}).items():
                for ligature in others:
                    name = "".join(letter.get(part, "?") for part in (first, *ligature.Component))
                    found[name] = ligature.LigGlyph
    return found


def of_these(font: TTFont, names: Iterable[str]) -> None:
    """Leave in a font nothing but some icons and the letters of their names."""
    glyphs = ligatures(font)
    options = subset.Options()
    options.layout_closure = False  # the letters spell the other icons too
    options.layout_features = ["*"]
    options.glyph_names = False
    subsetter = subset.Subsetter(options)
    kept = sorted(set(names) & set(glyphs))
    subsetter.populate(text="".join(kept), glyphs=[glyphs[name] for name in kept])
    subsetter.subset(font)


def main() -> None:
    """Write the font."""
    source = original()
    font = TTFont(source)
    of_these(font, used())
    font.flavor = "woff2"
    file = FILE.with_name(f"icons.{version(source.name)}.woff2")
    font.save(file)
    if file != FILE:
        FILE.unlink()
    print(f"{file.name}: {file.stat().st_size:,} of {source.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

"""The lecture's path first, then a card for each page, with a small picture of what is behind, drawn from its own numbers."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np
import streamlit as st

from core.digits import example_drawings
from core.examples import LECTURE_LOGITS, LECTURE_WEATHER
from core.softmax import softmax
from core.training.run import Settings
from core.training.sets import whole
from ui.elements.colors import CLASS_COLORS
from ui.elements.figure_style import P, Z
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.lecture.stops import STOPS
from ui.lecture.walking import to_stop
from ui.shell.contents import pages

WIDE, HIGH = 280, 84
SHOWN_DIGITS = (2, 7, 4)


def page_cards() -> None:
    """Show a door to the lecture's path, and one to each page."""
    known = pages()
    path, query = to_stop(1)
    with st.container(key="door_path", border=True):
        title = _("The lecture, from the first slide to the last")
        st.page_link(known[path], label=f"**{title}**", icon=":material/route:", query_params=query)
        what = _(
            "Walk through it in {n} stops: predict each number, reveal it, then move it yourself."
        )
        st.html(f"<p>{safe(what.format(n=len(STOPS)))}</p>")
    with st.container(key="doors", horizontal=True):
        for name, picture, formula, what in (
            ("softmax", _bars(), SOFTMAX, _("From logits to a pdf to the loss: every step in sight, its gradient, and why it never overflows.")),
            ("weather", _areas(), ENTROPY, _("Invent a code for the weather of one city and pay for it, in bits, in another. Entropy is the best you can do.")),
            ("digit", _digits(), LOSS, _("Draw a digit. A real neural network turns it into ten logits, and you see what its answer costs.")),
            ("train", _regions(), GRADIENT, _("Train a neural network of your own: softmax regions grow out of noise, step by step, and the run is yours in PyTorch.")),
        ):  # fmt: skip
            with st.container(key=f"door_{name}", border=True):
                st.html(picture)
                st.page_link(known[name], label=f"**{known[name].title}**")
                st.html(f'<p>{safe(what)}</p><p class="formula">{formula}</p>')


SOFTMAX = "<i>p</i><sub>k</sub> = <i>e</i><sup><i>z</i><sub>k</sub></sup> / Σ<sub>j</sub> <i>e</i><sup><i>z</i><sub>j</sub></sup>"
ENTROPY = "<i>H</i>(<i>B</i>, <i>A</i>) = −Σ<sub>k</sub> <i>q</i><sub>k</sub> log<sub>2</sub> <i>p</i><sub>k</sub>"
GRADIENT = "∂<i>L</i>/∂<i>z</i> = <i>p</i> − <i>y</i>"
LOSS = "<i>L</i> = −Σ<sub>k</sub> <i>y</i><sub>k</sub> ln <i>p</i><sub>k</sub>"


def _picture(shapes: str) -> str:
    """Return shapes as a picture; inside a page's own HTML, Streamlit takes SVG out."""
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">{shapes}</svg>'
    return f'<img class="door" alt="" src="data:image/svg+xml,{quote(drawn)}">'


def _bars() -> str:
    """Draw the lecture's logits in grey, and what softmax makes of them in blue."""
    z = np.array(LECTURE_LOGITS)
    p = softmax(z)
    lengths = ((120 * z / z.min(), Z), (120 * p, P))
    return _picture(
        "".join(
            f'<rect x="{(120 - width if color == Z else 160):.1f}" y="{6 + 26 * k}" width="{max(width, 1):.1f}"'
            f' height="20" rx="3" fill="{color}"/>'
            for widths, color in lengths
            for k, width in enumerate(widths)
        )
        + f'<path d="M130 42h18m-6-6 6 6-6 6" fill="none" stroke="{Z}" stroke-width="2"/>'
    )


def _areas() -> str:
    """Draw the lecture's code: each state as high as it is frequent, as wide as its codeword."""
    tops = HIGH * np.cumsum((0.0, *LECTURE_WEATHER.p))
    return _picture(
        "".join(
            f'<rect x="0" y="{top:.1f}" width="{WIDE / 4 * len(word):.1f}" height="{max(bottom - top - 2, 1):.1f}"'
            f' rx="2" fill="{P}" opacity="{0.9 - 0.15 * k:.2f}"/>'
            for k, (top, bottom, word) in enumerate(
                zip(tops[:-1], tops[1:], LECTURE_WEATHER.code, strict=True)
            )
        )
    )


def _regions() -> str:
    """Draw three of the arms that the training page opens on."""
    X, y, _rng = whole(Settings(points=40, noise=0.1))
    return _picture(
        "".join(
            f'<circle cx="{WIDE / 2 + 15 * x0:.1f}" cy="{HIGH / 2 - 15 * x1:.1f}" r="2.6" fill="{CLASS_COLORS[k]}"/>'
            for (x0, x1), k in zip(X, y, strict=True)
        )
    )


def _digits() -> str:
    """Draw three of the example drawings, as they were drawn."""
    drawings = example_drawings()
    return _picture(
        "".join(
            f'<g transform="translate({10 + 95 * at} 0) scale({HIGH / 280:.3f})">{_strokes(drawings[digit])}</g>'
            for at, digit in enumerate(SHOWN_DIGITS)
        )
    )


def _strokes(strokes: list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]) -> str:
    return "".join(
        f'<polyline fill="none" stroke="{Z}" stroke-width="20" stroke-linecap="round" stroke-linejoin="round"'
        f' points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in stroke)}"/>'
        for stroke in strokes
    )

"""What if: another temperature, a logit nudged, the smallest change that flips the answer."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.distribution import smallest_flip
from core.softmax import softmax
from ui.digit import digit_source
from ui.digit.answer import answer_and_loss
from ui.digit.chain import NAMES, logit_column, target_of
from ui.digit.movable_bars import MISTAKES, MovableBars, movable_bars
from ui.digit.moves import HEAT
from ui.digit.recognition import Recognition
from ui.digit.state import COLDEST, FURTHEST, HOTTEST, LINK, NO_NUDGES, Digit
from ui.elements.bars import Column
from ui.elements.softmax_panel import live_html, probabilities
from ui.language.escaping import safe
from ui.language.numbers import number, write_float
from ui.language.sentences import _, language
from ui.link.parameters import write_floats
from ui.link.permalink import VERSION
from ui.shell.contents import pages

BEYOND = 0.01  # logits beyond the tie, so that the flip can be seen
Numbers = NDArray[np.float64]


def show(state: Digit, seen: Recognition) -> None:
    """Show the nudged logits with their softmax, and what flips the answer."""
    with st.container(key="whatif"):
        draw(state, seen, movable_bars(state))
    target, z = target_of(state, seen), nudged_logits(state, seen)
    with st.container(key="whatif_buttons", horizontal=True, vertical_alignment="center"):
        st.button(_("Flip the answer"), key="digit.flip", on_click=_flip_it)
        st.button(_("The network's own logits"), key="digit.own", on_click=_reset)
        st.page_link(
            pages()["softmax"],
            label=_("Open these logits on the softmax page"),
            icon=":material/open_in_new:",
            query_params=explorer_query(z, int(np.argmax(target)), state.temperature),
        )


def draw(state: Digit, seen: Recognition, by: MovableBars) -> None:
    """Draw what follows the hand: temperature, logits, probabilities, loss."""
    target, z = target_of(state, seen), nudged_logits(state, seen)
    heat = Column(
        HEAT, _("temperature"), [state.temperature], "z", COLDEST, HOTTEST, 2, step=0.05, log=True
    )
    by.bars("digit.temperature", _("Temperature of the softmax"), ["T"], [heat])
    bounds = float(seen.logits.min()) - FURTHEST, float(seen.logits.max()) + FURTHEST
    p = probabilities(softmax(z, state.temperature), target)
    by.bars(
        "digit.nudges",
        _("Logits to nudge: drag, use the arrow keys, or type"),
        NAMES,
        [
            replace(logit_column(z), step=0.1, bounds=bounds, weight=2.0),
            replace(p, title=_("p = softmax(z/T)")),
        ],
        int(np.argmax(z)),
    )
    live_html(
        "whatif_says", answer_and_loss(z, target, state.temperature) + _flip(z, state.temperature)
    )


def nudged_logits(state: Digit, seen: Recognition) -> Numbers:
    """Return the logits after the nudges; without any, the network's own to the last digit."""
    return np.asarray(seen.logits + np.array(state.nudges))


def explorer_query(z: Numbers, y: int, temperature: float) -> dict[str, str]:
    """Return the explorer's link to ten logits, to their last digit."""
    return {
        "lang": language(),
        "v": VERSION,
        "z": write_floats([float(x) for x in z]),
        "names": ",".join(NAMES),
        "y": str(y),
        "T": write_float(temperature),
    }


def _flip(z: Numbers, temperature: float) -> str:
    """Say which change of the logits is the smallest that makes another digit the answer."""
    change = smallest_flip(z)
    first, second = int(np.argmin(change)), int(np.argmax(change))
    half, p = float(change[second]), float(softmax(z + change, temperature)[second])
    if first == second:
        return _paragraph(_("Two digits tie for first place: the smallest change decides."))
    says = _(
        "The smallest change of the logits that flips the answer lowers z{first} by {half} and raises z{second} by {half}, "
        "a step of length {length}. There {first} and {second} tie at p = {p}; one logit alone would have to move {gap}."
    )
    return _paragraph(
        says.format(
            first=first,
            second=second,
            half=number(half),
            gap=number(2 * half),
            length=number(float(np.linalg.norm(change))),
            p=number(p),
        )
    )


def _paragraph(text: str) -> str:
    """Return a sentence in which ``z3`` is written as a formula is, and no line ends within one."""
    whole = safe(text).replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    written = re.sub(r"z([0-9])", r"<i>z</i><sub>\1</sub>", whole)
    return f'<p class="hint flip">{written}</p>'


def _flip_it() -> None:
    """Nudge the logits to the tie, and a little beyond it."""
    state = LINK.read()
    seen = digit_source.current_recognition(state)
    if seen is None:
        return
    z = nudged_logits(state, seen)
    second, first = np.argsort(z, kind="stable")[-2:]
    nudges = np.array(state.nudges) + smallest_flip(z)
    nudges[first] -= BEYOND
    nudges[second] += BEYOND
    kept = tuple(float(x) for x in np.clip(nudges, -FURTHEST, FURTHEST))
    MISTAKES.forget()
    LINK.write(replace(state, nudges=kept))


def _reset() -> None:
    MISTAKES.forget()
    LINK.write(replace(LINK.read(), nudges=NO_NUDGES, temperature=1.0))

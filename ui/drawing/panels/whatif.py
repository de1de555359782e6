"""What if: another temperature, a logit nudged, the smallest change that flips the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.errors import InvalidInput
from core.softmax import cross_entropy_from_logits, softmax
from ui.bars import Hand, bars
from ui.contents import pages
from ui.drawing.hands import slider
from ui.drawing.live import NAMES, logit_column, target_of
from ui.drawing.seen import Seen
from ui.drawing.state import CLASSES, COLDEST, FURTHEST, HOTTEST, LINK, Digit
from ui.panels import loss_text, probabilities
from ui.parameters import write_float, write_floats
from ui.permalink import VERSION
from ui.text import _, language, number, parse_number, safe, sentence

PROBLEMS = "digit.whatif.problems"
BEYOND = 0.01  # logits beyond the tie, so that the flip can be seen
NONE = (0.0,) * CLASSES
Numbers = NDArray[np.float64]


def show(state: Digit, seen: Seen) -> None:
    """Show the nudged logits with their softmax, and what flips the answer."""
    target, z = target_of(state, seen), nudged(state, seen)
    slider(
        "digit.temperature",
        _("Temperature of the softmax"),
        "T",
        _("temperature"),
        state.temperature,
        (COLDEST, HOTTEST),
        0.05,
        2,
        _heat,
        log=True,
    )
    column = logit_column(z)
    bars(
        "digit.nudges",
        _("Logits to nudge: drag, use the arrow keys, or type"),
        NAMES,
        [
            replace(column, step=0.1),
            probabilities(softmax(z, state.temperature), target),
        ],
        on_hand=lambda hand: _nudge(hand, seen),
        problems=st.session_state.get(PROBLEMS),
        strong=int(np.argmax(z)),
    )
    st.html(loss_text(cross_entropy_from_logits(z, target, state.temperature)) + _flip(z))
    with st.container(horizontal=True):
        st.button(_("Flip the answer"), key="digit.flip", on_click=_apply_flip, args=(seen,))
        st.button(_("The network's own logits"), key="digit.own", on_click=_reset)
        st.page_link(
            pages()["softmax"],
            label=_("Open these logits in the explorer"),
            icon=":material/open_in_new:",
            query_params=explorer_query(z, int(np.argmax(target)), state.temperature),
        )


def nudged(state: Digit, seen: Seen) -> Numbers:
    """Return the logits after the nudges; without any, the network's own to the last digit."""
    return np.asarray(seen.logits + np.array(state.nudges))


def smallest_flip(z: Numbers) -> tuple[int, int, float]:
    """Return the class that leads, the one that follows, and the gap between their logits.

    The smallest change (in length) that flips the answer lowers the first by half the gap and
    raises the second by half: the nearest point where the two are equal.

    Examples
    --------
    >>> smallest_flip(np.array([1.0, 4.0, 3.0]))
    (1, 2, 1.0)
    """
    second, first = (int(k) for k in np.argsort(z)[-2:])
    return first, second, float(z[first] - z[second])


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


def _flip(z: Numbers) -> str:
    first, second, gap = smallest_flip(z)
    says = _(
        "The smallest change that flips the answer: z{first} down by {half} and z{second} up by {half}; "
        "or one logit alone by {gap}. Here p{second} / p{first} = exp(−{gap})."
    ).format(first=first, second=second, half=number(gap / 2), gap=number(gap))
    return f'<p class="hint">{safe(says)}</p>'


def _apply_flip(seen: Seen) -> None:
    state = LINK.read()
    first, second, gap = smallest_flip(nudged(state, seen))
    nudges = np.array(state.nudges)
    nudges[first] -= gap / 2 + BEYOND
    nudges[second] += gap / 2 + BEYOND
    LINK.write(replace(state, nudges=_within(nudges)))


def _reset() -> None:
    st.session_state[PROBLEMS] = {}
    LINK.write(replace(LINK.read(), nudges=NONE, temperature=1.0))


def _heat(hand: Hand, value: float) -> None:
    state = replace(LINK.read(), temperature=value)
    (LINK.write if hand.resting else LINK.hold)(state)


def _nudge(hand: Hand, seen: Seen) -> None:
    """Move logits: a nudge is what the hand's value differs from the network's."""
    state, problems = LINK.read(), {}
    nudges = np.array(state.nudges)
    for move in hand.moves:
        try:
            typed = isinstance(move.value, str)
            value = parse_number(str(move.value)) if typed else float(move.value)
            if not np.isfinite(value):
                raise InvalidInput("“{text}” is not a finite number", text=str(move.value)[:40])
            nudges[move.row] = value - seen.logits[move.row]
        except InvalidInput as error:
            problems[move.row] = sentence(error)
    st.session_state[PROBLEMS] = problems
    (LINK.write if hand.resting else LINK.hold)(replace(state, nudges=_within(nudges)))


def _within(nudges: Numbers) -> tuple[float, ...]:
    return tuple(float(x) for x in np.clip(nudges, -FURTHEST, FURTHEST))

"""The chain, always in sight: z -> z/T -> e^(z/T) -> p beside y -> loss. Live while a hand moves."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ui.elements.bars import Column, Live, bars
from ui.elements.softmax_panel import softmax_panel
from ui.hand.mistakes import Errors, Mistakes, error_texts
from ui.hand.moves import Hand
from ui.language.numbers import number
from ui.language.sentences import _
from ui.shell.fragment import fragment
from ui.softmax.loss_formula import formula
from ui.softmax.moves import EVEN, HEAT, SHARE, moved
from ui.softmax.presets import no_preset_mark
from ui.softmax.reruns import all_live, area_of, follow
from ui.softmax.state import COLDEST, HOTTEST, LARGEST, LINK, Explorer


def _shown(state: Explorer) -> tuple[object, ...]:
    return state.z, state.names, state.y, state.smoothing, state.temperature


MISTAKES = Mistakes("softmax.problems", _shown)


def chain() -> None:
    """Draw the chain of the current state, and follow the hand.

    Each element is a fragment of its own: a hand that rests costs no more than the bar it moved, for the
    others have followed it on the short way.
    """
    for key in ELEMENTS:
        _alone(key)


def _alone(key: str) -> None:
    def element() -> None:
        state = LINK.read()
        ELEMENTS[key](state, MISTAKES.of(state))

    fragment(area_of(key))(element)()


def draw(state: Explorer, errors: Errors) -> None:
    """Draw the chain."""
    for element in ELEMENTS.values():
        element(state, errors)


def _live(state: Explorer) -> Live[Explorer]:
    """Return the short way; what it does not draw waits for the hand to rest."""
    return Live(LINK, state, all_live=all_live(state))


def _logit_bars(state: Explorer, errors: Errors) -> None:
    low, high = span(state.logits)
    scaled = scaled_logits(state)
    logits = Column(
        "z",
        _("logits z"),
        state.z,
        "z",
        low,
        high,
        digits=2,
        step=0.1,
        bounds=(-LARGEST, LARGEST),
    )
    bars(
        "logit_bars",
        _("Logits z: drag, use the arrow keys, or type"),
        state.labels,
        [logits, Column("zT", "z/T", scaled, "z", digits=2, weight=0, arrow="→")],
        on_hand=lambda hand: _follow("logit_bars", hand),
        edit_names=_("Name of class"),
        problems=error_texts(errors, "logit_bars"),
        live=_live(state),
    )


def _softmax(state: Explorer, errors: Errors) -> None:
    free = isinstance(state.y, tuple)
    shares = Column(SHARE, _("target y"), state.target, "y", digits=3, step=0.01, weight=1.4)
    weights = _weights(state)
    softmax_panel(
        state.labels,
        state.logits,
        state.target,
        state.temperature,
        before=[weights],
        after=[shares] if free else [],
        on_target=lambda hand: _follow("softmax_bars", hand),
        chosen=None if isinstance(state.y, tuple) else state.y,
        title=_("p = softmax(z/T)"),
        arrow=_divided(weights),
        formula=formula(state) + no_preset_mark(state),
        problems=error_texts(errors, "softmax_bars"),
        live=_live(state),
    )


def span(z: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of the logits' track: −10 and 10, or 20, 50, 100, ... as far as the largest reaches."""
    finite = np.abs(z[np.isfinite(z)])
    largest = max(float(finite.max()) if finite.size else 0.0, 10.0)
    power = 10.0 ** math.floor(math.log10(largest))
    end = next(min(k * power, LARGEST) for k in (1, 2, 5, 10) if largest <= min(k * power, LARGEST))
    return -end, end


def scaled_logits(state: Explorer) -> NDArray[np.float64]:
    """Return z/T; beyond the largest float, infinity."""
    with np.errstate(over="ignore"):
        return state.logits / state.temperature


def bounded_logits(state: Explorer, shift: float = 0.0) -> NDArray[np.float64]:
    """Return z/T + c as core takes it: the largest float where it is beyond it, minus infinity where z is."""
    bounded = np.clip(scaled_logits(state) + shift, -LARGEST, LARGEST)
    return np.where(np.isneginf(state.logits), -np.inf, bounded)


def _weights(state: Explorer) -> Column:
    """Return e^(z/T) as a column; beyond the largest float, it says so by ∞."""
    with np.errstate(over="ignore"):
        weights = np.exp(scaled_logits(state))
    top = float(np.max(weights))
    high = top if 0 < top < math.inf else 1.0
    return Column("e", "e^(z/T)", weights, "e", 0.0, high, weight=0.5, minor=True, arrow="→")


def _divided(weights: Column) -> str:
    """Return the arrow from e^(z/T) to p, which divides by the sum where a float can hold it."""
    with np.errstate(over="ignore"):
        total = float(np.sum(weights.values))
    return f"÷ {number(total)} →" if 0 < total < math.inf else "→"


def _temperature(state: Explorer, errors: Errors) -> None:
    heat = [state.temperature]
    column = Column(HEAT, _("temperature"), heat, "z", COLDEST, HOTTEST, 2, step=0.05, log=True)
    _one_bar("softmax.temperature", "T", column, state, errors)


def _smoothing(state: Explorer, errors: Errors) -> None:
    if state.smoothing and not isinstance(state.y, tuple):
        share = [state.smoothing]
        column = Column(EVEN, _("label smoothing"), share, "y", 0.0, 1.0, 2, step=0.01)
        _one_bar("softmax.smoothing", "ε", column, state, errors)


def _one_bar(key: str, name: str, column: Column, state: Explorer, errors: Errors) -> None:
    bars(
        key,
        column.title,
        [name],
        [column],
        on_hand=lambda hand: _follow(key, hand),
        problems=error_texts(errors, key),
        live=_live(state),
    )


def _follow(element: str, hand: Hand) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    follow(element, MISTAKES.follow(LINK.read(), element, hand, moved), hand)


ELEMENTS: dict[str, Callable[[Explorer, Errors], None]] = {
    "logit_bars": _logit_bars,
    "softmax_bars": _softmax,
    "softmax.temperature": _temperature,
    "softmax.smoothing": _smoothing,
}
"""What the chain is made of, in order, by the key of what a hand moves there."""

"""States worth a look: each shows one thing about softmax and the loss."""

from __future__ import annotations

from core.examples import LECTURE_LOGITS, LECTURE_TARGET
from ui.language.sentences import _
from ui.softmax.state import Explorer, at_rest

PRESETS = {
    "lecture": Explorer(z=LECTURE_LOGITS, y=LECTURE_TARGET),
    "uniform": Explorer(z=(0.0, 0.0, 0.0), y=0),
    "tie": Explorer(z=(3.0, 2.95, -2.0), y=1),
    "wrong": Explorer(z=(9.0, 1.0, 0.0), y=2),
    "one_hot": Explorer(z=(10.0, -10.0, -10.0), y=0, temperature=0.1),
    "overflow": Explorer(z=(1000.0, 999.0, -1000.0), y=0),
    "smoothing": Explorer(z=(4.0, 1.0, -1.0), y=0, smoothing=0.1),
}


def title(preset: str) -> str:
    """Say the name of a preset."""
    return {
        "lecture": _("lecture example"),
        "uniform": _("uniform"),
        "tie": _("near tie"),
        "wrong": _("confident and wrong"),
        "one_hot": _("one-hot"),
        "overflow": _("overflow"),
        "smoothing": _("smoothing"),
    }[preset]


def applied(state: Explorer, preset: str) -> Explorer:
    """Return the state with the preset's logits, target and temperature; names stay where they fit."""
    made = PRESETS[preset]
    return at_rest(
        state,
        z=made.z,
        y=made.y,
        smoothing=made.smoothing,
        temperature=made.temperature,
        names=state.names if state.n == made.n else (),
        axes=(0, 1),
        focus=0,
    )


def current(state: Explorer) -> str | None:
    """Return the preset whose numbers these are."""
    return _BY_NUMBERS.get(_numbers(state))


def no_preset_mark(state: Explorer) -> str:
    """Return what says, where a hand has left all presets, that none is marked any more; see style.css."""
    return "" if current(state) else "<i data-away hidden></i>"


def _numbers(state: Explorer) -> tuple[object, ...]:
    return state.z, state.y, state.smoothing, state.temperature


_BY_NUMBERS = {_numbers(made): preset for preset, made in PRESETS.items()}

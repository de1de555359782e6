"""The chain in sight: what the network sees, its logits, the softmax beside the target, the loss."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core import digits
from core.digits import BadWeights, centre_of_mass
from core.softmax import cross_entropy_from_logits, softmax
from ui.digit import digit_source
from ui.digit.answer import answer
from ui.digit.fragments import CHAIN
from ui.digit.pixel_image import image
from ui.digit.recognition import Recognition
from ui.digit.reruns import follow
from ui.digit.state import CLASSES, LINK, Digit
from ui.elements.bars import Column, Live, RadioColumn, bars
from ui.elements.softmax_panel import TARGET, live_html, loss_text, probabilities
from ui.hand.moves import Hand
from ui.language.escaping import safe
from ui.language.messages import say
from ui.language.numbers import number, probability
from ui.language.sentences import _
from ui.shell.fragment import fragment

NAMES = [str(k) for k in range(CLASSES)]
LOGIT_TRACK = 15.0
PEN = "pen"  # the live page that follows the pen, and what is tapped beside it


@fragment(CHAIN)
def chain() -> None:
    """Draw the chain of the current drawing."""
    state = LINK.read()
    try:
        seen = digit_source.current_recognition(state)
    except BadWeights as error:
        seen = None
        say(error, icon="error", serious=True)
    draw(state, seen)


def draw(state: Digit, seen: Recognition | None) -> None:
    """Draw what follows from the drawing."""
    live_html("prediction", _picture(seen) + (_answer(seen) if seen else _invitation()))
    target = target_of(state, seen) if seen else _announced(state)
    _bars(state, seen, target)
    live_html("loss", _loss(state, seen, target) if seen else hint_html(_("No drawing, no loss.")))


def target_of(state: Digit, seen: Recognition) -> NDArray[np.float64]:
    """Return the one-hot target: the true digit, or until it is said, what the network takes it for."""
    k = seen.digit if state.y is None else state.y
    return np.asarray(np.eye(CLASSES)[k])


def _announced(state: Digit) -> NDArray[np.float64]:
    """Return the target where nothing is drawn yet: nothing, or the digit that was tapped."""
    return np.zeros(CLASSES) if state.y is None else np.eye(CLASSES)[state.y]


def _picture(seen: Recognition | None) -> str:
    """Return the 28x28 picture, and over it the box around the ink and its centre of mass."""
    title = safe(_("the network sees 28×28"))
    heading = f'<div class="seen-title">{title}</div>'
    if seen is None:
        return f'{heading}<div class="seen"></div>'
    label = _(
        "The drawing as the network sees it, 28 by 28 pixels: cropped, and centred on its mass"
    )
    marks = _("Dashed: the box around the ink. Cross: its centre of mass.")
    rows, columns = (np.flatnonzero(seen.image.max(axis=axis) > 0.1) for axis in (1, 0))
    box = columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    left, top, width, height = (f"{100 * side / 28:.2f}%" for side in box)
    x, y = (f"{100 * at / 28:.2f}%" for at in centre_of_mass(seen.image))
    return (
        f'{heading}<div class="seen" title="{safe(marks)}">{image(seen.image, label)}'
        f'<i class="crop" style="left:{left};top:{top};width:{width};height:{height}"></i>'
        f'<i class="mass" style="left:{x};top:{y}"></i></div>'
    )


def hint_html(text: str) -> str:
    """Return a sentence that helps and does not shout."""
    return f'<p class="hint">{safe(text)}</p>'


def _invitation() -> str:
    return hint_html(_("Draw a digit on the paper. Nothing drawn, nothing predicted."))


def _answer(seen: Recognition) -> str:
    says = safe(_("the network says"))
    return f'<div class="says">{says}</div>{answer(seen.logits)}{_doubt(seen)}'


def _doubt(seen: Recognition) -> str:
    """Say that the picture does not look like a digit, with the score that says so, and why p does not."""
    if seen.not_digit <= digits.NOT_DIGIT_THRESHOLD:
        return ""
    doubt = _("This does not look like a digit: score {score}, where digits stay below {most}.")
    score, most = number(seen.not_digit, 2), number(digits.NOT_DIGIT_THRESHOLD, 0)
    why = _("Softmax has no “none of these”: it hands out 100 % all the same.")
    return f'<p class="doubt"><b>{safe(doubt.format(score=score, most=most))}</b> {safe(why)}</p>'


def logit_column(logits: NDArray[np.float64]) -> Column:
    """Return the logits as bars on a track that holds them all."""
    finite = logits[np.isfinite(logits)]
    most = float(np.abs(finite).max()) if finite.size else 0.0
    end = LOGIT_TRACK * math.ceil(max(most, 1e-9) / LOGIT_TRACK)
    return Column("z", _("logits z"), logits, "z", -end, end, digits=2)


def _bars(state: Digit, seen: Recognition | None, target: NDArray[np.float64]) -> None:
    nothing = np.full(CLASSES, math.nan)
    z = seen.logits if seen else nothing
    p = softmax(seen.logits) if seen else nothing
    bars(
        "softmax_bars",
        _("Logits z, probabilities p and target y"),
        NAMES,
        [logit_column(z), probabilities(p, target)],
        on_hand=_label,
        pick=RadioColumn(TARGET, _("true digit"), state.y),
        strong=seen.digit if seen else None,
        live=_live(state),
    )


def _live(state: Digit) -> Live[Digit] | None:
    """Return the live way, which knows what the link holds; an uploaded picture it does not."""
    return None if digit_source.picture(state) else Live(LINK, state, page=PEN)


def _label(hand: Hand) -> None:
    """Take the true digit."""
    chosen = [move.row for move in hand.moves if move.column == TARGET and move.row < CLASSES]
    if chosen:
        follow(replace(LINK.read(), y=chosen[-1]), paper=False)


def _loss(state: Digit, seen: Recognition, target: NDArray[np.float64]) -> str:
    """Return the loss, its formula, and who says what the true digit is."""
    k = int(np.argmax(target))
    nats = cross_entropy_from_logits(seen.logits, target)
    formula = (
        f"<i>L</i> = −Σ<sub>k</sub> <i>y</i><sub>k</sub> ln <i>p</i><sub>k</sub>"
        f" = −ln <i>p</i><sub>{k}</sub> = −ln {probability(float(softmax(seen.logits)[k]))}"
    )
    assumed = _("Until you choose the true digit, it is taken to be {digit}.").format(digit=k)
    note = hint_html(assumed) if state.y is None else ""
    return (
        f'{loss_text(nats)}<div class="explained"><div class="formula">{formula}</div>{note}</div>'
    )

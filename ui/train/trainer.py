"""The trainer: buttons, regions, curves and chain, drawn by elements of our own that ask for their pictures themselves."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from core.errors import InvalidInput
from core.training.asking import Answer
from ui.elements.colors import CLASS_COLORS, COLORS
from ui.elements.static_scripts import script
from ui.hand.recording import stamp
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.numbers import decimal_sign
from ui.language.sentences import _
from ui.link.permalink import SHARED, now
from ui.train.chain import chain
from ui.train.controls import draw_controls, draw_strip
from ui.train.drawing import left_drawing
from ui.train.questions import answered, question, who
from ui.train.state import LINK, Train, carried, read_carried, settle


def drawn_part(name: str) -> Any:
    """Return an element that draws what the browser's store has; see store.js."""
    return st.components.v2.component(
        f"train_{name}",
        html=f'<div class="train-{name}"></div>',
        js=script(f"train/{name}.js"),
        isolate_styles=False,
    )


_play, _regions, _curves = map(drawn_part, ("play", "regions", "curves"))


def element(part: Any, key: str, **data: Any) -> None:
    """Draw an element; bytes, for of a dictionary Streamlit makes data frames."""
    part(key=key, data=json.dumps(data).encode())


def trainer(state: Train) -> None:
    """Draw the trainer: what is tried, and what came of it."""
    with st.container(key="trainer"):
        buttons(state)
        draw_strip(state, {})
        with st.container(key="train_left"):
            draw_controls(state, {})
        with st.container(key="regions"):
            element(
                _regions,
                "train.regions",
                words=_region_words(),
                drawing=state.ink or left_drawing(),
            )
        with st.container(key="curves"):
            element(_curves, "train.curves", words=_curve_words(), decimal=decimal_sign())
        with st.container(key="train_chain"):
            _chain(state)


def buttons(state: Train) -> None:
    """Draw the buttons, and hear of the run when it pauses."""
    _play(
        key="train.play",
        data=json.dumps(
            {
                # Each run has its own number: the browser hears what Python says, though Python said the same before.
                "run": stamp(),
                "query": carried(state),
                "view": {name: text for name, text in now().items() if name in SHARED},
                "who": who(),
                "words": _words(),
                "colors": palette(),
            }
        ).encode(),
        on_rest_change=_rest,
    )


def _rest() -> None:
    """Write into the link where the browser says that the run stands; the tab is the link's own."""
    told = st.session_state.get("train.play")  # None: the page was left meanwhile
    sent = told.get("rest") if told and st.session_state.get("page") == LINK.page else None
    if not isinstance(sent, dict) or not isinstance(query := sent.get("query"), dict):
        return
    if not all(isinstance(v, str) for v in query.values()):
        return
    tab = LINK.read().tab
    settle(read_carried(query | {"tab": tab}), replacing=sent.get("returned") is True)


def _chain(state: Train) -> None:
    answer = arrive(state)
    if isinstance(answer, Answer):
        chain(state, answer)
        return
    for key in ("softmax_bars", "loss"):
        with st.container(key=key):
            if key == "loss":
                st.html(f'<p class="note" data-live="0">{safe(sentence(answer))}</p>')


def arrive(state: Train, **asked: Any) -> Answer | InvalidInput:
    """Return the training at the state's step, or why there is none."""
    try:
        return answered(question(state, who(), **asked))
    except InvalidInput as error:
        return error


def palette() -> dict[str, Any]:
    """Return the house's colours as canvases take them: of the classes, and of p and y on a light and a dark page."""
    tones = {
        name: [COLORS[name].fill or COLORS[name].light, COLORS[name].dark] for name in ("p", "y")
    }
    return {"classes": CLASS_COLORS, **tones}


def _words() -> dict[str, Any]:
    return {
        "train": _("Train"),
        "go": _("Go on"),
        "pause": _("Pause"),
        "step": _("one step"),
        "epoch": _("one epoch"),
        "start": _("back to the start"),
        "speed": _("speed"),
        "speeds": [_("slow"), _("normal"), _("fast"), _("fastest")],
        "anew": _("The run begins anew."),
        "full": _("Many people are training right now: each run is slower."),
        "lost": _("The connection is interrupted; the training goes on by itself."),
    }


def _region_words() -> dict[str, str]:
    return {
        "plane": _("The plane: points in their classes, over the regions of softmax. The arrow keys move the chosen place; Enter shows its chain, or adds a point there."),
        "look": _("look"),
        "invite": _("Click here: each click sets a point of the class that is chosen below."),
        "add": _("add"),
        "clear": _("remove my points"),
        "own": _("own points"),
        "held": _("held out"),
        "target": _("target y"),
        "before": _("the digit before"),
        "after": _("the next digit"),
        "mine": _("my drawing"),
        "draw": _("Draw a digit on the page “Digit” and come back: it is read here while the network learns."),
        "weights": _("Weights of each digit: blue, ink there speaks for it; orange, against it. The strongest is {largest}."),
        "units": _("Weights of each neuron of the first hidden layer: blue above zero, orange below. The strongest is {largest}."),
    }  # fmt: skip


def _curve_words() -> dict[str, str]:
    return {
        "train": _("training"),
        "held": _("held out"),
        "nats": _("nats"),
        "bits": _("bits"),
        "step": _("step"),
        "ignorance": _("ln K: knows nothing"),
        "prior": _("entropy of the classes"),
        "both": _("ln K = entropy of the classes: knows nothing"),
        "bayes": _("least possible (Bayes)"),
        "above": _("the loss is above this scale"),
        "alt": _("Cross-entropy up to step {step}: training {train} nats, held out {held} nats."),
    }

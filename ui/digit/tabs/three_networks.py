"""Three networks on the same drawing: their bars and what each of them costs."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.softmax import softmax
from ui.digit.answer import answer_and_loss
from ui.digit.chain import NAMES, logit_column, target_of
from ui.digit.recognition import Recognition, logits_of
from ui.digit.state import NETWORKS, Digit
from ui.elements.bars import bars
from ui.elements.softmax_panel import probabilities
from ui.language.escaping import safe
from ui.language.sentences import _

Numbers = NDArray[np.float64]


def name_of(network: str) -> str:
    """Say the name of a network."""
    return {
        "linear": _("Softmax regression"),
        "mlp": _("MLP"),
        "cnn": _("CNN"),
    }[network]


def what_it_is(network: str) -> str:
    """Say in a few words what a network is made of."""
    return {
        "linear": _("one weight for each pixel and digit, nothing else"),
        "mlp": _("two hidden layers that know nothing of neighbouring pixels"),
        "cnn": _("small filters that slide over the picture; the one above"),
    }[network]


def show(state: Digit, seen: Recognition) -> None:
    """Show the three networks side by side, each with its bars, its digit and its loss."""
    target = target_of(state, seen)
    with st.container(key="networks"):
        for network in NETWORKS:
            _network(network, logits_of(network, seen), target)


def _network(network: str, logits: Numbers, target: Numbers) -> None:
    st.html(
        f'<h2>{safe(name_of(network))}</h2><p class="hint">{safe(what_it_is(network))}</p>'
        + answer_and_loss(logits, target)
    )
    bars(
        f"digit.network.{network}",
        name_of(network),
        NAMES,
        [logit_column(logits), probabilities(softmax(logits), target)],
        strong=int(np.argmax(logits)),
    )

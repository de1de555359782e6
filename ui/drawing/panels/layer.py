"""The last layer, with the network's own numbers: z_k = X . W_k + b_k."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits import last_layer
from ui.drawing.panels.networks import name_of
from ui.drawing.picture import diverging, image
from ui.drawing.seen import Seen
from ui.drawing.state import CLASSES, LINK, NETWORKS, Digit
from ui.explorer.tables import table
from ui.models import model
from ui.text import _, number, safe

NETWORK = "digit.network"
Numbers = NDArray[np.float64]


def show(state: Digit, seen: Seen) -> None:
    """Show what pushed each class up or down."""
    st.session_state[NETWORK] = state.network
    st.segmented_control(
        _("Network"),
        NETWORKS,
        format_func=name_of,
        key=NETWORK,
        required=True,
        on_change=_choose,
    )
    X, W, b = last_layer(model(state.network), seen.image)
    pushes = X[0][:, None] * W  # (d, 10): what each feature adds to each class
    st.html(_sentence(len(X[0]), state.network) + _table(pushes, b))
    st.html(_weight_pictures(W, pushes) if state.network == "linear" else _pushes(pushes))


def _choose() -> None:
    LINK.write(replace(LINK.read(), network=st.session_state[NETWORK]))


def _sentence(d: int, network: str) -> str:
    if network == "linear":
        what = _("X is the picture itself, {d} pixels; each pixel adds x·w to each class.")
    else:
        what = _("X is what the layers before made of the picture: {d} features, 0 or more.")
    formula = "<i>z</i><sub>k</sub> = <i>X</i>·<i>W</i><sub>k</sub> + <i>b</i><sub>k</sub>"
    return f'<p class="formula">{formula}. {safe(what.format(d=d))}</p>'


def _table(pushes: Numbers, b: Numbers) -> str:
    up, down = np.clip(pushes, 0, None).sum(axis=0), np.clip(pushes, None, 0).sum(axis=0)
    z = up + down + b
    head = [_("class"), _("pushed up"), _("pushed down"), "b", "z", _("strongest pushes")]
    rows = [
        [str(k), *(number(float(x[k])) for x in (up, down, b, z)), _strongest(pushes[:, k])]
        for k in range(CLASSES)
    ]
    return table(head, rows)


def _strongest(pushes: Numbers) -> str:
    """Name the features that add or take most, with what they add."""
    order = np.argsort(-np.abs(pushes))[:4]
    return ", ".join(f"X<sub>{i}</sub> {number(float(pushes[i]), 2)}" for i in order)


def _weight_pictures(W: Numbers, pushes: Numbers) -> str:
    """Return the weights of each class as a picture, and below it weight times ink."""
    most = float(np.abs(W).max()), float(np.abs(pushes).max())
    weights = _("Weights of class {digit}: red where ink speaks for it, blue where against")
    products = _("Ink times weight for class {digit}: what this drawing gains and loses")
    tops, bottoms = (
        "".join(
            f"<figure>{image(diverging(values[:, k].reshape(28, 28), end), alt.format(digit=k))}"
            f"<figcaption>{symbol}<sub>{k}</sub></figcaption></figure>"
            for k in range(CLASSES)
        )
        for values, end, alt, symbol in (
            (W, most[0], weights, "W"),
            (pushes, most[1], products, "x·W"),
        )
    )
    return f'<div class="tens">{tops}{bottoms}</div>{_scale()}'


def _pushes(pushes: Numbers) -> str:
    """Return what each feature adds to each class: ten rows of colours."""
    strongest_first = np.argsort(-np.abs(pushes).max(axis=1))
    alt = _("What each of the {d} features adds to each class, strongest first").format(
        d=len(pushes)
    )
    rows = "".join(
        f"<span>{k}</span>{image(diverging(pushes[strongest_first, k][None], np.abs(pushes).max()), alt)}"
        for k in range(CLASSES)
    )
    return f'<p class="hint">{safe(alt)}</p><div class="pushes">{rows}</div>{_scale()}'


def _scale() -> str:
    text = safe(_("red pushes the class up, blue pushes it down"))
    return f'<p class="hint">{text}</p>'

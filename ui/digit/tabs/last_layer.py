"""The last layer, with the network's own numbers: z_k = X . W_k + b_k."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import digits
from ui.digit.models import model
from ui.digit.pixel_image import diverging, image
from ui.digit.recognition import Recognition
from ui.digit.state import CLASSES, LINK, NETWORKS, Digit
from ui.digit.tabs.three_networks import name_of
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import MINUS, number
from ui.language.sentences import _

NETWORK = "digit.network"
SIDE = 28
NAMED = 4  # pushes that the table names
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Layer:
    """What the last layer of a network sees and holds: X (d,), W (d, 10), b (10,)."""

    X: Numbers
    W: Numbers
    b: Numbers

    @property
    def pushes(self) -> Numbers:
        """What each feature adds to each class, (d, 10); its sum over features is z - b."""
        return self.X[:, None] * self.W

    @property
    def up(self) -> Numbers:
        """All that speaks for each class, (10,)."""
        return np.asarray(np.clip(self.pushes, 0, None).sum(axis=0))

    @property
    def down(self) -> Numbers:
        """All that speaks against each class, (10,), 0 or less."""
        return np.asarray(np.clip(self.pushes, None, 0).sum(axis=0))


@lru_cache(maxsize=64)
def layer_of(seen: Recognition, network: str) -> Layer:
    """Return the last layer of a network, and what it sees of the drawing."""
    X, W, b = digits.last_layer(model(network), seen.image)
    return Layer(X[0], W, b)


def show(state: Digit, seen: Recognition) -> None:
    """Show what pushed each class up or down."""
    st.session_state[NETWORK] = state.network
    st.segmented_control(
        _("Network"),
        NETWORKS,
        label_visibility="collapsed",
        format_func=name_of,
        key=NETWORK,
        required=True,
        on_change=_choose,
    )
    layer = layer_of(seen, state.network)
    pictures = _weight_pictures if state.network == "linear" else _features
    st.html(_sum(layer, seen.digit, state.network) + pictures(layer) + _table(layer))


def _choose() -> None:
    LINK.write(replace(LINK.read(), network=st.session_state[NETWORK]))


def _sum(layer: Layer, k: int, network: str) -> str:
    """Write the sum of the answer's class with its numbers, and say what X is."""
    if network == "linear":
        what = _("X is the picture itself, {d} pixels; each pixel adds x·w to each class.")
    else:
        what = _("X is what the earlier layers made of the picture: {d} features.")
    up, down, b = float(layer.up[k]), float(layer.down[k]), float(layer.b[k])
    return (
        f'<p class="formula"><i>z</i><sub>{k}</sub> = <i>X</i>·<i>W</i><sub>{k}</sub> + <i>b</i><sub>{k}</sub>'
        f' = <span class="for">{number(up)}</span> {MINUS} <span class="against">{number(-down)}</span>'
        f" {'+' if b >= 0 else MINUS} {number(abs(b))} = <b>{number(up + down + b)}</b></p>"
        f'<p class="hint">{safe(what.format(d=len(layer.X)))} {_colours()}</p>'
    )


def _colours() -> str:
    return safe(_("Blue adds to the logit of the class, orange takes from it."))


def _table(layer: Layer) -> str:
    """Return a row for each class: what pushed it down and up, its bias, its logit, by whom."""
    pushes, up, down = layer.pushes, layer.up, layer.down
    most = max(float(up.max()), float(-down.min()), 1e-9)
    head = [_("class"), _("lowered"), _("raised"), "b", "z", _("largest contributions")]
    rows = [
        [
            str(k),
            _push(float(down[k]), most),
            _push(float(up[k]), most),
            number(float(layer.b[k])),
            f"<b>{number(float(up[k] + down[k] + layer.b[k]))}</b>",
            _strongest(pushes[:, k]),
        ]
        for k in range(CLASSES)
    ]
    return f'<div class="layer-table">{table(head, rows)}</div>'


def _push(value: float, most: float) -> str:
    """Return a number and a bar that grows from the middle of the two columns."""
    css = "for" if value > 0 else "against"
    bar = f'<i class="push {css}" style="--share:{abs(value) / most:.3f}"></i>'
    text = f"<span>{number(value)}</span>"
    return f'<span class="pushed {css}">{bar + text if css == "for" else text + bar}</span>'


def _strongest(pushes: Numbers) -> str:
    """Name the features that add or take most, with what they add; a pixel by row and column."""
    order = np.argsort(-np.abs(pushes), kind="stable")[:NAMED]
    return ", ".join(
        f"x<sub>{_name(int(i), len(pushes))}</sub> {number(float(pushes[i]), 2)}" for i in order
    )


def _name(i: int, d: int) -> str:
    return f"{i // SIDE},{i % SIDE}" if d == SIDE * SIDE else str(i)


def _weight_pictures(layer: Layer) -> str:
    """Return the weights of each class as a picture, and below it weight times ink."""
    weights = _("Weights of class {digit}: blue where ink speaks for it, orange where against")
    products = _("Ink times weight for class {digit}: what this drawing gains and loses")
    z = layer.up + layer.down + layer.b
    tops = [f"W<sub>{k}</sub>" for k in range(CLASSES)]
    bottoms = [
        f"x·W<sub>{k}</sub>: z<sub>{k}</sub> = {number(float(z[k]), 2)}" for k in range(CLASSES)
    ]
    rows = ((layer.W, weights, tops), (layer.pushes, products, bottoms))
    return f'<div class="tens">{"".join(_ten(*row) for row in rows)}</div>'


def _ten(values: Numbers, alt: str, captions: list[str]) -> str:
    most = float(np.abs(values).max())
    return "".join(
        f"<figure>{_for_and_against(values[:, k].reshape(SIDE, SIDE), most, alt.format(digit=k))}"
        f"<figcaption>{captions[k]}</figcaption></figure>"
        for k in range(CLASSES)
    )


def _for_and_against(values: Numbers, most: float, alt: str) -> str:
    """Return a picture of what speaks for a class, blue, and against it, orange."""
    return image(diverging(values, most), alt)


def _features(layer: Layer) -> str:
    """Return what each feature adds to each class: ten rows of colours."""
    pushes = layer.pushes
    strongest_first = np.argsort(-np.abs(pushes).max(axis=1), kind="stable")
    most = float(np.abs(pushes).max())
    alt = _("What each of the {d} features adds to each class, strongest first").format(
        d=len(pushes)
    )
    rows = "".join(
        f"<span>{k}</span>{_for_and_against(pushes[strongest_first, k][None], most, alt)}"
        for k in range(CLASSES)
    )
    return f'<figure><div class="pushes">{rows}</div><figcaption>{safe(alt)}</figcaption></figure>'

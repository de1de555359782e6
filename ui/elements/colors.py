"""One colour, one meaning: what stands in which colour, on every page, in both themes and in charts.

After the palette of M. Okabe and K. Ito (2008), "Color Universal Design": every pair of these can be told apart with each kind
of colour vision, and none is the only sign of what it means (y is an outline, bars have names, charts have dashes).
The style sheets know them as ``--c-<name>`` for words and lines (4.5 to 1 on the page) and ``--f-<name>`` for areas (3 to 1).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Color:
    """What a colour means, and its tones.

    Attributes
    ----------
    meaning
        What stands in it.
    light, dark
        For words and lines, on a light and a dark page.
    chart
        For charts, which do not know the theme: a tone that stands on both.
    fill
        For areas on a light page, where the tone for words would look muddy; None: the same.
    """

    meaning: str
    light: str
    dark: str
    chart: str
    fill: str | None = None


COLORS = {
    "z": Color("scores: logits z", "#6e6e6e", "#a3a3a3", "#8c8c8c"),
    "e": Color("weights e^z on their way to p", "#6e6e6e", "#8a8a8a", "#8c8c8c", "#949494"),
    "p": Color("what is expected: p, city A and its code", "#0072b2", "#56b4e9", "#3a8fc7"),
    "y": Color("what comes: target y, city B", "#a05a00", "#e69f00", "#c98200", "#c77700"),
    "code": Color("a code of one's own", "#00795a", "#2fc08f", "#12a17c"),
    "loss": Color("what it costs: loss, cross-entropy, KL", "#a8296f", "#f08bbd", "#c9609b"),
    "problem": Color("what cannot be used, and why", "#b3261e", "#ff8a80", "#d9534a"),
}
CLASS_COLORS = ("#3a8fc7", "#c98200", "#12a17c", "#c9609b", "#7a6fd0", "#8c8c8c")
"""A tone for each of up to six classes where a chart has one line a class; beyond, with dashes."""
BELOW_ZERO_AND_ABOVE = ("#c8641a", "#2f7fb5")
"""What a number's sign is drawn in: weights, gradients, contributions."""
COSTS = ("#fbeaf3", "#dd8fba", "#8c1d5b")
"""From a small loss to a large one, in a landscape."""


def css_variables() -> str:
    """Return the style sheet that names the colours.

    Examples
    --------
    >>> css_variables()[:56]
    ':root{--c-z:light-dark(#6e6e6e,#a3a3a3);--f-z:light-dark'
    """
    lines = (
        f"--c-{name}:light-dark({color.light},{color.dark});"
        f"--f-{name}:light-dark({color.fill or color.light},{color.dark});"
        for name, color in COLORS.items()
    )
    return f":root{{{''.join(lines)}}}"


def see_through(color: str, opacity: float) -> str:
    """Return a colour that lets what is behind it through.

    Examples
    --------
    >>> see_through("#3a8fc7", 0.13)
    'rgba(58, 143, 199, 0.13)'
    """
    red, green, blue = _channels(color)
    return f"rgba({red}, {green}, {blue}, {opacity})"


def rgb(color: str) -> tuple[float, ...]:
    """Return a colour's red, green and blue in [0, 1].

    Examples
    --------
    >>> rgb("#ff0033")
    (1.0, 0.0, 0.2)
    """
    return tuple(channel / 255 for channel in _channels(color))


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))

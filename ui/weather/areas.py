"""Areas: each state as tall as it is probable and as wide as its codeword, so that its area is its cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ui.language.escaping import safe
from ui.language.numbers import number
from ui.weather.area_paths import outlines

Numbers = NDArray[np.float64]
LEGIBLE = 0.085  # of the height: a lower rectangle has no room for a line of text
THIN = 0.12  # of the height: a lower rectangle has room for words between fine lines only
THINNEST = 0.001  # of the height: a lower rectangle is a line, and may be cut off
MANY = 40  # states: more are drawn as curves, and described by the most costly of them
DESCRIBED = 10
CROWDED = 0.6  # of the width: beyond, there is no room for text beside a rectangle


@dataclass(frozen=True)
class City:
    """A city's weather, the bits it pays for each state, in a code of one's ``own`` or not, and those it would pay at best."""

    p: Numbers
    bits: Numbers
    ideal: Numbers
    own: bool = False

    @property
    def widest(self) -> float:
        """The most finite bits of a state that can be seen: a rarer one would squeeze all others."""
        seen = self.p > THINNEST
        both = np.concatenate([self.bits[seen], self.ideal[seen]])
        return float(max([1.0, *both[np.isfinite(both)]]))


def rectangles(city: City, widest: float, labels: list[str], said: str) -> str:
    """Return rectangles p high and ``bits`` wide, the ideal outlined, below what is said of them.

    What is wider than the ideal stands out; infinite bits fade out.
    """
    p, bits, ideal = city.p.tolist(), city.bits.tolist(), city.ideal.tolist()
    rows = [i for i, share in enumerate(p) if share > 0]
    many = len(rows) > MANY
    described = sorted(rows, key=lambda i: -p[i])[:DESCRIBED] if many else rows
    texts = {i: _sum(p[i], bits[i]) for i in described}
    if many:
        drawn = _curves(city, rows, widest)
    else:
        drawn = "".join(
            _row(i, (p[i], bits[i], ideal[i]), widest, labels[i], texts[i]) for i in rows
        )
    css = (" many" if len(rows) > 8 else "") + (" own" if city.own else "")
    alt = said + " " + "; ".join(f"{labels[i]}: {texts[i]}" for i in described)
    return (
        f'<p class="note">{safe(said)}</p>'
        f'<div class="areas{css}" role="img" aria-label="{safe(alt)}">{drawn}</div>'
    )


def _curves(city: City, rows: list[int], widest: float) -> str:
    """Return the areas from the most frequent state to the rarest, so that the ideal is a curve."""
    rows = sorted(rows, key=lambda i: -city.p[i])
    widths, ideals = (np.minimum(x[rows], widest) / widest for x in (city.bits, city.ideal))
    return outlines(city.p[rows] / city.p.sum(), widths, ideals)


def _sum(share: float, bits: float) -> str:
    digits = (
        2 if round(share, 2) == round(share, 6) else 3
    )  # 0.125 × 4 is 0.50, and 0.12 × 4 is not
    return f"{number(share, digits)} × {number(bits, 2)} = {number(share * bits, 2)}"


def _edge(share: float) -> str:
    """Return how an outline is drawn: thinner where it would cross the words, and open where it would fill the row."""
    return " low" if share <= LEGIBLE / 2 else " thin" if share <= THIN else ""


def _row(i: int, sides: tuple[float, float, float], widest: float, label: str, text: str) -> str:
    share, bits, ideal = sides
    width, best = (100 * min(x, widest) / widest for x in (bits, ideal))
    endless = "" if math.isfinite(bits) else " endless"
    inside = max(width, best) > 100 * CROWDED
    at = 0 if inside else max(width, best)
    words = (
        f'<span style="--at:{at:.2f}%">{safe(label)} <small>{text}</small></span>'
        if share > LEGIBLE
        else ""
    )
    return (
        f'<div class="area-row" data-class="{i}" style="height:{100 * share:.3f}%" title="{safe(label)}: {text}">'
        f'<i class="area-fill{endless}" style="width:{width:.3f}%"></i>'
        f'<i class="area-extra" style="left:{best:.3f}%;width:{max(width - best, 0):.3f}%"></i>'
        f'<i class="area-ideal{_edge(share)}" style="width:{best:.3f}%"></i>{words}</div>'
    )

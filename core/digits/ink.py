"""Finds the ink of a digit in a picture of any tones: what stands out from the paper and is not cut off by the edge.

Several papers are tried: a smooth surface through most pixels, one through the picture's edge, and each place's own
surroundings. The paper off which the most ink stands free of the edge is taken. A solid rectangle is no digit but a sheet that
lies in the picture: the digit is looked for on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.digits.connected_parts import (
    Mask,
    at_very_edge,
    blocks,
    box_of,
    components,
    digit_parts,
    edge_of,
    enlarged,
    filled,
    soft_edge,
)
from core.digits.errors import EmptyDrawing
from core.digits.paper import (
    grain,
    grown,
    mean_thickness,
    otsu_threshold,
    resize,
    smooth_surface,
    surroundings,
)
from core.digits.rulings import without_rulings
from core.digits.shadow import shadow_on

Floats = NDArray[np.float64]

COARSE = 64  # pixels on the longer side where the paper is fitted and parts are told apart
_LEAST_CONTRAST = 0.06  # of the way from black to white: less is paper
_LEAST_EVEN = 0.02  # the same where the picture has no noise at all
_EVEN = 0.002  # noise below it is none
_FREE = 0.02  # the part of the edge that a drawing may cover and still count as free of it
_EVEN_PAPER = 0.05  # noise, in parts of the contrast: less is a paper of one tone
_STROKE = 0.2  # thickness, in parts of the picture's longer side: more is no stroke
_SMALLEST_SHEET = 11  # of the coarse grid's cells: a small 8 of a bold pen is as solid
_OVER_SHADOW = 0.5  # of a shadow's depth: fainter ink is a trace of its edge
_SHEET_DEPTH = 2  # a sheet on a sheet, and no further


@dataclass(frozen=True)
class Ink:
    """Ink that was found.

    Attributes
    ----------
    ink
        How much each pixel holds, in [0, 1]; nothing off the drawing.
    parts
        The drawing's parts on a coarse grid.
    contrast
        How far full ink is from the paper, of the way from black to white.
    at_edge
        The part of the picture's edge that the drawing covers, with what reaches into it.
    raw, noise
        All that stands out from the paper, and the paper's noise.
    """

    ink: Floats
    parts: Mask
    contrast: float
    at_edge: float
    raw: Floats
    noise: float

    @property
    def free(self) -> bool:
        """Whether the picture's edge is paper."""
        return self.at_edge <= _FREE

    @property
    def score(self) -> float:
        """How much ink there is, less the more the edge is covered: 0 from two fifths of it on."""
        covered = max(0.0, self.at_edge - _FREE)
        return self.contrast * float(self.ink.mean()) * max(0.0, 1 - 2.5 * covered) ** 2


def find_ink(greys: Floats, depth: int = _SHEET_DEPTH) -> Ink:
    """Return the ink of the drawing in a picture, whatever the tones of paper and ink.

    Parameters
    ----------
    greys
        (height, width), 0 for black and 1 for white.

    Raises
    ------
    EmptyDrawing
        Nothing stands out from the paper.
    """
    small = resize(greys, min(1.0, COARSE / max(greys.shape)))
    return _in_shadow(greys, small) or _found(greys, small, depth)


def _in_shadow(greys: Floats, small: Floats) -> Ink | None:
    """Return the drawing across a shadow's edge, or None where there is no such edge or the edge was the drawing's."""
    shadow = shadow_on(small, greys)
    if shadow is None:
        return None
    lit = greys - shadow[0]
    try:
        found = _found(lit, resize(lit, min(1.0, COARSE / max(greys.shape))), depth=0)
    except EmptyDrawing:
        return None
    return found if found.free and found.contrast > _OVER_SHADOW * shadow[1] else None


def _found(greys: Floats, small: Floats, depth: int) -> Ink:
    found: list[Ink] = []
    for papers in (_one_tone, _most_of_it, _its_edge, _around_each_place):
        found += _bared(papers(greys, small))
        if found and _settled(found):
            break
    if not found:
        raise EmptyDrawing("there is no ink in the picture")
    best = max(found, key=_score)
    return (_on_sheet(greys, best, depth) if depth else None) or best


def _settled(found: list[Ink]) -> bool:
    """Return whether the best drawing is free of the edge, and no trifle beside what is not."""
    best = max(found, key=_score)
    return best.free and best.contrast >= 0.3 * max(one.contrast for one in found)


def _score(ink: Ink) -> float:
    return ink.score


def _one_tone(greys: Floats, _small: Floats) -> list[Ink]:
    """Return the drawing on a paper of one even tone, or none where the picture is not of two tones.

    Here the edge may be covered: where paper and ink are that clear, a tight crop is as good as any.
    """
    dark = greys <= otsu_threshold(greys)
    at_corners = dark[[0, 0, -1, -1], [0, -1, 0, -1]]
    paper_is_dark = float(edge_of(dark).mean()) + float(at_corners.mean()) / 2 > 0.75
    tones = greys[dark == paper_is_dark]
    if tones.size in (0, greys.size):
        return []
    tone = float(np.median(tones))
    noise = 1.4826 * float(np.median(np.abs(tones - tone)))
    raw = np.clip((greys - tone) * (1 if paper_is_dark else -1), 0, None)
    found = _drawing(raw, noise)
    if found is None or noise > _EVEN_PAPER * found.contrast:
        return []
    # A shadow is no stroke, nor what one takes a piece of.
    marked = (raw > found.contrast / 2).astype(np.float64)
    thin = mean_thickness(marked) <= _STROKE * max(greys.shape)
    whole = found.at_edge <= float(edge_of(found.parts).mean())
    ruled = not found.free and without_rulings(raw) is not None
    return [replace(found, at_edge=0.0)] if thin and whole and not ruled else []


def _most_of_it(greys: Floats, small: Floats) -> list[Ink]:
    """Return the drawings darker and lighter than a smooth paper through most of the picture."""
    off = greys - grown(smooth_surface(small, float(np.median(small)), by_edge=False), greys)
    return _both(off, 1.4826 * float(np.median(np.abs(off))))


def _its_edge(greys: Floats, small: Floats) -> list[Ink]:
    """Return the drawings darker and lighter than a smooth paper through the picture's edge."""
    start = float(np.median(edge_of(small)))
    return _both(greys - grown(smooth_surface(small, start, by_edge=True), greys), grain(greys))


def _around_each_place(greys: Floats, small: Floats) -> list[Ink]:
    """Return what is darker or lighter than its surroundings: of the two, the one of longer outline.

    Where the paper has no one tone, as across a shadow's edge, what lies between strokes stands out as they do; but a
    stroke has two sides.
    """
    dark = grown(surroundings(small), greys) - greys
    light = greys + grown(surroundings(-small), greys)
    noise = max(grain(greys), 0.01)
    found = [_drawing(np.clip(raw, 0, None), noise) for raw in (dark, light)]
    outlined = [one for one in found if one]
    return sorted(outlined, key=lambda one: -one.score / mean_thickness(one.ink))[:1]


def _both(off: Floats, noise: float) -> list[Ink]:
    found = [_drawing(np.clip(sign * off, 0, None), noise) for sign in (-1, 1)]
    return [one for one in found if one]


def _bared(found: list[Ink]) -> list[Ink]:
    """Take the rulings of its paper from the best drawing, where it has some and hangs on the edge by them."""
    if not found or (best := max(found, key=_score)).free:
        return found
    ruled = without_rulings(best.raw)
    bare = None if ruled is None else _drawing(ruled, best.noise)
    if bare is None:
        return found
    return [bare, *(one for one in found if one is not best or not bare.free)]


def _drawing(raw: Floats, noise: float) -> Ink | None:
    """Return the drawing among what stands out from a paper, or None where that is noise."""
    least = max(_LEAST_EVEN if noise < _EVEN else _LEAST_CONTRAST, 5 * noise)
    strong = raw[raw > least]
    if strong.size == 0:
        return None
    full = float(np.quantile(strong, 0.75))
    faint = min(0.5, max(0.08, 3 * noise / full))
    ink = np.clip((raw / full - faint) / (1 - faint), 0, 1)
    factor = -(-max(ink.shape) // COARSE)
    coarse = blocks(ink, factor) > 0.5
    parts = digit_parts(coarse, at_very_edge(ink, factor))
    if not parts.any():
        return None
    kept = ink * enlarged(parts | soft_edge(parts, coarse), factor, ink.shape)
    if not (kept > 0.1).any():
        return None
    near = coarse if _reaches_into(coarse & ~parts, parts) else parts
    return Ink(kept, parts, full, float(edge_of(near).mean()), raw, noise)


def _reaches_into(others: Mask, parts: Mask) -> bool:
    """Return whether something else comes near the drawing: a shadow that takes a piece of it, and no table's edge."""
    top, bottom, left, right = box_of(parts)
    return bool(others[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1].any())


def _on_sheet(greys: Floats, found: Ink, depth: int) -> Ink | None:
    """Return the drawing on the sheet that was taken for ink, or None where it is none."""
    inside = sheet_of(found.parts)
    if inside is None:
        return None
    factor = -(-max(greys.shape) // COARSE)
    top, bottom, left, right = (edge * factor for edge in inside)
    try:
        inner = find_ink(greys[top:bottom, left:right], depth - 1)
    except EmptyDrawing:
        return None
    if inner.contrast < 0.3 * found.contrast or _is_block(inner.parts):
        return None
    ink = np.zeros_like(greys)
    ink[top:bottom, left:right] = inner.ink
    return replace(inner, ink=ink)


def sheet_of(parts: Mask) -> tuple[int, int, int, int] | None:
    """Return the inside of a solid or framed rectangle: top, bottom, left, right; None where the largest part is none."""
    labels = components(parts)
    names, areas = np.unique(labels[labels > 0], return_counts=True)
    body = labels == names[areas.argmax()]
    whole = filled(body)
    down, right = (np.flatnonzero(_mostly(whole.sum(axis=axis))) for axis in (1, 0))
    top, bottom, left, end = down[0] + 1, down[-1], right[0] + 1, right[-1]
    if min(bottom - top, end - left) < _SMALLEST_SHEET or (bottom - top) > 4 * (end - left):
        return None
    solid = whole[top:bottom, left:end].mean() > 0.97 and whole.sum() < 1.3 * (
        (bottom - top + 2) * (end - left + 2)
    )
    wall = body[top + 1 : bottom - 1, left + 1 : end - 1].mean()
    return (
        (int(top), int(bottom), int(left), int(end)) if solid and not 0.02 < wall < 0.55 else None
    )


def _mostly(coverage: NDArray[np.int64]) -> Mask:
    long: Mask = coverage >= 0.8 * coverage.max()
    return long


def _is_block(parts: Mask) -> bool:
    """Return whether parts are a solid block, as the hole of a zero is: no digit but a one is."""
    top, bottom, left, right = box_of(parts)
    return float(parts[top:bottom, left:right].mean()) > 0.75 and bottom - top < 2.5 * (
        right - left
    )

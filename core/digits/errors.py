"""What can be wrong with a drawing, a picture or a file of weights."""

from __future__ import annotations

from core.errors import InvalidInput


class EmptyDrawing(InvalidInput):
    """There is no ink: nothing was drawn, or the picture has a single tone."""


class BadDrawing(InvalidInput):
    """The strokes are not a drawing: wrong shape, not finite, or too many points."""


class BadPicture(InvalidInput):
    """The picture cannot be read, or is larger than anything a digit needs."""


class BadWeights(InvalidInput):
    """A file of weights is missing, changed, or of another network."""


class BadAttempts(InvalidInput):
    """A table of attempts, or one attempt, is damaged, too large, or not ours."""

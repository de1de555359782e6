"""What can be wrong with a data set."""

from __future__ import annotations

from core.errors import InvalidInput


class BadData(InvalidInput):
    """A data set is missing, cut short, or not the one that was asked for."""

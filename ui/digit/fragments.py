"""The fragments of the digit page, by name, and where it keeps what is wrong."""

from __future__ import annotations

PAPER = "digit.paper"
LIVE = "digit.live"
PANEL = "digit.panel"
SHELF = "digit.attempts.shelf"
PROBLEM = "digit.problem"  # what is wrong with what was just drawn or uploaded

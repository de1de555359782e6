"""The fragments of the digit page, by name, and where it keeps what is wrong."""

from __future__ import annotations

CANVAS = "digit.paper"
CHAIN = "digit.live"
PANEL = "digit.panel"
STORAGE = "digit.attempts.shelf"
PROBLEM = "digit.problem"  # what is wrong with what was just drawn or uploaded

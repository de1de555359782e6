"""Stands before uvloop on the bare app's path: there it is as if it were not installed."""

raise ModuleNotFoundError("the bare app runs without uvloop", name="uvloop")

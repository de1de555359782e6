"""Runs that differ in everything that can be set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.training.run import (
    ACTIVATIONS,
    INITIALISATIONS,
    OPTIMISERS,
    Change,
    Point,
    Run,
    Settings,
)
from core.training.sets import MADE

BUSY = Run(
    Settings(data="blobs", points=20, noise=0.7, activation="relu", init="he", optimiser="sgd", rate=0.1, decay=0.01),
    changes=(
        Change(10, "rate", 0.05),
        Change(30, "optimiser", "adam"),
        Change(30, "rate", 0.01),
        Change(31, "batch", 7),
        Change(60, "noise", 0.4),
        Change(80, "activation", "sigmoid"),
        Change(100, "optimiser", "momentum"),
        Change(100, "decay", 0.1),
        Change(120, "held", 0.5),
        Change(130, "points", 30),
        Change(140, "data_seed", 9),
    ),
    own=(Point(0.5, 0.25, 1), Point(-1, 0.5, 2, 60), Point(1, 1, 0, 61), Point(1, 2, 0, 200)),
)  # fmt: skip
OWN = Run(
    Settings(data="own", hidden=(), optimiser="momentum", rate=0.1),
    own=(Point(0.5, 0.25, 1), Point(-1, 0.5, 2), Point(2, 2, 0, 7)),
)
DIGITS = Run(Settings(data="digits", hidden=(), classes=10))
IRIS = Run(Settings(data="iris", columns=(2, 3), hidden=(3, 4, 5), decay=0.001))
RUNS = {"default": Run(), "busy": BUSY, "own": OWN, "digits": DIGITS, "iris": IRIS}


def random_settings(seed: int) -> Settings:
    """Settings of a small network, all drawn by chance."""
    rng = np.random.default_rng(seed)
    layers = int(rng.integers(0, 4))
    return replace(
        Settings(),
        data=str(rng.choice(list(MADE))),
        classes=int(rng.integers(2, 7)),
        points=int(rng.integers(5, 30)),
        noise=float(rng.uniform(0, 1)),
        held=float(rng.uniform(0, 0.8)),
        hidden=tuple(int(n) for n in rng.integers(1, 9, layers)),
        activation=str(rng.choice(ACTIVATIONS)),
        init=str(rng.choice(INITIALISATIONS)),
        seed=int(rng.integers(0, 1000)),
        optimiser=str(rng.choice(OPTIMISERS)),
        rate=float(rng.choice([0.001, 0.03, 0.3])),
        batch=int(rng.integers(1, 40)),
        decay=float(rng.choice([0.0, 0.01])),
    )

"""Points in the plane, in classes. Each function stands alone, so that the exported script can quote it.

They share a signature: a generator of random numbers, the number of classes and of points in each, and the noise.
They return X of shape (classes * points, 2) and y, the class of each. The plane that is drawn reaches from -3 to 3.
"""

# The quoted lines need no types; `sets` gives them.
# mypy: disable-error-code="no-untyped-def"

import numpy as np


def blobs(rng, classes, points, noise):
    """Make normal clouds around a circle; the noise is their standard deviation."""
    y = np.repeat(np.arange(classes), points)
    angle = 2 * np.pi * y / classes
    centre = 1.6 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return centre + noise * rng.normal(size=centre.shape), y


def spiral(rng, classes, points, noise):
    """Make arms that turn by four radians on their way out; the noise is that of the angle, in radians."""
    y = np.repeat(np.arange(classes), points)
    way = np.tile(np.linspace(0.04, 1, points), classes)
    angle = 2 * np.pi * y / classes + 4 * way + noise * rng.normal(size=len(y))
    return 2.6 * way[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1), y


def rings(rng, classes, points, noise):
    """Make rings around the same middle; the noise is that of the radius."""
    y = np.repeat(np.arange(classes), points)
    radius = 0.4 + 2.0 * y / (classes - 1) + noise * rng.normal(size=len(y))
    angle = rng.uniform(0, 2 * np.pi, size=len(y))
    return radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1), y


def chequer(rng, classes, points, noise):
    """Make a board of 4 by 4 squares, (row + column) mod classes; the noise is that of the place."""
    y = np.repeat(np.arange(classes), points)
    row, column = np.divmod(np.arange(16), 4)
    squares = [np.flatnonzero((row + column) % classes == k) for k in range(classes)]
    chosen = np.array([rng.choice(squares[k]) for k in y])
    corner = np.stack([column[chosen], row[chosen]], axis=1) - 2
    return 1.25 * (corner + rng.random(corner.shape)) + noise * rng.normal(size=corner.shape), y

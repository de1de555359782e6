"""Surfaces, borders and weight pictures against the network that they show."""

from __future__ import annotations

import numpy as np
import pytest

from core.information import entropy
from core.softmax import softmax
from core.training.run import Run, Settings
from core.training.sets import digits
from core.training.surface import borders, confusion, grid, surfaces, weight_pictures
from core.training.training import Training
from tests.unit.training.runs import DIGITS


@pytest.fixture
def straight() -> Training:
    training = Training(Run(Settings(data="blobs", classes=4, noise=0.7, hidden=())))
    training.advance(200)
    return training


def test_surfaces_are_probabilities_and_entropy(straight: Training) -> None:
    planes = surfaces(straight, 20).reshape(5, -1)
    p = softmax(straight.logits(grid(straight.data.edge, 20)))
    np.testing.assert_allclose(planes[:4] / 255, p.T, atol=0.51 / 255)
    bits = np.array([float(entropy(row)) for row in p])
    np.testing.assert_allclose(planes[4] / 255, bits / 2, atol=0.51 / 255)


def test_the_first_pixel_is_at_the_top_left() -> None:
    assert grid(3.0, 3).tolist()[:2] == [[-2.0, 2.0], [0.0, 2.0]]


def test_on_a_border_two_classes_tie_and_no_other_is_larger(straight: Training) -> None:
    found = borders(straight.layers, 3.0)
    assert 3 <= len(found) <= 6
    for x0, y0, x1, y1 in found:
        for t in (0.01, 0.5, 0.99):
            z = np.sort(straight.logits(np.array([[x0 + t * (x1 - x0), y0 + t * (y1 - y0)]]))[0])
            assert z[-1] == pytest.approx(z[-2], abs=1e-9)
        assert max(abs(v) for v in (x0, y0, x1, y1)) <= 3 + 1e-9


def test_every_change_of_the_answer_is_on_a_border(straight: Training) -> None:
    side = 60
    answers = straight.logits(grid(3.0, side)).argmax(axis=1).reshape(side, side)
    pixels = grid(3.0, side).reshape(side, side, 2)
    changes = answers[:, 1:] != answers[:, :-1]
    between = (pixels[:, 1:] + pixels[:, :-1])[changes] / 2
    lines = borders(straight.layers, 3.0)
    for point in between:
        assert min(distance(point, line) for line in lines) < 3.0 / side + 1e-9


def distance(point: np.ndarray, line: tuple[float, float, float, float]) -> float:
    start, end = np.array(line[:2]), np.array(line[2:])
    t = np.clip((point - start) @ (end - start) / ((end - start) @ (end - start)), 0, 1)
    return float(np.hypot(*(point - start - t * (end - start))))


def test_equal_weights_have_no_border() -> None:
    assert borders(Training(Run(Settings(hidden=(), init="zeros"))).layers, 3.0) == []


def test_weight_pictures_and_confusion_of_digits() -> None:
    training = Training(DIGITS)
    training.advance(100)
    pictures, largest = weight_pictures(training.layers)
    assert pictures.shape == (10, 8, 8)
    W = training.layers[0][0]
    np.testing.assert_allclose(
        (pictures.reshape(10, 64) - 128.0) / 127 * largest, W.T, atol=largest / 250
    )
    found = confusion(training)
    assert found.sum() == round(0.2 * len(digits()[1]))
    assert np.trace(found) / found.sum() == pytest.approx(training.held_score().right)
    assert np.trace(found) / found.sum() > 0.9

"""The card's tables: each kind of hand, the worst writer, pictures and disturbances are measured for themselves."""

from __future__ import annotations

import numpy as np
import pytest

from core.digits.preprocessing_variants import example_drawings
from core.digits.recognizer import load_model
from core.digits.strokes import preprocess_strokes
from core.digits_training.hard_pictures import PICTURE_KINDS
from core.digits_training.kinds_of_hand import FEW, by_hand, by_picture, read_as_file
from core.digits_training.measurement import Measured
from core.digits_training.model_card import rows_table
from core.digits_training.robustness import DISTURBANCES, DRAWN, robustness
from core.learning.pen_digits import PenDigit

DIGITS = [PenDigit(tuple(strokes), k, "a/1") for k, strokes in example_drawings().items()]


def answered(digits: list[PenDigit], answers: list[int]) -> Measured:
    pictures = np.stack([preprocess_strokes(digit.strokes) for digit in digits])
    labels = np.array([digit.label for digit in digits])
    return Measured(pictures, labels, 9 * np.eye(10)[answers])


def test_each_contributor_and_the_worst_writer_have_a_row() -> None:
    good = [PenDigit(d.strokes, d.label, "a/1") for d in DIGITS * 2]
    poor = [PenDigit(d.strokes, d.label, "b/7") for d in DIGITS * 2]
    brief = [PenDigit(DIGITS[3].strokes, 3, "b/8")]
    digits = good + poor + brief
    answers = (
        [d.label for d in good] + [9 - d.label if d.label < 3 else d.label for d in poor] + [5]
    )
    rows = {row.name: row for row in by_hand(answered(digits, answers), digits)}
    assert rows["all"].digits == 41
    assert rows["a"].accuracy == 1
    assert rows["b"].accuracy == pytest.approx(14 / 21)
    assert len(poor) >= FEW > len(brief)
    assert rows["worst writer, b/7"].accuracy == pytest.approx(0.7)
    assert rows["all"].refused < 0.1
    assert "| b | 21 | 66.67% |" in rows_table(list(rows.values()))


def test_pictures_of_each_kind_have_a_row() -> None:
    rows = by_picture(load_model("cnn"), DIGITS, each=3)
    assert [row.name for row in rows] == list(PICTURE_KINDS)
    assert sum(row.unread for row in rows) == 0
    assert np.mean([row.accuracy for row in rows]) > 0.9


def test_a_file_without_ink_is_counted_and_not_raised() -> None:
    assert read_as_file(b"P5 8 8 255 " + b"\xff" * 64) is None


def test_each_disturbance_has_three_strengths_and_costs_accuracy() -> None:
    found = robustness({"linear": load_model("linear"), "cnn": load_model("cnn")}, DIGITS)
    assert list(found) == ["none", *DISTURBANCES, *DRAWN]
    assert len(found) == 9
    assert {len(found[name]) for name in (*DISTURBANCES, *DRAWN)} == {3}
    assert found["none"][0][1]["cnn"] == 1
    strongest = found["rotation, degrees"][-1][1]
    assert strongest["linear"] < found["none"][0][1]["linear"]

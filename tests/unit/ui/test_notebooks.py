"""Every page's notebook is a valid file, runs, and gives the numbers that the page shows."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from typing import Any

import nbformat
import numpy as np
import pytest

from core.digits import example_drawings
from core.information import cross_entropy, entropy
from core.notebook import Cell, write_notebook
from core.softmax import cross_entropy_from_logits, softmax
from ui.digit import notebook as digit
from ui.digit.recognition import recognise_strokes
from ui.digit.state import Digit
from ui.home import notebook as home
from ui.home.miniature import Miniature
from ui.language.sentences import speaking
from ui.link.stroke_text import write_strokes
from ui.softmax import notebook as explorer
from ui.softmax.presets import PRESETS
from ui.softmax.state import Explorer
from ui.weather import notebook as weather
from ui.weather.state import Weather

HOSTILE = ('"; import os #', "'''\\", "</script><b>", "a\u2028b", "{x} %s", "=1+1", "\u202eabc")
LONGEST = 40  # lines


def run(cells: list[Cell]) -> tuple[dict[str, Any], str]:
    """Run a notebook's code cells one after the other; return what they leave, and what they print."""
    file = nbformat.reads(write_notebook(cells).decode(), as_version=4)
    nbformat.validate(file)
    assert sum(len(cell.source.splitlines()) for cell in file.cells) <= LONGEST
    left: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()) as out, np.errstate(over="ignore"):
        for cell in file.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, "cell", "exec"), left)
    return left, out.getvalue()


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_explorers_gives_its_loss_and_its_p(lang: str, preset: str) -> None:
    state = PRESETS[preset]
    with speaking(lang):
        left, out = run(explorer.notebook(state))
    loss = cross_entropy_from_logits(state.logits, state.target, state.temperature)
    assert left["loss"] == pytest.approx(loss, abs=1e-12)
    assert left["torch_loss"].item() == pytest.approx(loss, abs=1e-12)
    np.testing.assert_allclose(left["p"], softmax(state.logits, state.temperature), atol=1e-12)
    assert str(left["loss"]) in out


def test_impossible_classes_and_a_distribution_as_target_run_too() -> None:
    with speaking("en"):
        left, _out = run(explorer.notebook(Explorer(z=(1.0, -np.inf), y=0)))
        assert left["p"].tolist() == [1.0, 0.0]
        left, _out = run(explorer.notebook(Explorer(z=(1.0, 2.0), y=(0.25, 0.75))))
        assert left["torch_loss"].item() == pytest.approx(left["loss"])


def test_hostile_names_stay_text() -> None:
    n = len(HOSTILE)
    with speaking("en"):
        left, _out = run(explorer.notebook(Explorer(z=(0.0,) * n, names=HOSTILE)))
        assert left["names"] == list(HOSTILE)
        assert "os" not in left
        cells = weather.notebook(
            Weather(p=(1 / n,) * n, q=(1 / n,) * n, code=("0",) * n, names=HOSTILE, z=(0.0,) * n)
        )
        left, _out = run(cells)
        assert left["names"] == list(HOSTILE)
    for cell in cells:
        assert cell.kind == "code" or not any(name in cell.text for name in HOSTILE)


def test_the_start_pages_runs() -> None:
    with speaking("es"):
        left, _out = run(home.notebook(Miniature()))
    assert left["loss"] == pytest.approx(0.0944, abs=1e-4)
    assert left["names"] == ["gato", "perro", "conejo"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_weathers_gives_its_bits(lang: str) -> None:
    state = Weather()
    with speaking(lang):
        left, _out = run(weather.notebook(state))
    assert left["mine"] == pytest.approx(2.25)
    assert left["entropy"] == pytest.approx(float(entropy(state.p)))
    assert left["crossed"] == pytest.approx(float(cross_entropy(state.q, state.p)))
    loss = cross_entropy_from_logits(state.logits, state.target)
    assert left["loss"].item() == pytest.approx(loss)


def test_what_never_comes_costs_nothing_and_what_has_no_word_is_infinite() -> None:
    with speaking("en"):
        left, _out = run(weather.notebook(Weather(p=(1.0, 0, 0, 0, 0))))
    assert left["entropy"] == 0
    assert left["crossed"] == np.inf


def test_the_digits_gives_what_the_network_says() -> None:
    ink = write_strokes(example_drawings()[4])
    with speaking("en"):
        left, _out = run(digit.notebook(Digit(ink=ink, y=9)))
    logits = recognise_strokes(ink).logits
    assert left["loss"] == pytest.approx(cross_entropy_from_logits(logits, np.eye(10)[9]))
    assert int(np.argmax(left["p"])) == 4


def test_a_notebook_says_its_formulas_in_the_pages_language() -> None:
    with speaking("es"):
        file = json.loads(write_notebook(weather.notebook(Weather())))
    first = "".join(file["cells"][0]["source"])
    assert "entropía cruzada" in first
    assert r"\log_2" in first

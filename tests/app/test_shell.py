"""What every page shares: languages, navigation, links."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.reading import Opener, html_of, loss_of, message

ROOT = Path(__file__).parents[2]

PAGES = ("home", "softmax", "weather", "digit", "train")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_page_opens_in_both_languages(open_page: Opener, page: str, lang: str) -> None:
    app = open_page(page, lang=lang)
    assert app.title, "a page has a title"
    assert app.query_params["lang"] == [lang] or app.query_params["lang"] == lang
    assert app.query_params["v"] in ("1", ["1"])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_also_runs_through_app_py(page: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = "es"
    app.run()
    assert app.title[0].value == "Softmax, entropía y entropía cruzada, interactivas"
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert "pérdida" in html_of(app)


def test_the_language_switch_writes_the_link(open_page: Opener) -> None:
    app = open_page("home", lang="en")
    app.button_group(key="language.choice").set_value("es").run()
    assert app.query_params["lang"] in ("es", ["es"])
    assert loss_of(app) == "pérdida L 0,0944 nats 0,1362 bits"


def test_the_home_page_computes(open_page: Opener) -> None:
    assert loss_of(open_page("home", z="0,0,0")) == "loss L 1.0986 nats 1.5850 bits"


@pytest.mark.parametrize(
    ("name", "value"), [("lang", "fr"), ("v", "2"), ("z", "1,2"), ("z", "1,nan,2"), ("y", "7")]
)
def test_a_bad_link_is_named_and_the_default_shown(
    open_page: Opener, name: str, value: str
) -> None:
    app = open_page("home", **{name: value})
    assert f"“{name}”" in message(app.warning[0])
    assert loss_of(app) == "loss L 0.0944 nats 0.1362 bits"

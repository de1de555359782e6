"""What all tests share."""

import os

import pytest
from hypothesis import settings

# No deadline: a busy machine is no failure. The same examples each time: a test that fails, fails again.
settings.register_profile("playground", deadline=None, derandomize=True)
settings.load_profile("playground")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-views",
        action="store_true",
        help="every view in both themes and languages, and not each once",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Said to the modules of tests, which choose their parameters when they are imported.
    if config.getoption("--all-views"):
        os.environ["ALL_VIEWS"] = "1"

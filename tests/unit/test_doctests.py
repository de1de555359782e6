"""Every example in a docstring of core runs and says what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import core

MODULES = [
    m.name for m in pkgutil.walk_packages(core.__path__, "core.") if "__main__" not in m.name
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name: str) -> None:
    failed, _tried = doctest.testmod(importlib.import_module(name))
    assert not failed

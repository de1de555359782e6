"""The examples in the documentation run."""

import doctest
import importlib
import pkgutil

import pytest

import core.digits

MODULES = [f"core.digits.{module.name}" for module in pkgutil.iter_modules(core.digits.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0

"""20,000 hostile inputs: ``python -m tests.hostile``."""

import os
import sys

import pytest

os.environ.setdefault("HOSTILE", "20000")
sys.exit(pytest.main(["tests/hostile", *sys.argv[1:]]))

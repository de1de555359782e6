"""What all tests share."""

from hypothesis import settings

# No deadline: a busy machine is no failure. The same examples each time: a test that fails, fails again.
settings.register_profile("playground", deadline=None, derandomize=True)
settings.load_profile("playground")

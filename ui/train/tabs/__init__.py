"""The tabs of the training page."""

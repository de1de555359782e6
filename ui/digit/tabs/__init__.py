"""The tabs of the digit page: each shows one thing about the drawing and the networks."""

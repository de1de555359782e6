"""The tabs of the weather page: each shows one thing about the code and the cities."""

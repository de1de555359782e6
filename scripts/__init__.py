"""Chores of the house: what tests, benchmarks and pictures need from the machine."""

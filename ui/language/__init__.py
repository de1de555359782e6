"""Sentences and numbers in the visitor's language, and what is typed made harmless."""

"""Attempts: each labelled drawing joins a table, which the browser keeps."""

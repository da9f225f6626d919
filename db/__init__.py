"""Rows, queries and migrations; nothing above this package writes SQL."""

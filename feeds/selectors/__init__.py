"""Reads of what goes out."""

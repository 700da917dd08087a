"""Doors of accounts for browsers."""

"""Doors of accounts for programs."""

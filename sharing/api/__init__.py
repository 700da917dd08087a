"""Doors of sharing for programs."""

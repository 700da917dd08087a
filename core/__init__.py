"""Leaf code that every app may use."""

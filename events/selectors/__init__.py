"""Reads of the core, named for what they return; none opens a transaction."""

"""Reads of the history: versions, what differs between them, and whether all of it is whole."""

"""The verb of the history: going back to a version."""

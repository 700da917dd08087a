"""The doors of the history."""

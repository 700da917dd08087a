"""The verbs of what comes in and goes out."""

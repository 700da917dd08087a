"""The doors of what comes in and goes out."""

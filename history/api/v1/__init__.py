"""The history calls of the API, version 1."""

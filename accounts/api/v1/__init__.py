"""The Authentication section of the API, version 1."""

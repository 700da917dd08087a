"""Proves the pages in a real browser, against a real server on the demo's data."""

"""Reads of accounts, named for what they return."""

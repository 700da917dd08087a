"""Tests of the pages of history."""

"""What several apps answer together."""

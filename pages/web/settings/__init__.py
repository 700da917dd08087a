"""`/settings/`: everything that a person decides about himself."""

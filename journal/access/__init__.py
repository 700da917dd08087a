"""Who may take back what the journal tells of."""

"""Who may do what, and who may be asked to."""

"""The verbs of who may do what: the only code that writes grants."""

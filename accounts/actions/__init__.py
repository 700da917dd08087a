"""The verbs of accounts: the only code that writes users and sessions."""
